// Count visitors by taps where nobody shows a code.
import { dayOf, timeOf } from "./judge.js";
import { tap } from "./queue.js";
import { hear, serverNow, state } from "./state.js";
import * as store from "./store.js";
import { byId, number, say } from "./texts.js";

const TAPS_SHOWN = 8;
let total = null; // {day, sum}: what the server knew of this gate, and our taps since

async function add(delta) {
  const day = dayOf(serverNow());
  const before = (await current(day)).sum;
  if (before + delta < 0) return;
  total = { day, sum: before + delta };
  await store.setMeta("counted", total);
  showCount();
  if (navigator.vibrate) navigator.vibrate(30);
  note(delta);
  await tap(delta);
}

// The latest taps, so that a wrong one is seen and taken back by −1.
function note(delta) {
  const line = document.createElement("li");
  line.textContent = `${timeOf(serverNow())} · ${delta > 0 ? "+" : "−"}${Math.abs(delta)}`;
  byId("count-log").prepend(line);
  while (byId("count-log").children.length > TAPS_SHOWN) byId("count-log").lastChild.remove();
}

async function current(day) {
  if (!total) total = (await store.getMeta("counted")) || { day, sum: 0 };
  if (total.day !== day) total = { day, sum: 0 };
  return total;
}

export async function showCount() {
  if (!state.device) return;
  const { sum } = await current(dayOf(serverNow()));
  byId("count-total").textContent = number(sum);
  byId("count-note").textContent = say("count_note", { gate: state.device.gate });
}

hear("counted", async ({ gate_today: sum }) => {
  const waiting = (await store.all("taps")).reduce((all, item) => all + item.delta, 0);
  total = { day: dayOf(serverNow()), sum: sum + waiting };
  await store.setMeta("counted", total);
  showCount();
});

for (const button of document.querySelectorAll("[data-tap]")) button.addEventListener("click", () => add(Number(button.dataset.tap)));
