// Fields of the panel: text to values and back, the error at the field, what was typed stays.
import { isCode, parse } from "./numbers.js";
import { showError } from "./reasons.js";

export class Fields {
  // `group` is the data attribute that names the fields: data-field, data-rows, data-hall …
  constructor(root, words, group) {
    this.words = words;
    this.group = group;
    this.all = new Map([...root.querySelectorAll(`[data-${group}]`)].map((field) => [field.dataset[group], field]));
  }

  get(name) {
    return this.all.get(name);
  }

  fail(field, text) {
    showError(field, document.getElementById(`${field.id}-error`), text);
  }

  clear(field) {
    if (field.hasAttribute("aria-invalid")) this.fail(field, "");
  }

  // Show a value; undefined stands for "different".
  show(field, value) {
    this.clear(field);
    if (field.type === "checkbox") {
      field.checked = value === true;
      field.indeterminate = value === undefined;
      return;
    }
    if (field.tagName === "SELECT") {
      field.value = value ?? "";
      if (value === undefined) field.selectedIndex = -1;
      return;
    }
    field.placeholder = value === undefined ? this.words.texts.mixed : "";
    field.value = field.dataset.number ? this.words.number(value) : (value ?? "");
  }

  // The value of a field, or undefined after an error was shown.
  read(field, { needed = false } = {}) {
    if (field.type === "checkbox") return field.checked;
    const text = field.value.trim();
    let [value, error] = [text, ""];
    if (needed && !text) error = this.words.say("needed");
    else if (field.dataset.number) {
      value = this.words.read(text);
      const { least, most, number: step } = field.dataset;
      const wrong = Number.isNaN(value) || (value !== null && (value < Number(least) || value > Number(most) || !fits(value, Number(step))));
      if (wrong) error = this.words.say("not_a_number", { least: this.words.number(Number(least)), most: this.words.number(Number(most)) });
    } else if (CODES[field.dataset[this.group]]) {
      value = text.toUpperCase();
      error = CODES[field.dataset[this.group]](value, this.words);
    }
    this.fail(field, error);
    return error ? undefined : value;
  }
}

const CODES = {
  code: (code, words) => (isCode(code) ? "" : words.say("not_a_code")),
  start: (code, words) => (!isCode(code) ? words.say("not_a_code") : parse(code) ? "" : words.say("not_a_start")),
};

function fits(value, step) {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-6;
}
