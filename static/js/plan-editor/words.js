// Values and items in the reader's words and numbers.
import { fillIn } from "../scene/announcer.js";

export class Words {
  constructor(texts, language) {
    Object.assign(this, { texts, language });
    this.comma = language !== "en";
  }

  say(key, values = {}) {
    return fillIn(this.texts[key] ?? key, values);
  }

  // 3.5 as it is written here, without thousands: it must fit back into a field.
  number(value) {
    if (value === null || value === undefined) return "";
    const text = String(Math.round(value * 100) / 100);
    return this.comma ? text.replace(".", ",") : text;
  }

  // What was typed as a number; NaN when it is none, null when it is empty.
  read(text) {
    const plain = text.trim().replace(",", ".");
    if (!plain) return null;
    return /^-?\d{1,6}(\.\d{1,9})?$/.test(plain) ? Number(plain) : NaN;
  }

  name(item) {
    if (item.type === "booth") return item.code;
    if (item.type === "hall") return item.name;
    if (item.type === "background") return this.texts.background;
    return item.label || this.kind(item.kind);
  }

  kind(kind) {
    return this.texts[`kind_${kind}`] ?? kind;
  }

  describe(item, more = []) {
    const number = (value) => this.number(value);
    const place = this.say("described", { name: this.name(item), width: number(item.w), depth: number(item.h), x: number(item.x), y: number(item.y) });
    return [place, ...(item.locked ? [this.texts.described_locked] : []), ...more].join(", ");
  }

  // A field's value for a list of differences.
  value(field, value, items) {
    if (value === null || value === undefined || value === "") return this.texts.none;
    if (value === true || value === false) return this.texts[value ? "yes" : "no"];
    if (field === "hall") return items.get(value)?.name ?? value;
    if (field === "kind") return this.kind(value);
    if (field === "audience") return this.texts[`audience_${value}`] ?? value;
    return typeof value === "number" ? this.number(value) : String(value);
  }

  field(field) {
    return field ? (this.texts[`field_${field}`] ?? field) : this.texts.whole;
  }
}
