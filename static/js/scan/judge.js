// Decide about a scan from what the phone knows. Only for times without an answer; the server always has the last word.
import { state } from "./state.js";
import { find, info } from "./snapshot.js";
import * as store from "./store.js";

export function dayOf(at) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: (info && info.event.timezone) || "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit", day: "2-digit" });
  const found = {};
  for (const part of parts.formatToParts(at)) found[part.type] = part.value;
  return `${found.year}-${found.month}-${found.day}`;
}

export function timeOf(at) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: (info && info.event.timezone) || "Asia/Ho_Chi_Minh" };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(at));
}

// One counted entry in this time: a day, or the whole event.
function passageId(short, at) {
  const once = info && info.rules.entry_rule === "once_per_event";
  return `${once ? "event" : dayOf(at)} ${short}`;
}

export async function notePassage(short, direction, at) {
  const id = passageId(short, at);
  const before = await store.get("passages", id);
  const first = before ? before.first : direction === "entry" ? { at: at.toISOString(), gate: state.device.gate } : null;
  await store.put("passages", { id, last: direction, first });
}

// Returns {result, reason, first, holder, short}. `result` is "provisional" for a code that may be newer than our data.
export async function judge(code, direction, at) {
  if (code.kind === "malformed") return refused("malformed");
  if (code.kind === "foreign") return refused("unknown");
  const { person, isRevoked } = find(code);
  if (!person) return isRevoked ? refused("revoked") : { result: "provisional", reason: "unknown", holder: null, short: null };
  const reason = isRevoked ? "revoked" : direction === "exit" ? "ok" : stateOf(person) || datesOf(person, dayOf(at));
  if (reason && reason !== "ok") return refused(reason, person);
  const passage = await store.get("passages", passageId(person.short, at));
  if (direction === "entry" && passage && passage.last === "entry") return { ...refused("already_in", person), first: passage.first };
  return { result: "accepted", reason: "ok", holder: holderOf(person), short: person.short };
}

const holderOf = (person) => ({ name: person.name, unit: person.unit, category: person.category, party: person.party });
const refused = (reason, person = null) => ({ result: "refused", reason, holder: person && holderOf(person), short: person && person.short });

function stateOf(person) {
  if (info.rules.admits.includes(person.state)) return null;
  return { blocked: "blocked", cancelled: "cancelled" }[person.state] || "not_accepted";
}

function datesOf(person, day) {
  if (person.from ? day < person.from : day < info.event.first_day) return person.from ? "not_yet_valid" : "wrong_day";
  if (person.until ? day > person.until : day > info.event.last_day) return person.until ? "expired" : "wrong_day";
  return null;
}
