// Every scan is on the disk before anything else happens to it, and stays there until the server has it.
import { ask, askEvent, isOnline, Refused, SLOW_MS } from "./api.js";
import { digestOf, readCode } from "./codes.js";
import { dropPassage, judge, notePassage } from "./judge.js";
import { believe } from "./signed.js";
import { find, keys, signedAs } from "./snapshot.js";
import { serverNow, state, tell } from "./state.js";
import * as store from "./store.js";
import { say } from "./texts.js";

const BATCH = 100;
const LOGGED = 30;
const WAITING = ["queue", "taps", "undos", "guests"];
// A steward takes a scan back within two minutes; later a supervisor does.
export const UNDO_MS = 120000;
const inFlight = new Set();
let flushing = null;
let lastOrder = 0;

// Strictly growing, also when the clock is set back.
function order() {
  lastOrder = Math.max(Date.now() * 1000, lastOrder + 1);
  return lastOrder;
}

// At the start: what waits from before comes first, also when the clock was set back meanwhile.
export async function resume() {
  const waiting = (await Promise.all(WAITING.map(store.all))).flat();
  lastOrder = waiting.reduce((most, item) => Math.max(most, item.order), 0);
  await refresh();
}

async function refresh() {
  const counts = await Promise.all(WAITING.map(store.count));
  state.waiting = counts.reduce((sum, count) => sum + count, 0);
  state.stuck = await store.count("stuck");
  tell("status");
}

// Practice: the real rules and people, and nothing is kept.
async function practise(code) {
  const guest = { result: "accepted", reason: "ok", holder: { name: say("practice_name"), unit: say("practice_unit"), category: "visitor", party: 1 } };
  const verdict = code.kind === "practice" ? guest : await judge(code, state.direction, serverNow());
  return { ...verdict, direction: state.direction, here: true, practice: true };
}

// Store the scan, then decide: the server within two seconds, else what the phone knows. Returns the verdict to show.
export async function scan(raw) {
  const code = readCode(raw);
  if (state.practice || code.kind === "practice") return practise(code);
  const entry = {
    scan_uuid: store.uuid(),
    code: code.kind === "foreign" ? await digestOf(code.text) : code.text,
    direction: state.direction,
    scanned_at: new Date().toISOString(),
    slug: state.device.slug,
    gate: state.device.gate,
    order: order(),
    offline: false,
    shown: "",
  };
  inFlight.add(entry.scan_uuid);
  try {
    await store.put("queue", entry);
    await refresh();
    const verdict = (isOnline() && !state.revoked && (await askServer(entry, code))) || (await decideHere(entry, code));
    await log(entry, verdict);
    return verdict;
  } finally {
    inFlight.delete(entry.scan_uuid);
  }
}

async function personOf(code) {
  const claims = code.kind === "signed" ? await believe(code.text, keys(), signedAs()) : null;
  const known = claims ? { kind: "badge", text: claims.badge } : code;
  return known.kind === "badge" || known.kind === "short" ? find(known).person : null;
}

async function askServer(entry, code) {
  try {
    const answer = await askEvent("scans", { body: { ...body(entry), sent_at: new Date().toISOString() }, timeout: SLOW_MS, judged: true });
    await store.remove("queue", entry.scan_uuid);
    await refresh();
    const person = await personOf(code);
    if (person && answer.reason === "ok") await notePassage(person.short, entry.direction, entry.scanned_at, entry.scan_uuid);
    if (person && answer.reason === "already_in" && answer.first_scan) await notePassage(person.short, "entry", answer.first_scan.at, entry.scan_uuid);
    const holder = answer.holder && { ...answer.holder, party: answer.party_size || 1 };
    const { result, reason, first_scan: first, why, warning, note } = answer;
    return { result, reason, first, why, warning, note, holder, short: person && person.short, direction: entry.direction, here: false, scan_uuid: entry.scan_uuid };
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) await setAside(entry, error);
    return null;
  }
}

// A phone that was put out lets nobody in.
const unverified = { result: "provisional", reason: "unknown", holder: null, short: null };

