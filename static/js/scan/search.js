// Find a person by name, unit, end of phone or code, and let in who has no code.
import { askEvent, isOnline, Refused } from "./api.js";
import { keepGuest } from "./queue.js";
import { search } from "./snapshot.js";
import { byId, say } from "./texts.js";

const SHORTEST_HERE = 2;
const SHORTEST_THERE = 3;
let asked = 0;
let timer = null;

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
  if (form.dataset.busy) return; // pressed twice
  form.dataset.busy = "true";
  const body = Object.fromEntries(new FormData(form));
  try {
    const { person, number } = await keepGuest(body);
    form.reset();
    byId("walk-in").open = false;
    // Without a net the guest goes in with a number by hand; the phone registers and counts the entry later.
    const written = person ? { code: `${person.short_code.slice(0, 4)}-${person.short_code.slice(4)}`, name: person.holder.name } : { number, name: body.full_name };
    byId("walk-in-code").textContent = say(person ? "walk_in_code" : "walk_in_kept", written);
    if (!person) return;
    byId("search").value = "";
    list([], take, "");
    await take(person.short_code);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    wrong.textContent = error.message;
    wrong.hidden = false;
  } finally {
    delete form.dataset.busy;
  }
}
