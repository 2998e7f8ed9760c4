// The properties of the chosen element. Each field of the page says by data-field what it is and by data-kinds whose.
import { Colour } from "./colour.js";
import { Parts } from "./parts.js";

const SIDES = { x: "x", y: "y", width: "w", height: "h" };
const NUMBERS = new Set(["x", "y", "width", "height", "most", "least", "stroke", "radius", "image", "weight"]);

export class Panel {
  // `change(fields)` changes the chosen items.
  constructor(root, { change, leave }) {
    Object.assign(this, { root, change });
    this.fields = new Map([...root.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
    this.colours = [...root.querySelectorAll("[data-colour]")].map((box) => new Colour(box, (value) => change({ [box.dataset.colour]: value })));
    this.parts = new Parts(root.querySelector("[data-parts]"), (parts) => change({ parts }));
    this.only = [...root.querySelectorAll("[data-only]")];
    for (const [name, field] of this.fields) field.addEventListener("change", () => this.take(name, field));
    for (const box of this.only) box.addEventListener("change", () => this.change({ only: this.only.filter((one) => one.checked).map((one) => one.value) }));
    for (const select of root.querySelectorAll("[data-insert]")) select.addEventListener("change", () => this.insert(select));
    root.addEventListener("keydown", (event) => event.key === "Escape" && leave());
    root.addEventListener("focusin", ({ target }) => target.matches("[data-text]") && (this.lastText = target));
  }

  take(name, field) {
    if (field.type === "checkbox") return this.change({ [name]: field.checked });
    if (!NUMBERS.has(name)) return this.change({ [name]: field.value });
    const number = Number(String(field.value).replace(",", "."));
    if (field.value === "" || !Number.isFinite(number)) return this.show(this.items);
    return this.change({ [SIDES[name] ?? name]: number });
  }

  // Put a field in braces where the writing was.
  insert(select) {
    const field = this.lastText?.isConnected ? this.lastText : this.root.querySelector("[data-text]:not([hidden])");
    const text = `{${select.value}}`;
    select.selectedIndex = 0;
    if (!field || text === "{}") return;
    const at = field.selectionStart ?? field.value.length;
    field.value = `${field.value.slice(0, at)}${text}${field.value.slice(field.selectionEnd ?? at)}`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
    field.setSelectionRange(at + text.length, at + text.length);
  }

  show(items) {
    this.items = items;
    this.root.hidden = !items.length;
    if (!items.length) return;
    const kinds = new Set(items.map((item) => item.kind));
    for (const box of this.root.querySelectorAll("[data-kinds]")) box.hidden = ![...kinds].every((kind) => box.dataset.kinds.split(" ").includes(kind));
    for (const [name, field] of this.fields) this.fill(field, same(items, SIDES[name] ?? name));
    for (const colour of this.colours) colour.show(same(items, colour.name));
    for (const box of this.only) box.checked = items.every((item) => item.only.includes(box.value));
    this.parts.show(items.length === 1 && items[0].kind === "text" ? items[0].parts : null);
    this.root.querySelector("[data-title]").textContent = items.length === 1 ? items[0].id : String(items.length);
  }

  fill(field, value) {
    if (field === document.activeElement && field.dataset.dirty) return;
    if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value === undefined ? "" : typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
  }

  // Show at the fields what the server refused.
  faults(list) {
    for (const note of this.root.querySelectorAll(".field-error")) note.remove();
    for (const field of this.root.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    const id = this.items?.length === 1 ? this.items[0].id : "";
    for (const fault of list.filter((one) => one.element === id)) {
      const place = fault.field.match(/^parts\.(\d+)\.(\w+)$/);
      const field = place ? this.parts.field(Number(place[1]), place[2]) : this.fields.get(fault.field);
      if (!field) continue;
      field.setAttribute("aria-invalid", "true");
      const note = Object.assign(document.createElement("p"), { className: "field-error", textContent: fault.message });
      field.closest(".field, .designer-field")?.append(note);
    }
  }

  focus() {
    const first = [...this.root.querySelectorAll("input, select")].find((field) => field.offsetParent);
    first?.focus();
    first?.select?.();
  }
}

function same(items, name) {
  const [first] = items;
  return items.every((item) => item[name] === first[name]) ? first[name] : undefined;
}