async function decideHere(entry, code) {
  const verdict = state.revoked ? unverified : await judge(code, entry.direction, serverNow());
  const kept = await store.get("queue", entry.scan_uuid);
  if (kept) await store.put("queue", { ...kept, offline: true, shown: verdict.result });
  if (verdict.result === "accepted") await notePassage(verdict.short, entry.direction, serverNow(), entry.scan_uuid);
  return { ...verdict, direction: entry.direction, here: true, scan_uuid: entry.scan_uuid };
}

// The latest scans of this phone, for a steward who wants to take one back.
async function log(entry, verdict) {
  const name = (verdict.holder && verdict.holder.name) || (verdict.short || "").slice(0, 8);
  const { result, reason, short, direction } = verdict;
  await store.put("log", { scan_uuid: entry.scan_uuid, at: Date.now(), order: entry.order, name, result, reason, short, direction, undone: false });
  const all = (await store.all("log")).sort((one, other) => other.order - one.order);
  for (const old of all.slice(LOGGED)) await store.remove("log", old.scan_uuid);
}

export const latest = async () => (await store.all("log")).sort((one, other) => other.order - one.order);

// Take a scan back: a further record with a reason; the scan stays what it was.
export async function undo(scanUuid, reason) {
  const item = await store.get("log", scanUuid);
  if (!item || item.undone || Date.now() - item.at > UNDO_MS) return false;
  await store.put("undos", { undo_uuid: store.uuid(), scan_uuid: scanUuid, reason, undone_at: new Date().toISOString(), slug: state.device.slug, order: order() });
  await store.put("log", { ...item, undone: true });
  if (item.short) await dropPassage(item.short, scanUuid);
  await refresh();
  if (isOnline()) flush();
  return true;
}

// Somebody without a code: on the disk first, then registered; both under one name, so that nobody is registered twice because
// an answer was lost. Returns {person}, or {number} to write on the badge when they are registered later.
export async function keepGuest(guest) {
  const { slug, gate } = state.device;
  const kept = { id: store.uuid(), guest, scanned_at: new Date().toISOString(), direction: "entry", slug, gate, order: order() };
  inFlight.add(kept.id);
  try {
    await store.put("guests", kept);
    const person = isOnline() && !state.revoked && (await registerNow(kept));
    if (person) return { person };
    const number = ((await store.getMeta("guests")) || 0) + 1;
    await store.setMeta("guests", number);
    await store.put("guests", { ...kept, number });
    return { number };
  } finally {
    inFlight.delete(kept.id);
    await refresh();
  }
}

const registerGuest = (kept) => askEvent("walk-ins", { body: kept.guest, headers: { "Idempotency-Key": kept.id } });

// Returns nothing when nobody answered. What the server refuses is told at the form, and kept no longer.
async function registerNow(kept) {
  try {
    const person = await registerGuest(kept);
    await store.remove("guests", kept.id);
    return person;
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401) return null;
    await store.remove("guests", kept.id);
    throw error;
  }
}

// The steward sent an unverified person to the desk.
export async function showedRefusal(scanUuid) {
  const kept = scanUuid && (await store.get("queue", scanUuid));
  if (kept) await store.put("queue", { ...kept, shown: "refused" });
}

const body = (entry) => ({
  scan_uuid: entry.scan_uuid,
  code: entry.code,
  gate: entry.gate,
  direction: entry.direction,
  scanned_at: entry.scanned_at,
  offline: entry.offline,
  shown: entry.shown,
});

// What the server will never take is shown to a person and not thrown away.
async function setAside(entry, error, from = "queue") {
  const id = entry.scan_uuid || entry.id;
  await store.change([from, "stuck"], (queue, stuck) => {
    queue.delete(id);
    stuck.put({ id, entry, from, problem: error.message, status: error.status });
  });
  await refresh();
}

export async function tryAgain() {
  const stuck = await store.all("stuck");
  await store.change(["queue", "guests", "stuck"], (queue, guests, aside) => {
    stuck.forEach((item) => (item.from === "guests" ? guests : queue).put(item.entry));
    aside.clear();
  });
  await refresh();
  return flush();
}

export async function tap(delta) {
  await store.put("taps", { count_uuid: store.uuid(), delta, counted_at: new Date().toISOString(), slug: state.device.slug, order: order() });
  await refresh();
  if (isOnline()) flush();
}

