// Decide about a scan from what the phone knows. Only for times without an answer; the server always has the last word.
import { localOf, Rules } from "./rules.js";
import { believe, refusalOf } from "./signed.js";
import { find, info, keys, signedAs } from "./snapshot.js";
import { state } from "./state.js";
import * as store from "./store.js";

const zone = () => (info && info.event.timezone) || "Asia/Ho_Chi_Minh";
let made = { from: null, rules: null };

export const dayOf = (at) => localOf(at, zone()).day;

export function timeOf(at) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone() };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(at));
}

// The rules of the snapshot and the phone's gate in them.
function here() {
  if (made.from !== info) {
    const { timezone, first_day, last_day, contractor_days } = info.event;
    made = { from: info, rules: new Rules({ ...info.rules, calendar: { timezone, first_day, last_day, contractor_days } }) };
  }
  return { rules: made.rules, gate: made.rules.byId.get(info.rules.gate_id) };
}

// What this phone knows of a person's way through gates. `uuid` is the scan's, so that an undo finds it.
export async function notePassage(short, direction, at, uuid) {
  if (!info) return;
  const known = (await store.get("passages", short)) || { id: short, list: [] };
  const passage = { uuid, gate: info.rules.gate_id, at: new Date(at).toISOString(), direction };
  await store.put("passages", { ...known, list: [...known.list, passage] });
}

export async function dropPassage(short, uuid) {
  const known = await store.get("passages", short);
  if (known) await store.put("passages", { ...known, list: known.list.filter((passage) => passage.uuid !== uuid) });
}

// Returns {result, reason, why, first, holder, short, note}. `result` is "provisional" for a code that may be newer than our data.
export async function judge(code, direction, at) {
  if (code.kind === "malformed") return refused("malformed");
  if (code.kind === "foreign" || !info) return refused("unknown");
  const claims = code.kind === "signed" ? await believe(code.text, keys(), signedAs()) : null;
  if (code.kind === "signed" && !claims) return refuseSigned(code.text);
  const { person, isRevoked } = find(claims ? { kind: "badge", text: claims.badge } : code);
  if (person) return judgePerson(person, isRevoked, direction, at);
  if (isRevoked) return refused("revoked");
  if (!claims) return unverified;
  // Newer than our data, but a key of the event vouches for it: the rules decide, only the name is not known.
  const stranger = { short: claims.badge, name: "", unit: "", category: claims.category, state: "confirmed", party: 1, from: claims.from, until: claims.until };
  return judgePerson(stranger, false, direction, at);
}

// A badge of a key that came after our data is not refused: a person decides, as about an unknown random code.
function refuseSigned(text) {
  const reason = refusalOf(text, keys(), signedAs());
  return reason === "newer" ? unverified : refused(reason);
}

async function judgePerson(person, isRevoked, direction, at) {
  const { rules, gate } = here();
  const known = await store.get("passages", person.short);
  const { reason, why, first } = rules.judge(gate, person, direction, at, known ? known.list : [], { isRevoked });
  const told = { why: why || null, holder: holderOf(person), short: person.short, note: noteOf(person) };
  if (reason === "ok") return { ...told, result: "accepted", reason };
  return { ...told, result: "refused", reason, first: first ? { at: first.at, gate: gate.name } : null };
}

const unverified = { result: "provisional", reason: "unknown", holder: null, short: null };
const holderOf = (person) => ({ name: person.name, unit: person.unit, category: person.category, party: person.party });
const noteOf = (person) => (person.noteText ? { kind: person.noteKind, text: person.noteText } : null);
const refused = (reason) => ({ result: "refused", reason, holder: null, short: null, why: null });

