// The plan editor: one scene with the items of all halls, one of which is shown; panels, tools and the saver around it.
import { Scene } from "../scene/scene.js";
import { askReason } from "./reasons.js";
import { decideBy } from "./conflicts.js";
import { newKey } from "./document.js";
import { draw, patterns } from "./shapes.js";
import { HallPanel } from "./halls.js";
import { Layers } from "./layers.js";
import { nextFree, readingOrder } from "./numbers.js";
import { Panel } from "./panel.js";
import { Problems } from "./problems.js";
import { RowTool } from "./row-tool.js";
import { Saver, storeOf } from "./saver.js";
import { Toolbox } from "./tools.js";
import { Words } from "./words.js";
import { invert } from "../scene/operations.js";

const SCALE = 10; // drawn in decimetres
const GRID_M = 0.5;
// With fewer pixels a metre than this nobody can read a code, and 3,000 of them cost time.
const READABLE_PX = 4;

export class Editor {
  constructor(root) {
    this.root = root;
    this.words = new Words(JSON.parse(root.dataset.texts), document.documentElement.lang);
    this.hall = null;
    this.states = {};
    this.images = {};
    this.used = null;
    this.layers = new Layers(this);
    this.problems = new Problems(this);
    this.scene = this.makeScene();
    this.scene.drawing.under.append(patterns());
    const store = storeOf(root.dataset.owner);
    const { base, csrf, event } = root.dataset;
    this.saver = new Saver({ url: `${base}/draft.json`, csrf, event, store, scene: this.scene, decide: decideBy(this) });
    this.halls = new HallPanel(this);
    this.rows = new RowTool(this);
    this.panel = new Panel(this);
    this.toolbox = new Toolbox(this);
    this.listen();
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  makeScene() {
    const { words } = this;
    const movable = (item) => !item.locked && item.type !== "hall";
    return new Scene(this.part("scene"), {
      scale: SCALE,
      grid: GRID_M,
      least: 0.05,
      isOrdered: false,
      texts: words.texts,
      draw: (item, scale) => draw(item, scale, this),
      describe: (item) => words.describe(item, this.stateOf(item) ? [words.texts[`state_${this.stateOf(item)}`]] : []),
      area: () => this.scene?.items.get(this.hall) ?? null,
      isVisible: (item) => this.isHere(item) && this.layers.shows(item),
      isChoosable: (item) => item.type !== "hall" && !(item.type === "background" && item.locked) && this.isHere(item) && this.layers.shows(item),
      canMove: movable,
      canResize: movable,
      canTurn: movable,
      keepsRatio: (item) => item.type === "background",
      tabOrder: (items) => [...readingOrder(items.filter((item) => item.type === "booth")), ...items.filter((item) => item.type !== "booth")],
      newId: newKey,
      copy: (item) => this.copyOf(item),
      guard: (label, operations) => askReason(this, label, operations),
    });
  }

  listen() {
    const { scene, saver } = this;
    scene.addEventListener("change", ({ detail }) => {
      this.used = null;
      if (detail.source !== "remote") saver.add(detail.operations);
      if (detail.source === "user") this.tell("");
      this.follow(detail);
      this.halls.changed(detail.operations);
      this.panel.show();
      this.rows.check();
    });
    scene.addEventListener("selection", () => this.panel.show());
    // The scene has said it already.
    scene.addEventListener("locked", ({ detail }) => this.tell(this.words.say("locked", detail), false));
    scene.addEventListener("view", ({ detail }) => scene.host.classList.toggle("is-far", detail.pixels < READABLE_PX));
    scene.addEventListener("open", () => this.panel.focus());
    saver.addEventListener("state", ({ detail }) => this.saved(detail));
    document.addEventListener("click", (event) => this.leave(event));
  }

  // Before another page of the plan is opened, what waits is sent; without a connection the browser asks instead.
  leave(event) {
    const link = event.target.closest?.("#publish, #plan-tabs a");
    if (!link || !this.saver.isWaiting() || this.saver.tries || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.saver.flush().then(() => location.assign(link.href));
  }

  async start() {
    this.root.hidden = false;
    try {
      const draft = await this.saver.load();
      this.take(draft);
    } catch {
      this.tell(this.words.say("loading_failed"));
    }
  }

  take(draft) {
    this.states = draft.states;
    this.images = draft.images;
    this.halls.load(draft);
    this.problems.show(draft.problems);
    this.saved({ type: draft.revision ? "saved" : "unchanged", time: draft.saved_time });
    this.saver.takeUp();
    this.panel.show();
  }

  // ---- what the drawing asks

  isHere(item) {
    return (item.type === "hall" ? item.id : item.hall) === this.hall;
  }

  stateOf(item) {
    return this.states[item.id];
  }

  isTaken(item) {
    return item.type === "booth" && ["held", "taken"].includes(this.states[item.id]);
  }

  hasProblem(item) {
    return this.problems?.has(item.id);
  }

  imageOf(item) {
    // A colleague may have laid it after this page was loaded.
    return this.images[item.image] ?? { url: `${this.root.dataset.base}/backgrounds/${item.image}`, name: "" };
  }

  get technical() {
    return this.layers.isOn("technicians");
  }

  word(kind) {
    return this.words.kind(kind);
  }

  // ---- what several parts need

  booths() {
    return this.scene.list().filter((item) => item.type === "booth");
  }

  usedCodes() {
    this.used ??= new Set(this.booths().map((item) => item.code));
    return this.used;
  }

  copyOf(item) {
    if (item.type !== "booth") return item;
    const code = nextFree(item.code, this.usedCodes());
    this.used.add(code);
    const { id: _old, revision: _seen, reason: _why, ...rest } = item;
    return { ...rest, id: item.id, code };
  }

  // Undo may change what lies in another hall: show that one.
  follow({ operations, source }) {
    if (source !== "undo" && source !== "redo") return;
    const items = operations.map((operation) => this.scene.items.get(operation.id ?? operation.item.id)).filter(Boolean);
    const hall = items.find((item) => item.type !== "hall")?.hall;
    if (hall && hall !== this.hall && !items.some((item) => this.isHere(item))) this.halls.open(hall);
  }

  tell(text, urgent = true) {
    const place = this.part("message");
    place.hidden = !text;
    place.textContent = text;
    if (text && urgent) this.scene.announcer.say(text);
  }

  saved(detail) {
    const place = this.part("state");
    const { words } = this;
    switch (detail.type) {
      case "problems": return this.problems.show(detail.problems);
      case "restored": case "colleague": return this.tell(words.say(detail.type, detail), false);
      case "refused":
        this.scene.applyRemote(invert(detail.wrong));
        return this.tell(words.say("refused", detail));
      case "saved":
        if (detail.time) place.textContent = words.say("saved", detail);
        else if (place.dataset.state !== "saved") place.textContent = place.dataset.last ?? "";
        place.dataset.last = place.textContent;
        break;
      default: place.textContent = words.say(detail.type, detail);
    }
    place.dataset.state = detail.type;
    return undefined;
  }
}
