// Every scan is on the disk before anything else happens to it, and stays there until the server has it.
import { ask, askEvent, isOnline, Refused, SLOW_MS } from "./api.js";
import { digestOf, readCode } from "./codes.js";
import { judge, notePassage } from "./judge.js";
import { find } from "./snapshot.js";
import { serverNow, state, tell } from "./state.js";
import * as store from "./store.js";

const BATCH = 100;
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
  const waiting = [...(await store.all("queue")), ...(await store.all("taps"))];
  lastOrder = waiting.reduce((most, item) => Math.max(most, item.order), 0);
  await refresh();
}

async function refresh() {
  const [scans, taps, stuck] = await Promise.all([store.count("queue"), store.count("taps"), store.count("stuck")]);
  state.waiting = scans + taps;
  state.stuck = stuck;
  tell("status");
}

// Store the scan, then decide: the server within two seconds, else what the phone knows. Returns the verdict to show.
export async function scan(raw) {
  const code = readCode(raw);
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
    return (isOnline() && !state.revoked && (await askServer(entry, code))) || (await decideHere(entry, code));
  } finally {
    inFlight.delete(entry.scan_uuid);
  }
}

async function askServer(entry, code) {
  try {
    const answer = await askEvent("scans", { body: { ...body(entry), sent_at: new Date().toISOString() }, timeout: SLOW_MS, judged: true });
    await store.remove("queue", entry.scan_uuid);
    await refresh();
    const { person } = code.kind === "badge" || code.kind === "short" ? find(code) : { person: null };
    if (person && (answer.reason === "ok" || answer.reason === "already_in")) await notePassage(person.short, entry.direction, new Date(entry.scanned_at));
    const holder = answer.holder && { ...answer.holder, party: answer.party_size || 1 };
    return { result: answer.result, reason: answer.reason, first: answer.first_scan, holder, direction: entry.direction, here: false };
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
  if (verdict.result === "accepted") await notePassage(verdict.short, entry.direction, serverNow());
  return { ...verdict, direction: entry.direction, here: true, scan_uuid: entry.scan_uuid };
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
async function setAside(entry, error) {
  await store.change(["queue", "stuck"], (queue, stuck) => {
    queue.delete(entry.scan_uuid);
    stuck.put({ id: entry.scan_uuid, entry, problem: error.message, status: error.status });
  });
  await refresh();
}

export async function tryAgain() {
  const stuck = await store.all("stuck");
  await store.change(["queue", "stuck"], (queue, aside) => {
    stuck.forEach((item) => queue.put(item.entry));
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
  await sendScans();
  await sendTaps();
  state.lastSentAt = Date.now();
  await refresh();
  return state.waiting === 0;
}

async function waitingOf(name) {
  const items = (await store.all(name)).filter((item) => item.slug === state.device.slug && !inFlight.has(item.scan_uuid));
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

async function sendTaps() {
  for (let taps = await waitingOf("taps"); taps.length; taps = await waitingOf("taps")) {
    const counts = taps.map(({ count_uuid, delta, counted_at }) => ({ count_uuid, delta, counted_at }));
    const answer = await askEvent("counts", { body: { counts, sent_at: new Date().toISOString() } });
    await store.change(["taps"], (store_) => taps.forEach((item) => store_.delete(item.count_uuid)));
    tell("counted", answer);
    await refresh();
  }
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
