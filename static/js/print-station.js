// The tab at a printer: asks for the next badge, shows it to the printer, tells what became of it.
// A badge is leased, and the lease renewed while it is printed: when this tab dies, it goes back to the queue. What was
// printed is kept until the server has heard of it.
import { ask, badge, isPaired, pair, remember, forget, Gone, Over } from "./print-station/api.js";
import { sheets } from "./print-station/sheets.js";
import { keep } from "./print-station/lease.js";
import * as reports from "./print-station/reports.js";

const POLL_MS = 2000;
const TIMEOUT_MS = 60000;
const LOG = 8;
const byId = (id) => document.getElementById(id);
const app = byId("station");
const texts = JSON.parse(app.dataset.texts);
let paused = false;
let timer = 0;
let busy = false;

const say = (key, values = {}) => texts[key].replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
const number = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);

function show(view) {
  for (const section of app.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== view;
}

function tell(key, values) {
  byId("station-state").textContent = say(key, values);
}

function note(key, values) {
  const item = document.createElement("li");
  item.textContent = say(key, values);
  byId("station-log").prepend(item);
  while (byId("station-log").children.length > LOG) byId("station-log").lastChild.remove();
}

function showAnswer(answer) {
  byId("station-name").textContent = answer.station;
  byId("station-event").textContent = answer.event;
  byId("station-waiting").textContent = say("waiting", { number: number(answer.waiting) });
}

function later(delay = POLL_MS) {
  clearTimeout(timer);
  timer = setTimeout(turn, delay);
}

async function turn() {
  clearTimeout(timer);
  if (!isPaired() || busy) return;
  busy = true;
  let delay = POLL_MS;
  try {
    await reports.send();
    if (paused) {
      tell("paused");
    } else {
      const answer = await ask("next", {});
      showAnswer(answer);
      if (answer.job) {
        await print(answer.job);
        delay = 0;
      } else tell("idle");
    }
  } catch (error) {
    if (error instanceof Gone) return unpaired();
    tell("offline");
  } finally {
    busy = false;
  }
  later(delay);
}

async function print(job) {
  tell("printing", { name: job.name });
  let outcome;
  const kept = keep(job);
  try {
    const pages = await badge(job);
    await sheets(byId("station-sheets"), pages, app.dataset.paper);
    outcome = await Promise.race([toThePrinter(), kept.lost]);
  } catch (error) {
    if (error instanceof Gone) throw error;
    if (error instanceof Over) {
      note("taken");
      return;
    }
    tell("no_picture");
    // Not reported: the lease ends by itself, and the badge comes back to whoever can load it.
    await new Promise((done) => setTimeout(done, POLL_MS));
    throw error;
  } finally {
    kept.stop();
    byId("station-ask").hidden = true;
    byId("station-sheets").replaceChildren();
  }
  reports.add({ id: job.id, body: { lease: job.lease, ...outcome } });
  note(outcome.result, { name: job.name });
  await reports.send();
}

// Resolves with what became of it. A dialog does not tell whether a person pressed "print", so a person is asked.
async function toThePrinter() {
  const finished = new Promise((done) => {
    window.addEventListener("afterprint", () => done(true), { once: true });
    setTimeout(() => done(false), TIMEOUT_MS);
  });
  window.print();
  if (!(await finished)) return { result: "failed", trouble: "timeout" };
  return byId("station-auto").checked ? { result: "printed" } : asked();
}

function asked() {
  const part = byId("station-ask");
  part.hidden = false;
  byId("station-yes").focus();
  return new Promise((done) => {
    part.onclick = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      part.hidden = true;
      part.onclick = null;
      done(button.dataset.trouble ? { result: "failed", trouble: button.dataset.trouble } : { result: "printed" });
    };
  });
}

function unpaired() {
  forget();
  show("pair");
  byId("station-pair-error").textContent = say("removed");
  byId("station-pair-error").hidden = false;
}

async function onPair(code) {
  const problem = byId("station-pair-error");
  problem.hidden = true;
  try {
    showAnswer({ ...(await pair(code)), waiting: 0 });
    show("desk");
    turn();
  } catch (error) {
    problem.textContent = error.message || say("offline");
    problem.hidden = false;
  }
}

byId("station-pair").addEventListener("submit", (event) => {
  event.preventDefault();
  onPair(byId("station-code").value);
});
byId("station-pause").addEventListener("click", (event) => {
  paused = !paused;
  event.target.setAttribute("aria-pressed", String(paused));
  event.target.textContent = say(paused ? "go_on" : "pause");
  turn();
});
byId("station-auto").checked = remember("auto") === "1";
byId("station-auto").addEventListener("change", (event) => remember("auto", event.target.checked ? "1" : "0"));
byId("station-remove").addEventListener("click", () => {
  if (!window.confirm(say("sure"))) return;
  forget();
  show("pair");
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && turn());

const linked = /^#pair=([\w-]+)$/.exec(window.location.hash);
if (linked) history.replaceState(null, "", window.location.pathname + window.location.search);
show(isPaired() ? "desk" : "pair");
if (linked) onPair(linked[1]);
else turn();
