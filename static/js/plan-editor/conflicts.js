// Which of two changes stays: a line for each difference, mine and theirs side by side.
export function decideBy(editor) {
  const [dialog, body] = [editor.part("conflict"), editor.part("conflict-rows")];
  for (const button of dialog.querySelectorAll("[data-keep]")) {
    button.addEventListener("click", () => body.querySelectorAll(`input[value="${button.dataset.keep}"]`).forEach((box) => { box.checked = true; }));
  }
  // Nothing may be lost by Escape: one of the two stays only when somebody said so.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  return (differences, told) => {
    body.replaceChildren(...differences.map((difference, place) => line(editor, difference, place, told)));
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", function closed() {
        // A browser closes at the second Escape whatever we say.
        if (dialog.returnValue !== "done") return dialog.showModal();
        dialog.removeEventListener("close", closed);
        const mine = new Set(differences.filter((_, place) => body.querySelector(`input[name="keep-${place}"]:checked`).value === "mine"));
        editor.scene.host.focus();
        return resolve((difference) => mine.has(difference));
      });
    });
  };
}

function line(editor, difference, place, told) {
  const { words, scene } = editor;
  const { id, field, mine, theirs } = difference;
  const row = document.createElement("tr");
  const item = scene.items.get(id) ?? theirs ?? mine;
  const heard = told.find((other) => other.key === id);
  const head = cell("th", words.name(item));
  head.scope = "row";
  const whole = (value) => words.say(value ? "as_changed" : "removed");
  const show = (value) => (field ? words.value(field, value, scene.items) : whole(value));
  const by = heard ? words.say("by", { name: heard.by, time: heard.time }) : "";
  row.append(head, cell("td", words.field(field)), choice(place, "mine", show(mine), true), choice(place, "theirs", show(theirs), false, by));
  return row;
}

function cell(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}

function choice(place, value, text, checked, note = "") {
  const node = document.createElement("td");
  const label = document.createElement("label");
  label.className = "editor-choice";
  const box = document.createElement("input");
  Object.assign(box, { type: "radio", name: `keep-${place}`, value, checked, className: "form-check-input" });
  label.append(box, cell("span", text));
  if (note) {
    const small = cell("small", note);
    small.className = "muted";
    label.append(small);
  }
  node.append(label);
  return node;
}
