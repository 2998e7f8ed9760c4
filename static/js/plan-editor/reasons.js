// Before a booth of somebody changes its place or number: why? The reason travels with the change.
import { fillIn } from "../scene/announcer.js";

const TOUCHY = ["x", "y", "w", "h", "angle", "code", "hall"];
const MOST_NAMED = 8;

// The scene's guard: true at once when nobody is concerned, else a promise of the answer.
export function askReason(editor, label, operations) {
  const removed = operations.find((operation) => operation.op === "remove" && editor.isTaken(operation.item));
  if (removed) {
    editor.tell(fillIn(editor.words.texts.taken, { name: removed.item.code, state: editor.words.say(`state_${editor.stateOf(removed.item)}`) }));
    return false;
  }
  const concerned = operations.filter((operation) => {
    const item = operation.op === "set" && editor.scene.items.get(operation.id);
    return item && editor.isTaken(item) && TOUCHY.some((field) => field in operation.after);
  });
  const unexplained = concerned.filter((operation) => !editor.scene.items.get(operation.id).reason);
  return unexplained.length ? ask(editor, unexplained) : true;
}

function ask(editor, operations) {
  const [dialog, field] = [editor.part("reason"), editor.part("reason-text")];
  const error = document.getElementById("reason-text-error");
  const codes = operations.map((operation) => editor.scene.items.get(operation.id).code);
  editor.part("reason-booths").textContent = codes.slice(0, MOST_NAMED).join(", ") + (codes.length > MOST_NAMED ? " …" : "");
  field.value = "";
  showError(field, error, "");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const check = (event) => {
      if (event.submitter?.value !== "yes" || field.value.trim()) return;
      event.preventDefault();
      showError(field, error, editor.words.say("needed"));
      field.focus();
    };
    dialog.addEventListener("submit", check);
    dialog.addEventListener("close", () => {
      dialog.removeEventListener("submit", check);
      const agreed = dialog.returnValue === "yes";
      if (agreed) operations.forEach((operation) => addReason(operation, editor.scene.items.get(operation.id), field.value.trim()));
      editor.scene.host.focus();
      resolve(agreed);
    }, { once: true });
  });
}

function addReason(operation, item, reason) {
  operation.before.reason = item.reason ?? "";
  operation.after.reason = reason;
}

export function showError(field, place, text) {
  place.hidden = !text;
  place.textContent = text;
  if (text) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", place.id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}
