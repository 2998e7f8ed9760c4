// The verdict: colour, sign and word; who it is; what to do. It stays until the next scan or for half a minute.
import { timeOf } from "./judge.js";
import { showedRefusal } from "./queue.js";
import { signal } from "./signals.js";
import { info } from "./snapshot.js";
import { byId, say, sayReason } from "./texts.js";

const STAYS_S = 30;
const card = byId("verdict");
let left = 0;
let clock = null;

export function kindOf(verdict) {
  if (verdict.result === "provisional") return "provisional";
  if (verdict.reason === "already_in") return "used";
  if (verdict.result !== "accepted") return "refused";
  return verdict.direction === "exit" ? "exit" : "accepted";
}

export function show(verdict) {
  const kind = kindOf(verdict);
  card.replaceChildren(...[wordLine(kind), ...lines(kind, verdict)].filter(Boolean));
  card.className = `verdict scan-verdict verdict-${kind === "exit" ? "accepted" : kind}`;
  card.dataset.kind = kind;
  card.dataset.number = Number(card.dataset.number || 0) + 1;
  card.hidden = false;
  signal(kind);
  countDown();
}

export function hide() {
  card.hidden = true;
  clearInterval(clock);
}

function wordLine(kind) {
  const line = make("p", "scan-word");
  line.append(byId(`sign-${kind}`).content.cloneNode(true), " ", say(`word_${kind}`));
  return line;
}

function lines(kind, verdict) {
  const { holder } = verdict;
  const first = verdict.first && say("first_scan", { time: timeOf(verdict.first.at), gate: verdict.first.gate });
  const party = holder && holder.party > 1 ? ` · ${say("party", { number: holder.party })}` : "";
  return [
    kind === "used" && first && make("p", "verdict-name", first),
    kind === "refused" && make("p", "verdict-name", sayReason(verdict.reason)),
    holder && make("p", kind === "used" || kind === "refused" ? "" : "verdict-name", holder.name),
    holder && holder.unit && make("p", "", holder.unit),
    holder && make("p", "verdict-category", say(`category_${holder.category}`) + party),
    kind === "provisional" && make("p", "verdict-name", say("data_of", { time: info ? timeOf(info.at) : "–" })),
    make("p", "verdict-advice", say(`advice_${kind}`)),
    kind === "provisional" && choices(verdict),
    verdict.here && kind !== "provisional" && make("p", "verdict-note", say("decided_here")),
    make("p", "verdict-clock"),
  ];
}

function choices(verdict) {
  const row = make("p", "verdict-acts");
  const admit = make("button", "btn btn-on-card", say("let_in"));
  const send = make("button", "btn btn-on-card", say("to_desk"));
  admit.type = send.type = "button";
  admit.addEventListener("click", hide);
  send.addEventListener("click", async () => {
    await showedRefusal(verdict.scan_uuid);
    hide();
  });
  row.append(admit, send);
  return row;
}

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function countDown() {
  clearInterval(clock);
  left = STAYS_S;
  const note = card.querySelector(".verdict-clock");
  note.setAttribute("aria-hidden", "true");
  note.textContent = `${left} s`;
  clock = setInterval(() => {
    left -= 1;
    note.textContent = `${left} s`;
    if (left <= 0) hide();
  }, 1000);
}
