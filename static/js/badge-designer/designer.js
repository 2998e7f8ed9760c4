// The scene of a badge with its tools: what is drawn comes from the server, so it is what the paper gets.
import { svgNode } from "../scene/drawing.js";
import { Scene } from "../scene/scene.js";
import { freeId, titleOf, toItem, toItems, toLayout } from "./document.js";
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { Server } from "./server.js";

export class Designer {
  constructor(root) {
    this.root = root;
    this.setup = JSON.parse(root.dataset.setup);
    this.texts = this.setup.texts;
    this.layout = this.setup.layout;
    this.side = "front";
    this.issued = [];
    this.pictures = new Pictures();
    this.person = root.querySelector("[data-person]");
    this.code = root.querySelector("[data-code]");
  }

  part(name) {
    return this.root.querySelector(`[data-is=${name}]`);
  }

  start() {
    this.root.hidden = false;
    document.getElementById("design-preview")?.remove();
    document.getElementById("design-table")?.classList.add("is-second");
    this.scene = new Scene(this.part("scene"), {
      grid: 0.5,
      precision: 0.1,
      least: 1,
      texts: this.texts,
      area: () => this.page(),
      draw: (item) => this.pictures.nodes(item),
      describe: (item) => titleOf(item, this.setup),
      isVisible: (item) => item.side === this.side,
      isChoosable: (item) => item.side === this.side,
      canTurn: () => false,
      newId: (item) => freeId([...this.scene.list(), ...this.issued], item.kind, this.issued),
    });
    this.server = new Server({
      ...this.setup,
      csrf: this.root.dataset.csrf,
      layout: () => toLayout(this.layout, this.scene.list()),
      person: () => this.chosenPerson(),
    });
    this.panel = new Panel(this.part("panel"), { change: (fields) => this.scene.set(fields), leave: () => this.scene.host.focus() });
    this.listen();
    this.show(this.layout);
    this.scene.fit();
    this.server.redraw(0);
  }

  listen() {
    const { scene, server } = this;
    scene.addEventListener("change", ({ detail }) => detail.source !== "remote" && this.changed());
    scene.addEventListener("selection", () => this.panel.show(scene.chosen()));
    scene.addEventListener("open", () => this.panel.focus());
    scene.addEventListener("history", ({ detail }) => {
      this.act("undo").disabled = !detail.undo;
      this.act("redo").disabled = !detail.redo;
    });
    server.addEventListener("picture", ({ detail }) => this.picture(detail));
    server.addEventListener("faults", ({ detail }) => this.faults(detail));
    server.addEventListener("state", ({ detail }) => this.state(detail));
    server.addEventListener("conflict", ({ detail }) => this.conflict(detail));
    this.root.addEventListener("click", ({ target }) => this.click(target.closest("[data-act], [data-add], [data-side], [data-choose]")));
    this.person.addEventListener("change", () => {
      this.part("code-field").hidden = this.person.value !== "code";
      server.redraw(0);
    });
    this.code.addEventListener("change", () => server.redraw(0));
  }

  chosenPerson() {
    return this.person.value === "code" ? this.code.value : this.person.value;
  }

  act(name) {
    return this.root.querySelector(`[data-act=${name}]`);
  }

  page() {
    return { x: 0, y: 0, w: this.layout.width, h: this.layout.height };
  }

  // Show a layout as if it had just been opened.
  show(layout) {
    this.layout = layout;
    const { w, h } = this.page();
    this.scene.drawing.under.replaceChildren(svgNode("rect", { width: w, height: h, class: "designer-page" }));
    this.scene.load(toItems(layout));
    this.panel.show([]);
  }

  changed() {
    this.panel.show(this.scene.chosen());
    this.server.changed();
  }

  click(button) {
    if (!button) return;
    const { act, add, side, choose } = button.dataset;
    if (add) this.add(add);
    else if (choose) this.choose(choose);
    else if (side) this.turn(side);
    else if (ACTS[act]) ACTS[act](this.scene, this);
  }

  add(kind) {
    const fresh = this.setup.fresh[kind];
    if (kind === "image" && !this.setup.images.length) return this.say(this.texts.no_image);
    const element = { ...fresh, id: freeId(this.scene.list(), kind), ...(kind === "image" ? { image: this.setup.images[0].id } : {}) };
    const order = Math.max(-1, ...this.scene.list().map((item) => item.order)) + 1;
    this.scene.add([toItem(element, this.side, order)]);
    return this.scene.host.focus();
  }

  turn(side) {
    this.side = side;
    for (const button of this.root.querySelectorAll("[data-side]")) button.setAttribute("aria-pressed", String(button.dataset.side === side));
    this.scene.select([]);
    this.scene.redraw();
  }

  choose(id) {
    const item = this.scene.items.get(id);
    if (!item) return;
    if (item.side !== this.side) this.turn(item.side);
    this.scene.select([id]);
    this.panel.focus();
  }

  // Bring what is chosen to the other side.
  swap() {
    const other = this.side === "front" ? "back" : "front";
    if (this.scene.set({ side: other })) this.turn(other);
  }

  picture({ elements, troubles, person, layout }) {
    this.pictures.take(elements, layout);
    this.scene.drawing.redraw(this.scene.list());
    this.part("who").textContent = person;
    this.panel.faults([]);
    this.notes(troubles.map((one) => ({ element: one.element, message: [one.message, one.detail].filter(Boolean).join(" · ") })));
  }

  faults(list) {
    this.panel.faults(list);
    this.notes(list.map((one) => ({ element: one.element, message: [one.field, one.message].filter(Boolean).join(": ") })), true);
  }

  // What is wrong, each with a way to its element.
  notes(list, isRefused = false) {
    const box = this.part("notes");
    box.classList.toggle("is-refused", isRefused);
    box.hidden = !list.length;
    this.part("note-list").replaceChildren(
      ...list.map(({ element, message }) => {
        const row = document.createElement("li");
        if (element) {
          const button = Object.assign(document.createElement("button"), { type: "button", className: "btn-link", textContent: element });
          button.dataset.choose = element;
          row.append(button, " ");
        }
        row.append(message);
        return row;
      }),
    );
  }

  state(name) {
    const place = this.part("state");
    place.textContent = this.texts[name] ?? "";
    place.dataset.state = name;
  }

  say(text) {
    this.part("state").textContent = text;
  }

  // Somebody else saved: what differs, and who gives way.
  conflict({ version, differs, layout }) {
    const dialog = this.part("conflict");
    this.part("differs").replaceChildren(...differs.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    dialog.showModal();
    dialog.onclose = () => {
      this.server.version = version;
      if (dialog.returnValue === "theirs") {
        this.server.unsaved = false;
        this.show(layout);
        this.server.redraw(0);
        this.state("saved");
      } else this.server.changed();
    };
  }
}

const ACTS = {
  undo: (scene) => scene.undo(),
  redo: (scene) => scene.redo(),
  remove: (scene) => scene.removeChosen(),
  duplicate: (scene) => scene.duplicateChosen(),
  forward: (scene) => scene.reorder("forward"),
  backward: (scene) => scene.reorder("backward"),
  left: (scene) => scene.align("left"),
  center: (scene) => scene.align("centre"),
  right: (scene) => scene.align("right"),
  "zoom-in": (scene) => scene.zoom(1.25),
  "zoom-out": (scene) => scene.zoom(0.8),
  fit: (scene) => scene.fit(),
  swap: (_scene, designer) => designer.swap(),
  middle: (scene, { layout }) => scene.set((item) => ({ x: Math.round((layout.width - item.w) * 5) / 10 }), "align"),
};
