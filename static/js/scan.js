// The app at the gate: pairs, starts, shows what each scan means, and sends in the background what could not be sent at once.
import { forgetHistory, isOnline, Refused } from "./scan/api.js";
import * as camera from "./scan/camera.js";
import * as card from "./scan/card.js";
import { showCount } from "./scan/counter.js";
import { decodePhoto, prepare } from "./scan/decoder.js";
import { timeOf } from "./scan/judge.js";
import { listen, watchComposition, watchFocus } from "./scan/keys.js";
import { showMore } from "./scan/more.js";
import * as queue from "./scan/queue.js";
import { startSearch } from "./scan/search.js";
import { isLocked, loadSettings, unlock as openLock } from "./scan/settings.js";
import { keepReady } from "./scan/service.js";
import { unlock } from "./scan/signals.js";
import * as snapshot from "./scan/snapshot.js";
import { hear, state } from "./scan/state.js";
import * as store from "./scan/store.js";
import { byId, number, page, say } from "./scan/texts.js";

const SEND_EVERY_MS = 60000;
const PROBE_EVERY_MS = 15000;
const SYNC_EVERY_MS = 300000;
let lastTry = 0;
let lastSync = 0;
let lastReport = 0;
let scanning = Promise.resolve();

function view(name) {
  for (const section of document.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== name;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  byId("tabs").hidden = name === "pair" || name === "start" || state.kiosk;
  page.dataset.shown = name;
}

// One after the other, in the order in which they were read.
function take(raw) {
  scanning = scanning.then(async () => {
    page.dataset.busy = "";
    try {
      card.show(await queue.scan(raw));
    } catch (error) {
      alertUser(say("not_stored", { fault: error.message }));
    } finally {
      delete page.dataset.busy;
    }
  });
  return scanning;
}

function alertUser(text) {
  byId("alert").textContent = text;
  byId("alert").hidden = !text;
}

function status() {
  const { device } = state;
  byId("where").textContent = device ? `${device.gate} · ${say(state.direction === "exit" ? "way_out" : "way_in")}` : "Fairground";
  const net = isOnline() ? "online" : "offline";
  byId("net").dataset.net = net;
  byId("net").hidden = !device;
  byId("net-word").textContent = device ? say(net) : "";
  byId("waiting").textContent = device ? say("waiting", { number: number(state.waiting) }) : "";
  byId("waiting").dataset.waiting = state.waiting;
  byId("stuck").hidden = !state.stuck;
  byId("stuck").textContent = say("stuck", { number: number(state.stuck) });
  byId("data-state").textContent = state.syncedAt ? say("data_state", { number: number(snapshot.count()), time: timeOf(state.syncedAt) }) : say("no_data");
  byId("clock-wrong").hidden = !state.offsetMs;
  for (const button of document.querySelectorAll("[data-direction]")) button.setAttribute("aria-pressed", String(button.dataset.direction === state.direction));
  if (state.revoked) alertUser(say("revoked"));
  showCount();
}

// Send, probe, renew: by the clock, when the net or the page comes back, and at the start.
async function work(now = false) {
  if (!state.device || state.revoked || (document.hidden && !now)) return;
  const pause = isOnline() && !state.waiting ? SEND_EVERY_MS : PROBE_EVERY_MS;
  if (!now && Date.now() - lastTry < pause) return;
  lastTry = Date.now();
  await queue.flush();
  if (isOnline() && Date.now() - lastReport > SEND_EVERY_MS) {
    lastReport = Date.now();
    await queue.report();
  }
  if (now || Date.now() - lastSync > SYNC_EVERY_MS || !isOnline()) {
    lastSync = Date.now();
    await snapshot.sync().catch(() => {});
  }
  status();
}

function direct(direction) {
  state.direction = direction;
  store.setMeta("direction", direction);
  status();
}

async function openCamera() {
  byId("no-camera").hidden = true;
  try {
    await prepare();
    await camera.start((text) => page.dataset.shown === "scan" && take(text));
  } catch (_error) {
    byId("no-camera").hidden = false;
  }
}

async function pair(event) {
  event.preventDefault();
  const wrong = byId("pair-error");
  wrong.hidden = true;
  try {
    await queue.pair(byId("pair-code").value, byId("pair-name").value.trim());
  } catch (error) {
    wrong.textContent = error instanceof Refused ? error.message : say("no_net");
    wrong.hidden = false;
    return;
  }
  byId("pair-code").value = "";
  alertUser("");
  begin();
}

// The phone may be in strangers' hands: what it knows of people goes, what it has not sent stays.
async function putOut() {
  camera.stop();
  view("pair");
  await store.forgetPeople();
  await snapshot.load();
}

async function begin() {
  await snapshot.load();
  byId("start-gate").textContent = state.device.gate;
  view("start");
  status();
  // A kiosk starts by itself: nobody is there to press a button. Sound waits for the first touch.
  if (state.kiosk) {
    view("scan");
    openCamera();
  }
  forgetHistory();
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  const bar = byId("load-bar");
  bar.hidden = snapshot.count() > 0;
  await work(true);
  bar.hidden = true;
  byId("start-event").textContent = snapshot.info ? snapshot.info.event.name : "";
}

function connect() {
  byId("pair-form").addEventListener("submit", pair);
  byId("start").addEventListener("click", () => {
    unlock();
    view("scan");
    openCamera();
  });
  byId("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("code").value.trim();
    byId("code").value = "";
    // The keyboard of a phone would hide the verdict.
    if (matchMedia("(pointer: coarse)").matches) byId("code").blur();
    if (text) take(text);
  });
  byId("photo").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    const text = file && (await decodePhoto(file));
    if (text) take(text);
    else if (file) alertUser(say("no_code_in_photo"));
  });
  for (const button of document.querySelectorAll("[data-direction]")) button.addEventListener("click", () => direct(button.dataset.direction));
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.addEventListener("click", async () => {
      card.hide();
      if (tab.dataset.tab === "more" && isLocked() && !(await openLock())) return;
      view(tab.dataset.tab);
      if (tab.dataset.tab === "more") showMore();
    });
  }
  byId("alert").addEventListener("click", () => alertUser(""));
  listen((text) => ["pair", "start"].includes(page.dataset.shown) || take(text));
  startSearch(take);
  hear("status", status);
  hear("progress", ({ count }) => { byId("load-count").textContent = say("loaded", { number: number(count) }); });
  hear("revoked", putOut);
  hear("no-decoder", () => alertUser(say("no_decoder")));
  hear("work", () => work(true));
  hear("alert", alertUser);
  hear("undone", ({ isUndone }) => alertUser(say(isUndone ? "undo_done" : "undo_too_late")));
  hear("undo-too-late", () => alertUser(say("undo_too_late")));
  hear("kiosk", () => {
    view("scan");
    openCamera();
  });
  hear("locked", () => view("scan"));
  watchFocus((ready) => {
    byId("wedge").textContent = say(ready ? "wedge_ready" : "wedge_lost");
    byId("wedge").dataset.ready = ready;
  });
  watchComposition(byId("code"), () => alertUser(say("ime")));
  window.addEventListener("online", () => {
    forgetHistory();
    work(true);
  });
  window.addEventListener("offline", status);
  document.addEventListener("visibilitychange", () => document.hidden || work(true));
  window.addEventListener("beforeunload", (event) => state.waiting && !isOnline() && page.dataset.shown !== "start" && event.preventDefault());
  setInterval(work, 1000);
}

async function main() {
  const code = new URLSearchParams(location.hash.slice(1)).get("pair");
  // At once, so that the code stands in no history and no screenshot.
  if (location.hash) history.replaceState(null, "", location.pathname);
  connect();
  keepReady(() => page.dataset.shown !== "scan");
  state.device = (await store.getMeta("device")) || null;
  state.direction = (await store.getMeta("direction")) || "entry";
  await loadSettings();
  await queue.resume();
  if (state.device && !code) {
    await begin();
  } else {
    view("pair");
    byId("pair-code").value = code || "";
    status();
  }
  page.dataset.ready = "";
}

main().catch((error) => alertUser(say("not_stored", { fault: error.message })));
