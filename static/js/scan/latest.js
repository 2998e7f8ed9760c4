// The latest scans of this phone; the fresh ones can be taken back.
import { kindOf } from "./card.js";
import { timeOf } from "./judge.js";
import { latest, undo, UNDO_MS } from "./queue.js";
import { state, tell } from "./state.js";
import { byId, say } from "./texts.js";

export async function showLatest() {
  const items = await latest();
  byId("latest").replaceChildren(...items.map(row));
  byId("latest-none").hidden = items.length > 0;
}

function row(item) {
  const line = document.createElement("li");
  const text = document.createElement("span");
  const name = state.hidesNames ? say("name_hidden") : item.name || say("name_unknown");
  text.textContent = `${timeOf(item.at)} · ${name} · ${item.undone ? say("undone") : say(`word_${kindOf(item)}`)}`;
  line.append(text);
  if (item.result === "accepted" && !item.undone && Date.now() - item.at < UNDO_MS) line.append(takeBack(item));
  return line;
}

function takeBack(item) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-on-dark btn-small";
  button.textContent = say("undo");
  button.addEventListener("click", async () => {
    tell("undone", { isUndone: await undo(item.scan_uuid, say("undo_mistake")) });
    showLatest();
  });
  return button;
}
