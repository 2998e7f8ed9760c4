// The people of the event on this phone: loaded once, kept up to date, found without accents.
import { askEvent } from "./api.js";
import { fold } from "./codes.js";
import { state, tell } from "./state.js";
import * as store from "./store.js";

const PAGE = 5000;
const FOUND = 20;
const byShort = new Map();
const byKey = new Map();
const revoked = new Map();
export let info = null; // {cursor, event, rules, keys, at}
let running = null;

export async function load() {
  info = (await store.getMeta("snapshot")) || null;
  byShort.clear();
  byKey.clear();
  revoked.clear();
  for (const person of await store.all("people")) keep(person);
  for (const item of await store.all("revoked")) revoked.set(item.key, item.short);
  if (info) {
    state.syncedAt = info.at;
    state.offsetMs = info.offsetMs || 0;
  }
}

function keep(person) {
  const before = byShort.get(person.short);
  if (before && before.key !== person.key) byKey.delete(before.key);
  person.words = fold(`${person.name} ${person.unit}`);
  byShort.set(person.short, person);
  byKey.set(person.key, person);
}

function personOf(fields, row) {
  const of = (name) => row[fields.indexOf(name)];
  return {
    key: of("key"),
    short: of("short_code"),
    name: of("name"),
    unit: of("unit"),
    category: of("category"),
    state: of("state"),
    party: of("party_size") || 1,
    from: of("valid_from") || null,
    until: of("valid_until") || null,
    noteKind: of("note_kind") || null,
    noteText: of("note") || null,
  };
}

// Get what changed since the last time; everything the first time. Two calls at once are one.
export function sync() {
  if (!running) running = pull().finally(() => { running = null; });
  return running;
}

async function pull() {
  const slug = state.device.slug;
  let more = true;
  while (more && state.device && state.device.slug === slug) {
    const asked = Date.now();
    const since = info ? `&since=${encodeURIComponent(info.cursor)}` : "";
    const part = await askEvent(`snapshot?limit=${PAGE}${since}`, { timeout: 60000 });
    more = part.more;
    await keepPart(part, asked);
  }
  tell("status");
}

async function keepPart(part, asked) {
  const people = part.people.map((row) => personOf(part.fields, row));
  const difference = new Date(part.server_time).getTime() - (asked + Date.now()) / 2;
  const offsetMs = Math.abs(difference) < 60000 ? 0 : difference;
  const complete = !part.more || Boolean(info && info.complete);
  const fresh = { cursor: part.cursor, event: part.event, rules: part.rules, keys: part.public_keys || [], at: Date.now(), offsetMs, complete };
  await store.change(["people", "revoked", "meta"], (peopleStore, revokedStore, meta) => {
    people.forEach((person) => peopleStore.put(person));
    part.revoked.forEach(([key, short]) => revokedStore.put({ key, short }));
    meta.put(fresh, "snapshot");
  });
  people.forEach(keep);
  part.revoked.forEach(([key, short]) => revoked.set(key, short));
  info = fresh;
  state.syncedAt = fresh.at;
  state.offsetMs = offsetMs;
  tell("progress", { count: byShort.size, more: part.more });
}

export const count = () => byShort.size;
// Of signed codes; empty while the event's codes are not signed.
export const keys = () => (info && info.keys) || [];
export const signedAs = () => info && info.event.signed_as;

// Who is behind a code of ours; `isRevoked`: by a badge that was replaced.
export function find(code) {
  if (code.kind === "short") return { person: byShort.get(code.text) || null, isRevoked: false };
  const key = code.text.slice(3, 3 + ((info && info.rules.key_length) || 10));
  if (byKey.has(key)) return { person: byKey.get(key), isRevoked: false };
  const short = revoked.get(key);
  return { person: short ? byShort.get(short) || null : null, isRevoked: short !== undefined };
}

export function search(text) {
  const words = fold(text).split(" ").filter(Boolean);
  const code = text.replace(/[\s\-–.]+/g, "").toUpperCase();
  if (!words.length) return [];
  const found = [];
  for (const person of byShort.values()) {
    const hit = words.every((word) => person.words.startsWith(word) || person.words.includes(` ${word}`));
    if (hit || (code.length >= 3 && person.short.startsWith(code))) found.push(person);
    if (found.length === FOUND) break;
  }
  return found;
}