// Send all that waits, oldest first. Two calls at once are one; resolves to true when nothing waits any more.
export function flush() {
  if (!state.device || state.revoked) return Promise.resolve(false);
  if (!flushing) {
    flushing = sendAll().catch(() => false).finally(() => { flushing = null; });
  }
  return flushing;
}

async function sendAll() {
  await sendGuests();
  // Before the scans: what came after an undo is then judged as the phone judged it.
  await sendUndos();
  await sendScans();
  await sendTaps();
  state.lastSentAt = Date.now();
  await refresh();
  return state.waiting === 0;
}

async function waitingOf(name) {
  const items = (await store.all(name)).filter((item) => item.slug === state.device.slug && !inFlight.has(item.scan_uuid || item.id));
  return items.sort((one, other) => one.order - other.order).slice(0, BATCH);
}

async function sendScans() {
  for (let entries = await waitingOf("queue"); entries.length; entries = await waitingOf("queue")) {
    try {
      const sent = { scans: entries.map((entry) => ({ ...body(entry), offline: true })), sent_at: new Date().toISOString() };
      const answer = await askEvent("scans/batch", { body: sent });
      const stored = new Set(answer.results.map((item) => item.scan_uuid));
      await store.change(["queue"], (queue) => entries.filter((entry) => stored.has(entry.scan_uuid)).forEach((entry) => queue.delete(entry.scan_uuid)));
      if (!stored.size) throw new Error("nothing was stored");
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      for (const entry of entries) await setAside(entry, error);
    }
    await refresh();
  }
}

// Registers the guests of the time without a net; each one's entry then waits as a scan of its code, at its own time.
async function sendGuests() {
  for (const kept of await waitingOf("guests")) {
    try {
      const person = await registerGuest(kept);
      const { direction, scanned_at, slug, gate } = kept;
      const entry = { scan_uuid: store.uuid(), code: person.short_code, direction, scanned_at, slug, gate, order: kept.order, offline: true, shown: "accepted" };
      await store.change(["guests", "queue"], (guests, queue) => {
        guests.delete(kept.id);
        queue.put(entry);
      });
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      await setAside(kept, error, "guests");
    }
    await refresh();
  }
}

async function sendUndos() {
  const undos = await waitingOf("undos");
  if (!undos.length) return;
  const told = undos.map(({ undo_uuid, scan_uuid, reason, undone_at }) => ({ undo_uuid, scan_uuid, reason, undone_at }));
  const answer = await askEvent("undos", { body: { undos: told, sent_at: new Date().toISOString() } });
  const stored = new Set(answer.results.map((item) => item.undo_uuid));
  await store.change(["undos"], (kept) => stored.forEach((id) => kept.delete(id)));
  if (answer.results.some((item) => item.result === "too_late")) tell("undo-too-late");
  await refresh();
}

async function sendTaps() {
  for (let taps = await waitingOf("taps"); taps.length; taps = await waitingOf("taps")) {
    const counts = taps.map(({ count_uuid, delta, counted_at }) => ({ count_uuid, delta, counted_at }));
    const answer = await askEvent("counts", { body: { counts, sent_at: new Date().toISOString() } });
    await store.change(["taps"], (store_) => taps.forEach((item) => store_.delete(item.count_uuid)));
    tell("counted", answer);
    await refresh();
  }
}

// A sign of life for the live board.
export async function report() {
  const battery = navigator.getBattery ? await navigator.getBattery().catch(() => null) : null;
  const battery_pct = battery ? Math.round(battery.level * 100) : null;
  await askEvent("device-status", { body: { battery_pct, waiting: state.waiting } }).catch(() => {});
}

// Pair this phone by a one-time code. What waits from before stays and is sent with the new key.
export async function pair(code, name) {
  const answer = await ask("devices/pair", { body: { pairing_code: code, device_name: name }, token: null });
  const device = { token: answer.device_token, slug: answer.event, gate: answer.gate, name };
  const before = await store.getMeta("device");
  if (!before || before.slug !== device.slug || before.gate !== device.gate) await store.forgetPeople();
  await store.setMeta("device", device);
  state.device = device;
  state.revoked = false;
  return device;
}
