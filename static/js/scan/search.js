// Find a person by name, unit, end of phone or code, and let in who has no code.
import { askEvent, isOnline, Refused } from "./api.js";
import { keepGuest } from "./queue.js";
import { search } from "./snapshot.js";
import * as store from "./store.js";
import { byId, say } from "./texts.js";

const SHORTEST_HERE = 2;
const SHORTEST_THERE = 3;
let asked = 0;
let timer = null;
let key = store.uuid();

export function startSearch(take) {
  const field = byId("search");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look(field.value, take), 150);
  });
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    look(field.value, take);
  });
  byId("walk-in-form").addEventListener("submit", (event) => {
    event.preventDefault();
    register(event.target, take);
  });
}

async function look(text, take) {
  asked += 1;
  const mine = asked;
  const here = text.trim().length >= SHORTEST_HERE ? search(text) : [];
  list(here, take, text);
  // The ends of phone numbers are known to the server only.
  if (here.length || text.trim().length < SHORTEST_THERE || !isOnline()) return;
  try {
    const answer = await askEvent(`search?q=${encodeURIComponent(text.trim())}`, { timeout: 5000 });
    if (mine === asked) list(answer.people.map((person) => ({ ...person, short: person.short_code })), take, text);
  } catch (_error) {
    // What the phone knows is on the screen.
  }
}

function list(people, take, text) {
  const rows = people.map((person) => {
    const row = document.createElement("li");
    const button = document.createElement("button");
    const name = document.createElement("b");
    const more = document.createElement("span");
    button.type = "button";
    button.className = "found";
    name.textContent = person.name;
    more.textContent = [person.unit, say(`category_${person.category}`), person.short].filter(Boolean).join(" · ");
    button.append(name, more);
    button.addEventListener("click", () => take(person.short));
    row.append(button);
    return row;
  });
  byId("found").replaceChildren(...rows);
  byId("found-none").hidden = rows.length > 0 || text.trim().length < SHORTEST_HERE;
}

async function register(form, take) {
  const wrong = byId("walk-in-error");
  wrong.hidden = true;
  const body = Object.fromEntries(new FormData(form));
  if (!isOnline()) return keepForLater(form, body);
  try {
    const guest = await askEvent("walk-ins", { body, headers: { "Idempotency-Key": key } });
    key = store.uuid();
    form.reset();
    byId("walk-in").open = false;
    byId("search").value = "";
    list([], take, "");
    byId("walk-in-code").textContent = say("walk_in_code", { code: `${guest.short_code.slice(0, 4)}-${guest.short_code.slice(4)}`, name: guest.holder.name });
    await take(guest.short_code);
  } catch (error) {
    if (!(error instanceof Refused)) return keepForLater(form, body);
    key = store.uuid();
    wrong.textContent = error.message;
    wrong.hidden = false;
  }
}

// Without a net the guest goes in with a number by hand; the phone registers and counts the entry later.
async function keepForLater(form, body) {
  const number = await keepGuest(body);
  form.reset();
  byId("walk-in").open = false;
  byId("walk-in-code").textContent = say("walk_in_kept", { number, name: body.full_name });
}
