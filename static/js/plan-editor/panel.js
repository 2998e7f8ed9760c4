// The properties of what is selected, one or many: every change that a drag makes can be typed here.
import { Fields } from "./fields.js";
import { nextFree, parse, renumber } from "./numbers.js";
import { mergedBox, parts } from "./merging.js";
import { calibration } from "./calibration.js";
import { newKey } from "./document.js";

// Fields that may be empty; all others keep their value instead.
const EMPTY = new Set(["height_limit", "power_kw", "height", "label", "price_group"]);
const LEAST_BOOTH_M = 0.5;

export class Panel {
  constructor(editor) {
    this.editor = editor;
    this.root = editor.root.querySelector(".editor-panel");
    this.fields = new Fields(this.root, editor.words, "field");
    this.numbers = new Fields(this.root, editor.words, "numbers");
    this.split = new Fields(this.root, editor.words, "split");
    this.scale = new Fields(this.root, editor.words, "scale");
    for (const [name, field] of this.fields.all) {
      field.addEventListener("change", () => this.change(name, field));
      field.addEventListener("keydown", (event) => this.key(event, field));
    }
  }

  focus() {
    const first = [...this.root.querySelectorAll("[data-part=chosen] [data-field]")].find((field) => field.offsetParent);
    first?.focus();
    first?.select?.();
  }

  // Escape gives the old value back and goes to the plan; Enter takes the new one.
  key(event, field) {
    if (event.key === "Enter" && field.tagName === "INPUT") {
      event.preventDefault();
      field.dispatchEvent(new Event("change"));
    } else if (event.key === "Escape") {
      this.show();
      this.editor.scene.host.focus();
    }
  }

  show() {
    const { editor } = this;
    const items = editor.scene.chosen();
    const rows = editor.rows.isOn;
    editor.part("chosen").hidden = rows || !items.length;
    editor.part("hall").hidden = rows || items.length > 0 || !editor.halls.here();
    editor.part("rows").hidden = !rows;
    if (!items.length || rows) return editor.halls.showPanel();
    const types = new Set(items.map((item) => item.type));
    const only = (type) => types.size === 1 && types.has(type);
    for (const wrapper of this.root.querySelectorAll("[data-part=chosen] .editor-fields:first-of-type > .plan-field, [data-part=chosen] > .editor-fields > .plan-field")) {
      wrapper.hidden = ![...types].every((type) => wrapper.dataset.types.split(" ").includes(type));
    }
    this.fill(items);
    editor.part("many-acts").hidden = items.length < 2;
    editor.part("booth-acts").hidden = !only("booth");
    editor.part("merge-acts").hidden = !only("booth") || items.length > 20;
    editor.part("background-acts").hidden = !only("background") || items.length > 1;
    this.mergeError("");
    return undefined;
  }

  fill(items) {
    const { editor } = this;
    const { words } = editor;
    const first = items[0];
    const title = items.length === 1 ? words.name(first) : words.say("many", { count: items.length });
    editor.part("chosen-title").textContent = title;
    const states = [...new Set(items.map((item) => editor.stateOf(item)).filter(Boolean))].map((state) => words.say(`state_${state}`));
    const area = items.reduce((sum, item) => sum + (item.type === "booth" ? item.w * item.h : 0), 0);
    editor.part("chosen-note").textContent = [area ? words.say("area", { area: words.number(area) }) : "", ...states].filter(Boolean).join(", ");
    for (const [name, field] of this.fields.all) {
      if (field === document.activeElement && field.hasAttribute("aria-invalid")) continue;
      if (field.parentElement.closest(".plan-field").hidden) continue;
      const of = (item) => item[name === "object_kind" ? "kind" : name] ?? (name === "locked" ? false : null);
      const value = items.every((item) => of(item) === of(first)) ? of(first) : undefined;
      this.fields.show(field, value);
      // One code for many booths cannot be.
      if (name === "code") field.disabled = items.length > 1;
    }
  }

