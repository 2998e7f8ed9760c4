// The paragraphs of a text, each with its size, weight and colour.
import { Colour } from "./colour.js";

const NUMBERS = new Set(["most", "least", "lines", "weight"]);
const MOST = 8;

export class Parts {
  // `box` holds a <template> of one paragraph and a button that adds one.
  constructor(box, change) {
    Object.assign(this, { box, change });
    this.list = box.querySelector("[data-list]");
    this.template = box.querySelector("template");
    this.more = box.querySelector("[data-act=add-part]");
    this.more.addEventListener("click", () => this.add());
    this.parts = [];
  }

  show(parts) {
    this.box.hidden = !parts;
    if (!parts || JSON.stringify(parts) === JSON.stringify(this.parts)) return;
    const focused = this.focused();
    this.parts = parts;
    this.list.replaceChildren(...parts.map((part, place) => this.row(part, place)));
    this.more.hidden = parts.length >= MOST;
    if (focused) this.field(...focused)?.focus();
  }

  focused() {
    const rows = [...this.list.children];
    const place = rows.findIndex((row) => row.contains(document.activeElement));
    const name = document.activeElement?.dataset?.part;
    return place >= 0 && name ? [place, name] : null;
  }

  row(part, place) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("legend").textContent += ` ${place + 1}`;
    for (const field of row.querySelectorAll("[data-part]")) {
      const name = field.dataset.part;
      field.value = String(part[name]);
      field.addEventListener("change", () => this.take(place, name, field));
    }
    const colour = new Colour(row.querySelector("[data-part-colour]"), (value) => this.set(place, { colour: value }));
    colour.show(part.colour);
    const remove = row.querySelector("[data-act=remove-part]");
    remove.hidden = this.parts.length < 2;
    remove.addEventListener("click", () => this.change(this.parts.filter((_part, other) => other !== place)));
    return row;
  }

  take(place, name, field) {
    const value = NUMBERS.has(name) ? Number(field.value.replace(",", ".")) : field.value;
    if (NUMBERS.has(name) && !Number.isFinite(value)) return;
    this.set(place, { [name]: value });
  }

  set(place, fields) {
    this.change(this.parts.map((part, other) => (other === place ? { ...part, ...fields } : part)));
  }

  add() {
    const last = this.parts.at(-1);
    this.change([...this.parts, { ...last, text: "{unit}", weight: 400 }]);
    this.field(this.parts.length - 1, "text")?.focus();
  }

  field(place, name) {
    return this.list.children[place]?.querySelector(`[data-part=${name}]`);
  }
}
