// The words of the page: the server writes them into a data attribute in the reader's language.
export const page = document.getElementById("scan-app");
const texts = JSON.parse(page.dataset.texts);

export function say(key, values = {}) {
  const text = texts[key] === undefined ? key : texts[key];
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => (values[name] === undefined ? "" : values[name]));
}

// What to say about a reason; empty for one that a newer server may send.
export function sayReason(reason) {
  return texts[`reason_${reason}`] || texts.reason_unknown;
}

export const number = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);
export const byId = (id) => document.getElementById(id);

// A day of the server, 2026-12-06, as people here write it.
export function day(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  return new Intl.DateTimeFormat(document.documentElement.lang, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}