  change(name, field) {
    const { editor } = this;
    const items = editor.scene.chosen();
    const value = this.fields.read(field, { needed: name === "zone" });
    if (value === undefined || (value === null && !EMPTY.has(name))) {
      if (value === null) this.fields.show(field, items[0]?.[name]);
      return;
    }
    if (name === "code" && value !== items[0].code && editor.usedCodes().has(value)) {
      this.fields.fail(field, editor.words.say("code_twice", { code: value }));
      return;
    }
    const stuck = items.filter((item) => item.locked && ["x", "y", "w", "h", "angle", "hall"].includes(name)).length;
    if (stuck) {
      this.fields.fail(field, editor.words.say("locked", { count: stuck }));
      return;
    }
    const key = name === "object_kind" ? "kind" : name;
    const done = editor.scene.set({ [key]: value }, name === "locked" ? (value ? "lock" : "unlock") : "edit");
    // After "no" in a question the field shows what is still true.
    Promise.resolve(done).then((yes) => {
      if (!yes) this.show();
      else if (key === "hall") editor.halls.follow(items.map((item) => item.id), value);
    });
  }

  // ---- acts

  number() {
    const { editor } = this;
    const start = this.numbers.read(this.numbers.get("start"), { needed: true });
    const step = this.numbers.read(this.numbers.get("step"), { needed: true });
    if (start === undefined || step === undefined) return;
    const items = editor.scene.chosen();
    const made = renumber(items, { start, step, serpentine: this.numbers.get("serpentine").checked });
    const others = new Set(editor.booths().filter((item) => !editor.scene.selected.has(item.id)).map((item) => item.code));
    const double = made.find(([, code]) => others.has(code));
    const long = made.find(([, code]) => code.length > 12);
    if (double || long) {
      const text = double ? editor.words.say("code_twice", { code: double[1] }) : editor.words.say("not_a_code");
      this.numbers.fail(this.numbers.get("start"), text);
      return;
    }
    editor.scene.change("number", made.map(([item, code]) => [item, { code }]));
  }

  // Booths that are locked or of somebody stay as they are.
  free(items) {
    const { editor } = this;
    const locked = items.filter((item) => item.locked).length;
    if (locked) {
      this.mergeError(editor.words.say("locked", { count: locked }));
      return false;
    }
    const taken = items.find((item) => editor.isTaken(item));
    if (taken) this.mergeError(editor.words.say("taken", { name: taken.code, state: editor.words.say(`state_${editor.stateOf(taken)}`) }));
    return !taken;
  }

  mergeError(text) {
    const place = this.editor.part("merge-error");
    place.hidden = !text;
    place.textContent = text;
    if (text) this.editor.scene.announcer.say(text);
  }

  merge() {
    const { scene, words } = this.editor;
    const items = scene.chosen().sort((one, other) => one.y - other.y || one.x - other.x);
    const box = mergedBox(items);
    if (!box) return this.mergeError(words.say("not_mergeable"));
    if (!this.free(items)) return undefined;
    const [first, ...rest] = items;
    const sides = Math.max(...items.map((item) => item.open_sides ?? 1));
    scene.change("merge", [[first, { ...box, open_sides: sides }]], { operations: rest.map((item) => ({ op: "remove", item })) });
    scene.select([first.id]);
    return undefined;
  }

  splitUp() {
    const { editor } = this;
    const { scene, words } = editor;
    const [item, more] = scene.chosen();
    const count = this.split.read(this.split.get("parts"), { needed: true });
    if (count === undefined) return undefined;
    if (more || item.angle) return this.mergeError(words.say("not_splittable"));
    if (!this.free([item])) return undefined;
    const boxes = parts(item, count);
    if (boxes.some((box) => Math.min(box.w, box.h) < LEAST_BOOTH_M)) return this.mergeError(words.say("too_small"));
    const used = new Set(editor.usedCodes());
    const added = boxes.slice(1).map((box) => {
      const code = nextFree(parse(item.code) && item.code.includes("-") ? item.code : `${item.code}-2`, used);
      used.add(code);
      const { id: _old, reason: _why, ...rest } = item;
      return { ...rest, ...box, id: newKey(), code };
    });
    scene.change("split", [[item, boxes[0]]], { operations: added.map((made) => ({ op: "add", item: made })) });
    scene.select([item.id, ...added.map((made) => made.id)]);
    return undefined;
  }

  calibrate() {
    const { editor } = this;
    const length = this.scale.read(this.scale.get("length"), { needed: true });
    const [item] = editor.scene.chosen();
    if (length !== undefined && item) editor.scene.setTool(calibration(editor, item, length));
  }
}
