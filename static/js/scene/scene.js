// A scene: items in real units on an SVG, chosen, moved and changed by pointer, keys and calls; see docs/front-end.md, "Scenes".
import { align, copies, distribute, reorder, shift, turnAll } from "./arrange.js";
import { Announcer, fillIn } from "./announcer.js";
import { Camera } from "./camera.js";
import { Drawing, svgNode } from "./drawing.js";
import { union } from "./geometry.js";
import { History } from "./history.js";
import { Keys } from "./keys.js";
import { apply, setting } from "./operations.js";
import { DEFAULTS } from "./options.js";
import { Overlay } from "./overlay.js";
import { Pointer } from "./pointer.js";

const SNAP_PX = 8;

export class Scene extends EventTarget {
  // `host` is an element with a size, focusable and named by the page; `options` as above and draw(item, scale).
  constructor(host, options) {
    super();
    this.host = host;
    this.options = { ...DEFAULTS, ...options };
    this.items = new Map();
    this.selected = new Set();
    this.history = new History();
    this.tool = null;
    this.snaps = true;
    this.holdsSpace = false;
    host.classList.add("scene");
    const picture = svgNode("svg", { class: "scene-picture", "aria-hidden": "true" });
    const over = svgNode("svg", { class: "scene-over", "aria-hidden": "true" });
    const region = document.createElement("div");
    region.className = "visually-hidden";
    region.setAttribute("aria-live", "polite");
    host.append(picture, over);
    host.after(region);
    this.announcer = new Announcer(region);
    this.camera = new Camera(host, picture, this.options.scale, () => this.seen());
    this.drawing = new Drawing(picture, this.options);
    this.overlay = new Overlay(over, this.camera);
    this.pointer = new Pointer(this);
    this.keys = new Keys(this);
    new ResizeObserver(() => this.camera.measure()).observe(host);
    this.camera.measure();
  }

  // ---- reading

  list() {
    return [...this.items.values()];
  }

  visible() {
    return this.list().filter((item) => this.options.isVisible(item));
  }

  chosen() {
    return [...this.selected].map((id) => this.items.get(id)).filter(Boolean);
  }

  tabOrder() {
    return this.options.tabOrder(this.visible().filter((item) => this.options.isChoosable(item)));
  }

  // What a moving item may come to rest at: what is in sight, and the edges of the area.
  neighbours(without) {
    const ids = new Set(without.map((item) => item.id));
    const { x, y, w, h } = this.camera.seen;
    const near = (item) => item.x < x + w && item.y < y + h && item.x + item.w > x && item.y + item.h > y;
    const area = this.options.area();
    return [...this.visible().filter((item) => !ids.has(item.id) && near(item)), ...(area ? [area] : [])];
  }

  snap() {
    return this.snaps ? { grid: this.options.grid, tolerance: SNAP_PX / this.camera.pixels } : { grid: 0, tolerance: 0 };
  }

  abilities(item) {
    return { resizable: this.options.canResize(item), turnable: this.options.canTurn(item) };
  }

  // ---- writing

  // Replace everything; history and selection start anew.
  load(items) {
    this.items = new Map(items.map((item) => [item.id, item]));
    this.selected = new Set();
    this.history.clear();
    this.drawing.fill(items);
    this.showFrame();
    this.emit("selection", { ids: [] });
    this.emit("history", this.steps());
  }

  // The one way to change by hand. `changes` is [[item, {field: value}], …]; `operations` for add and remove.
  change(label, changes, { operations = [], merge = "" } = {}) {
    const wanted = [...changes.map(([item, after]) => setting(item, after)).filter(Boolean), ...operations];
    if (!wanted.length) return false;
    const allowed = this.options.guard(label, wanted);
    if (allowed instanceof Promise) {
      return allowed.then((yes) => Boolean(yes) && this.carryOut(label, wanted, { merge }));
    }
    return Boolean(allowed) && this.carryOut(label, wanted, { merge });
  }

  carryOut(label, operations, { merge = "" } = {}) {
    const done = this.put(operations);
    if (!done.length) return false;
    this.history.push(label, done, { merge });
    this.tell(label, done, "user");
    return true;
  }

  // What came from elsewhere (the server, a colleague): shown, not in the history, told with source "remote".
  applyRemote(operations) {
    const done = this.put(operations);
    if (done.length) this.emit("change", { label: "remote", operations: done, source: "remote" });
    return done;
  }

  put(operations) {
    const done = apply(this.items, operations);
    this.drawing.update(this.items, done);
    const left = [...this.selected].filter((id) => this.items.has(id));
    if (left.length !== this.selected.size) this.select(left);
    else this.showFrame();
    return done;
  }

  tell(label, operations, source) {
    this.emit("change", { label, operations, source });
    this.emit("history", this.steps());
    this.say(label, { count: new Set(operations.map((operation) => operation.id ?? operation.item.id)).size });
  }

  undo() {
    this.step(this.history.undo(), "undo");
  }

