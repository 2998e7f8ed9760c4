// Free text survives a lost connection: fields in a form with data-draft="name" are kept in this browser until it is sent.
// Never passwords, files, hidden fields or anything marked data-no-draft.
const PREFIX = "draft:";
const DAYS_KEPT = 14;

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !field.hasAttribute("data-no-draft") &&
      (field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && /^(text|email|tel|search|url|number)$/.test(field.type))),
  );
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    return kept && Date.now() - kept.at < DAYS_KEPT * 86400000 ? kept : null;
  } catch {
    return null;
  }
}

function keep(form, key) {
  const values = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    const note = form.querySelector("[data-draft-saved]");
    if (note) {
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      note.textContent = note.dataset.draftSaved.replace("{time}", time);
    }
  } catch {
    // A full or forbidden storage must not stop anybody from typing.
  }
}

function restore(form, key) {
  const kept = read(key);
  if (!kept || form.querySelector(".field-wrong")) return; // what the server sent back is newer
  for (const field of fieldsOf(form)) {
    if (!field.value && kept.values[field.name]) field.value = kept.values[field.name];
  }
}

function restoreIn(root) {
  root.querySelectorAll?.("form[data-draft]").forEach((form) => restore(form, PREFIX + form.dataset.draft));
  // A page that follows a successful sending says which draft is done.
  root.querySelectorAll?.("[data-draft-done]").forEach((node) => localStorage.removeItem(PREFIX + node.dataset.draftDone));
}

function forgetAll() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => localStorage.removeItem(key));
}

export function keepDrafts() {
  const timers = new Map();
  restoreIn(document);
  document.addEventListener("htmx:afterSettle", (event) => restoreIn(event.target));
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-forget-drafts")) forgetAll(); // the next person at this machine is another
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form, PREFIX + form.dataset.draft), 800));
  });
}
