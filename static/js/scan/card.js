// The verdict: colour, sign and word; who it is; what to do. It stays until the next scan or for half a minute.
import { timeOf } from "./judge.js";
import { showedRefusal, undo, UNDO_MS } from "./queue.js";
import { signal } from "./signals.js";
import { info } from "./snapshot.js";
import { state, tell } from "./state.js";
import { byId, day, say, sayReason } from "./texts.js";

const STAYS_S = 30;
const KIOSK_STAYS_S = 5;
const UNDO_REASONS = ["undo_mistake", "undo_other_person", "undo_not_in"];
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
  const told = state.kiosk ? kioskLines(kind, verdict) : lines(kind, verdict);
  card.replaceChildren(...[wordLine(kind), ...told, make("p", "verdict-clock")].filter(Boolean));
  card.className = `verdict scan-verdict verdict-${kind === "exit" ? "accepted" : kind}${isFlagged(kind, verdict) ? " verdict-flagged" : ""}`;
  card.dataset.kind = kind;
  card.dataset.number = Number(card.dataset.number || 0) + 1;
  card.hidden = false;
  signal(isFlagged(kind, verdict) ? "attention" : kind);
  countDown(state.kiosk ? KIOSK_STAYS_S : STAYS_S);
}

export function hide() {
  card.hidden = true;
  clearInterval(clock);
}

const isFlagged = (kind, verdict) => kind === "accepted" && Boolean(verdict.note || verdict.warning);

function wordLine(kind) {
  const line = make("p", "scan-word");
  line.append(byId(`sign-${kind}`).content.cloneNode(true), " ", say(`word_${kind}`));
  return line;
}

function lines(kind, verdict) {
  const { holder } = verdict;
  const first = verdict.first && say("first_scan", { time: timeOf(verdict.first.at), gate: verdict.first.gate });
  const party = holder && holder.party > 1 ? ` · ${say("party", { number: holder.party })}` : "";
  const name = holder && (state.hidesNames ? say("name_hidden") : holder.name || say("name_unknown"));
  return [
    verdict.practice && make("p", "verdict-note", say("practice_note")),
    kind === "used" && first && make("p", "verdict-name", first),
    kind === "refused" && make("p", "verdict-name", sayReason(verdict.reason)),
    verdict.why && make("p", "verdict-why", sayWhy(verdict.why)),
    holder && make("p", kind === "used" || kind === "refused" ? "" : "verdict-name", name),
    holder && holder.unit && !state.hidesNames && make("p", "", holder.unit),
    holder && make("p", "verdict-category", say(`category_${holder.category}`) + party),
    verdict.note && noteLine(verdict.note),
    verdict.warning && make("p", "verdict-warning", sayWhy(verdict.warning)),
    kind === "provisional" && make("p", "verdict-name", say("data_of", { time: info ? timeOf(info.at) : "–" })),
    make("p", "verdict-advice", say(`advice_${kind}`)),
    kind === "provisional" && !verdict.practice && choices(verdict),
    verdict.here && kind !== "provisional" && !verdict.practice && make("p", "verdict-note", say("decided_here")),
    (kind === "accepted" || kind === "exit") && !verdict.practice && takeBack(verdict),
  ];
}

// Where nobody stands beside: no names, one plain sentence.
function kioskLines(kind, verdict) {
  const advice = { accepted: "kiosk_go", exit: "kiosk_bye" }[kind] || "kiosk_staff";
  return [verdict.why && make("p", "verdict-why", sayWhy(verdict.why)), make("p", "verdict-name", say(advice))];
}

export function sayWhy(why) {
  const facts = { ...why };
  if (facts.day) facts.day = day(facts.day);
  return say(`why_${why.key}`, facts);
}

function noteLine(note) {
  const line = make("p", "verdict-flag");
  line.append(byId("sign-flag").content.cloneNode(true), ` ${say(`note_${note.kind}`)}: ${note.text}`);
  return line;
}

function choices(verdict) {
  const row = make("p", "verdict-acts");
  row.append(
    button(say("let_in"), hide),
    button(say("to_desk"), async () => {
      await showedRefusal(verdict.scan_uuid);
      hide();
    }),
  );
  return row;
}

// A reason is one tap: the queue does not wait for a keyboard.
function takeBack(verdict) {
  const row = make("p", "verdict-acts");
  row.append(button(say("undo"), () => row.replaceChildren(...UNDO_REASONS.map((key) => button(say(key), () => done(verdict, key)))), "btn-quiet-on-card"));
  setTimeout(() => row.remove(), UNDO_MS);
  return row;
}

async function done(verdict, key) {
  const isUndone = await undo(verdict.scan_uuid, say(key));
  tell("undone", { isUndone });
  hide();
}

function button(text, act, look = "btn-on-card") {
  const element = make("button", `btn ${look}`, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function countDown(seconds) {
  clearInterval(clock);
  left = seconds;
  const note = card.querySelector(".verdict-clock");
  note.setAttribute("aria-hidden", "true");
  note.textContent = `${left} s`;
  clock = setInterval(() => {
    left -= 1;
    note.textContent = `${left} s`;
    if (left <= 0) hide();
  }, 1000);
}