  redo() {
    this.step(this.history.redo(), "redo");
  }

  step(found, source) {
    if (!found) return this.say("nothing");
    const done = this.put(found.operations);
    this.emit("change", { label: found.label, operations: done, source });
    this.emit("history", this.steps());
    return this.say(source, { label: this.options.texts[found.label] ? fillIn(this.options.texts[found.label], { count: done.length }) : found.label });
  }

  steps() {
    return { undo: this.history.done.length, redo: this.history.undone.length };
  }

  // ---- verbs on the selection

  add(items, label = "add") {
    const done = this.change(label, [], { operations: items.map((item) => ({ op: "add", item })) });
    if (done === true) this.select(items.map((item) => item.id));
    return done;
  }

  set(fields, label = "edit", items = this.chosen()) {
    return this.change(label, items.map((item) => [item, typeof fields === "function" ? fields(item) : fields]));
  }

  removeChosen() {
    const items = this.able(this.options.canRemove);
    return this.change("remove", [], { operations: items.map((item) => ({ op: "remove", item })) });
  }

  nudge(stepsX, stepsY) {
    const step = this.options.grid || this.options.precision;
    const items = this.able(this.options.canMove);
    const merge = `nudge ${items.map((item) => item.id).join(" ")}`;
    return this.change("move", shift(items, stepsX * step, stepsY * step, this.options.precision), { merge });
  }

  align(side) {
    return this.change("align", align(this.movable(), side, this.options.precision));
  }

  distribute(axis) {
    return this.change("distribute", distribute(this.movable(), axis, this.options.precision));
  }

  turnChosen(degrees) {
    const items = this.able(this.options.canTurn);
    return items.length ? this.change("turn", turnAll(items, degrees, this.options.precision)) : false;
  }

  duplicateChosen() {
    const offset = this.options.grid || this.options.least;
    const made = copies(this.chosen(), this.options.newId, offset, this.options.precision).map((item) => this.options.copy(item));
    return made.length ? this.add(made, "duplicate") : false;
  }

  reorder(way) {
    return this.selected.size && this.options.isOrdered ? this.change("order", reorder(this.list(), this.chosen(), way)) : false;
  }

  lock(locked) {
    return this.set({ locked }, locked ? "lock" : "unlock");
  }

  movable() {
    return this.able(this.options.canMove);
  }

  // The chosen items that may be changed so; tells when all of them are locked.
  able(test) {
    const items = this.chosen().filter((item) => test(item));
    if (!items.length && this.selected.size) this.tellLocked();
    return items;
  }

  tellLocked() {
    const count = this.selected.size;
    this.say("locked", { count });
    this.emit("locked", { count });
  }

  // ---- selection, sight, tools

  select(ids) {
    const next = new Set([...ids].filter((id) => this.items.has(id)));
    const same = next.size === this.selected.size && [...next].every((id) => this.selected.has(id));
    this.selected = next;
    if (next.size === 1) [this.keys.current] = next;
    if (!next.size) this.keys.kept.clear();
    this.drawing.choose(next);
    this.showFrame();
    if (same) return;
    this.emit("selection", { ids: [...next] });
    if (next.size === 1) this.announcer.say(this.options.describe(this.chosen()[0]));
    else this.say(next.size ? "selected" : "unselected", { count: next.size });
  }

  toggle(id) {
    this.select(this.selected.has(id) ? [...this.selected].filter((other) => other !== id) : [...this.selected, id]);
  }

  selectAll() {
    this.select(this.tabOrder().map((item) => item.id));
  }

  showFrame() {
    const items = this.chosen();
    if (items.length === 1) return this.overlay.showFrame(items[0], this.abilities(items[0]));
    const turnable = items.length > 1 && items.some((item) => this.options.canTurn(item));
    return this.overlay.showFrame(union(items), { turnable });
  }

  // After layers or drawing options changed.
  redraw() {
    this.drawing.redraw(this.items.values());
    this.select([...this.selected].filter((id) => this.options.isVisible(this.items.get(id))));
  }

  fit() {
    this.camera.fit(this.options.area() ?? union(this.list()));
  }

  zoom(factor) {
    this.camera.zoom(factor);
  }

  pan(dx, dy) {
    this.camera.pan(dx, dy);
  }

  reveal(ids) {
    const box = union(ids.map((id) => this.items.get(id)).filter(Boolean));
    if (box) this.camera.reveal(box);
  }

  // A tool takes the pointer until it is set back to null: {cursor, start(point, event) → gesture, click, hover, leave, arrow, enter, end}.
  setTool(tool) {
    this.tool?.end?.();
    this.tool = tool;
    this.host.dataset.tool = tool?.cursor ?? "";
    this.emit("tool", { tool });
  }

  seen() {
    this.showFrame();
    this.emit("view", { pixels: this.camera.pixels });
  }

  say(key, values = {}) {
    const text = this.options.texts[key];
    if (text) this.announcer.say(fillIn(text, values));
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
