// How a gate decides: docs/check-in.md. Pure, no store and no page; tests/checkin/verdicts.json is judged by this and by the server.
const GROUND = 0;
const OUTSIDE = -1;
const DOORS_OPEN_MIN = 30;
const DAY_MIN = 1440;
const DAYS_AHEAD = 40;

// Days and minutes of the event's place. Formatters are dear: one for each zone.
const formatters = new Map();

function partsOf(at, timezone) {
  if (!formatters.has(timezone)) {
    const options = { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    formatters.set(timezone, new Intl.DateTimeFormat("en-GB", options));
  }
  const found = {};
  for (const part of formatters.get(timezone).formatToParts(at)) found[part.type] = part.value;
  return found;
}

export function localOf(at, timezone) {
  const found = partsOf(new Date(at), timezone);
  return { day: `${found.year}-${found.month}-${found.day}`, minute: Number(found.hour) * 60 + Number(found.minute) };
}

export const moves = (gate) => !gate.list && gate.entry_rule !== "once_per_session";

// What the rules of a snapshot say, ready to judge with.
export class Rules {
  constructor({ calendar, gates, zones = [], sessions = [], admits = ["confirmed"] }) {
    this.calendar = calendar;
    this.gates = gates;
    this.byId = new Map(gates.map((gate) => [gate.id, gate]));
    this.zones = new Map(zones.map((zone) => [zone.id, zone]));
    this.sessions = sessions.map((one) => ({ ...one, from: new Date(one.starts_at).getTime(), until: new Date(one.ends_at).getTime() }));
    this.admits = admits;
  }

  local(at) {
    return localOf(at, this.calendar.timezone);
  }

  zoneOf(gate) {
    return gate.zone === undefined ? null : this.zones.get(gate.zone) || null;
  }

  // The session that is on, else the next one whose doors are open.
  sessionAt(at) {
    const running = this.sessions.filter((one) => one.from <= at && at < one.until);
    const soon = this.sessions.filter((one) => doorsOf(one) <= at && at < one.from);
    return (running.length ? running : soon).sort(byStart)[0] || null;
  }

  // The name of the time and list within which one entry counts; "" at a room without a session.
  windowOf(gate, at) {
    if (gate.entry_rule === "once_per_session") {
      const session = this.sessionAt(new Date(at).getTime());
      return session ? `s${session.id}` : "";
    }
    const zone = this.zoneOf(gate);
    const scope = gate.list ? `${gate.list}|` : zone ? `z${zone.id}|` : "";
    return scope + (gate.entry_rule === "once_per_event" ? "event" : this.local(at).day);
  }

  placeAfter(gate, direction) {
    if (!moves(gate)) return direction === "entry" ? GROUND : OUTSIDE;
    const zone = this.zoneOf(gate);
    if (direction === "entry") return zone ? zone.id : GROUND;
    return zone ? zone.exit : OUTSIDE;
  }

  // Somebody at `place` is in already, seen from this gate.
  holds(gate, place) {
    if (place === null || place === OUTSIDE) return false;
    const zone = this.zoneOf(gate);
    return !zone || !moves(gate) || zone.within.includes(place);
  }

  // Where the passages leave a person, and the first entry of the window: {place, first}.
  stand(gate, at, passages) {
    const window = this.windowOf(gate, at);
    const day = this.local(at).day;
    const ordered = [...passages].sort((one, other) => new Date(one.at) - new Date(other.at));
    let place = null;
    let first = null;
    for (const passage of ordered) {
      const there = this.byId.get(passage.gate);
      if (!there || new Date(passage.at) > new Date(at)) continue;
      const same = this.windowOf(there, passage.at) === window && window !== "";
      if (same && passage.direction === "entry" && !first) first = passage;
      if (moves(there) !== moves(gate)) continue;
      const within = moves(gate) ? gate.entry_rule === "once_per_event" || this.local(passage.at).day === day : same;
      if (within) place = this.placeAfter(there, passage.direction);
    }
    return { place, first };
  }

  // Returns {reason, why, first}; `passages` are {gate, at, direction} of this person, undone ones left out.
  judge(gate, person, direction, at, passages, { isRevoked = false } = {}) {
    if (isRevoked) return { reason: "revoked", why: null };
    if (direction === "exit") return { reason: "ok", why: null };
    const { place, first } = this.stand(gate, at, passages);
    const reason =
      this.#state(person) || this.#days(person, at) || this.#kind(gate, person) || this.#zone(gate, person) || this.#hours(gate, person, at) || this.#session(gate, at);
    if (reason) return { reason, why: this.#explained(gate, reason, person, at) };
    const isIn = gate.again !== "always" && ((gate.again === "never" && first) || this.holds(gate, place));
    return isIn ? { reason: "already_in", why: null, first } : { reason: "ok", why: null };
  }

  #state(person) {
    if (this.admits.includes(person.state)) return null;
    return { blocked: "blocked", cancelled: "cancelled" }[person.state] || "not_accepted";
  }

  // When contractors build and strike; empty: they come on the days of the event.
  #phases(person) {
    return person.category === "contractor" ? this.calendar.contractor_days || [] : [];
  }

  #days(person, at) {
    const { day } = this.local(at);
    const phases = this.#phases(person);
    if (phases.length) {
      if (phases.some(([first, last]) => first <= day && day <= last)) return null;
      if (day < phases[0][0]) return "not_yet_valid";
      return day > phases[phases.length - 1][1] ? "expired" : "wrong_day";
    }
    if (person.from ? day < person.from : day < this.calendar.first_day) return person.from ? "not_yet_valid" : "wrong_day";
    if (person.until ? day > person.until : day > this.calendar.last_day) return person.until ? "expired" : "wrong_day";
    return null;
  }

  #kind(gate, person) {
    return admitsKind(gate.categories, person.category) ? null : "wrong_category";
  }

  #zone(gate, person) {
    const zone = this.zoneOf(gate);
    return zone && !admitsKind(zone.categories, person.category) ? "wrong_zone" : null;
  }

  #hours(gate, person, at) {
    if (!gate.hours || !gate.hours.length) return null;
    if (!this.#everAdmits(gate, person.category)) return "wrong_category";
    const { day, minute } = this.local(at);
    const rows = hoursOf(gate, person.category, day);
    if (!rows.length) return "wrong_day";
    if (rows.some(([, from, until]) => from <= minute && minute < until)) return null;
    return rows.some(([, from]) => minute < from) ? "not_yet_valid" : "expired";
  }

  #session(gate, at) {
    if (gate.entry_rule !== "once_per_session" || this.windowOf(gate, at)) return null;
    return this.sessions.some((one) => doorsOf(one) > new Date(at).getTime()) ? "not_yet_valid" : "expired";
  }

  #everAdmits(gate, category) {
    const zone = this.zoneOf(gate);
    if (!admitsKind(gate.categories, category) || (zone && !admitsKind(zone.categories, category))) return false;
    return !gate.hours || !gate.hours.length || gate.hours.some((row) => admitsKind(row[3], category));
  }

  #explained(gate, reason, person, at) {
    if (!["wrong_day", "not_yet_valid", "expired", "wrong_category", "wrong_zone"].includes(reason)) return null;
    const isRoom = gate.entry_rule === "once_per_session";
    return isRoom && !this.windowOf(gate, at) && reason !== "wrong_category" ? this.#nextSession(at) : this.#nearestWay(gate, person, at);
  }

  #nextSession(at) {
    const [next] = this.sessions.filter((one) => doorsOf(one) > new Date(at).getTime()).sort(byStart);
    if (!next) return { key: "no_session" };
    const opens = this.local(doorsOf(next));
    return { key: "session", title: next.title, day: opens.day, time: clock(opens.minute) };
  }

  // Gates that lead to the same as this one; only where none of them ever admits the person, all that move people.
  #nearestWay(gate, person, at) {
    const now = this.local(at);
    const phases = this.#phases(person);
    const phase = phases.find(([, until]) => now.day <= until) || phases[phases.length - 1];
    const [first, last] = phase || [person.from || this.calendar.first_day, person.until || this.calendar.last_day];
    if (now.day > last) return { key: "over", day: last };
    const leads = (one) => JSON.stringify([one.list || "", one.entry_rule === "once_per_session" ? one.room || null : null, one.list ? "" : one.zone || 0]);
    for (const gates of [this.gates.filter((one) => leads(one) === leads(gate)), this.gates.filter(moves)]) {
      const ordered = [...gates].sort((one, other) => (one.id !== gate.id) - (other.id !== gate.id));
      const ways = ordered.map((one) => ({ one, way: this.#next(one, person, first, last, now) })).filter(({ way }) => way);
      if (!ways.length) continue;
      const best = ways.reduce((least, each) => (isBefore(each.way, least.way) ? each : least));
      return told(best, now);
    }
    return { key: "no_way" };
  }

  #next(gate, person, first, last, now) {
    if (!this.#everAdmits(gate, person.category)) return null;
    let day = first > now.day ? first : now.day;
    for (let number = 0; number < DAYS_AHEAD && day <= last; number += 1) {
      for (const [, from, until] of hoursOf(gate, person.category, day)) {
        if (day > now.day || until > now.minute) return { day, minute: Math.max(from, day === now.day ? now.minute : 0) };
      }
      day = dayAfter(day);
    }
    return null;
  }
}

const doorsOf = (session) => session.from - DOORS_OPEN_MIN * 60000;
const byStart = (one, other) => one.from - other.from || one.id - other.id;
const admitsKind = (categories, category) => !categories || !categories.length || categories.includes(category);
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const isBefore = (one, other) => one.day < other.day || (one.day === other.day && one.minute < other.minute);
const dayAfter = (day) => new Date(new Date(`${day}T12:00:00Z`).getTime() + 86400000).toISOString().slice(0, 10);

function hoursOf(gate, category, day) {
  if (!gate.hours || !gate.hours.length) return [[null, 0, DAY_MIN, []]];
  const found = gate.hours.filter((row) => (row[0] === null || row[0] === day) && admitsKind(row[3], category));
  return found.sort((one, other) => one[1] - other[1] || one[2] - other[2]);
}

function told({ one, way }, now) {
  if (way.day === now.day && way.minute === now.minute) return { key: "use_gate", gate: one.name };
  if (way.day === now.day) return { key: "from_time", gate: one.name, time: clock(way.minute) };
  return { key: "from_day", gate: one.name, day: way.day, time: clock(way.minute) };
}
