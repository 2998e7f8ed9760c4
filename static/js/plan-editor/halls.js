// Halls and floors: one is shown at a time; its size and name stand in the panel while nothing is selected.
import { union } from "../scene/geometry.js";
import { Fields } from "./fields.js";
import { naturalOrder } from "./numbers.js";
import { newKey, toItem } from "./document.js";

export class HallPanel {
  constructor(editor) {
    this.editor = editor;
    this.bar = editor.part("halls");
    this.fields = new Fields(editor.root.querySelector(".editor-panel"), editor.words, "hall");
    for (const [name, field] of this.fields.all) {
      field.addEventListener("change", () => this.change(name, field));
      field.addEventListener("keydown", (event) => event.key === "Enter" && field.dispatchEvent(new Event("change")));
    }
  }

  list() {
    return this.editor.scene.list().filter((item) => item.type === "hall").sort((one, other) => one.position - other.position || naturalOrder(one.name, other.name));
  }

  load(draft) {
    const { editor } = this;
    const items = draft.items.map(toItem);
    const halls = items.filter((item) => item.type === "hall").sort((one, other) => one.position - other.position);
    const asked = decodeURIComponent(location.hash.slice(1));
    editor.hall = (halls.find((hall) => hall.id === asked) ?? halls[0])?.id ?? null;
    editor.scene.load(items);
    if (!halls.length) editor.tell(editor.words.say("no_hall"));
    this.show();
    editor.scene.fit();
  }

  open(id) {
    const { editor } = this;
    editor.scene.select([]);
    editor.hall = id;
    history.replaceState(null, "", `#${encodeURIComponent(id)}`);
    editor.scene.redraw();
    this.show();
    this.showPanel();
    editor.rows.check();
    editor.scene.fit();
  }

  // Go with items that were moved to another hall.
  follow(ids, hall) {
    this.open(hall);
    this.editor.scene.select(ids);
  }

  reveal(id) {
    const { editor } = this;
    const item = editor.scene.items.get(id);
    if (!item) return;
    const hall = item.type === "hall" ? item.id : item.hall;
    if (hall !== editor.hall && editor.scene.items.has(hall)) this.open(hall);
    if (item.type === "hall") return;
    editor.scene.select([id]);
    editor.scene.reveal([id]);
    editor.scene.host.focus({ preventScroll: true });
  }

  // After a change from anywhere: names, a hall that came or went.
  changed(operations) {
    const { editor } = this;
    const about = (operation) => (operation.item ?? editor.scene.items.get(operation.id))?.type === "hall";
    if (!operations.some(about)) return;
    if (!editor.scene.items.has(editor.hall) && this.list().length) this.open(this.list()[0].id);
    else this.show();
    this.showPanel();
  }

  show() {
    const { editor } = this;
    const halls = this.list();
    this.bar.replaceChildren(...halls.map((hall) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-tool";
      button.textContent = hall.floor > 1 || hall.floor < 0 ? `${hall.name} (${editor.words.say("floor", { floor: hall.floor })})` : hall.name;
      button.setAttribute("aria-pressed", String(hall.id === editor.hall));
      button.addEventListener("click", () => this.open(hall.id));
      return button;
    }));
    const select = editor.root.querySelector('[data-field="hall"]');
    select.replaceChildren(...halls.map((hall) => new Option(hall.name, hall.id)));
    const zones = [...new Set(editor.booths().map((item) => item.zone))].sort(naturalOrder);
    editor.part("zones").replaceChildren(...zones.map((zone) => new Option("", zone)));
  }

  here() {
    return this.editor.scene.items.get(this.editor.hall);
  }

  showPanel() {
    const hall = this.here();
    if (!hall) return;
    for (const [name, field] of this.fields.all) {
      if (!(field === document.activeElement && field.hasAttribute("aria-invalid"))) this.fields.show(field, hall[name]);
    }
    const { editor } = this;
    const booths = editor.booths().filter((item) => item.hall === hall.id);
    const net = booths.reduce((sum, item) => sum + item.w * item.h, 0);
    editor.part("hall-note").textContent = `${editor.words.say("rows_in_hall", { count: booths.length })}, ${editor.words.say("area", { area: editor.words.number(net) })}`;
    const pictures = editor.scene.list().filter((item) => item.type === "background" && item.hall === hall.id);
    editor.part("hall-backgrounds").replaceChildren(...pictures.map((item) => this.pictureButton(item)));
    this.fail("");
  }

  pictureButton(item) {
    const { editor } = this;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-small";
    button.textContent = `${editor.words.texts.background}: ${editor.imageOf(item)?.name ?? item.image}`;
    button.addEventListener("click", () => {
      editor.scene.select([item.id]);
      editor.part("chosen-title").focus();
    });
    return button;
  }

  change(name, field) {
    const { editor } = this;
    const hall = this.here();
    const value = this.fields.read(field, { needed: true });
    if (value === undefined || value === null || !hall) return;
    if (name === "name" && this.list().some((other) => other !== hall && other.name === value)) {
      this.fields.fail(field, editor.words.say("hall_twice"));
      return;
    }
    editor.scene.set({ [name]: value }, "edit", [hall]);
    if (name === "w" || name === "h") editor.scene.fit();
  }

  add() {
    const { editor } = this;
    const halls = this.list();
    const names = new Set(halls.map((hall) => hall.name));
    let number = halls.length + 1;
    while (names.has(editor.words.say("new_hall", { number }))) number += 1;
    const like = this.here() ?? { w: 60, h: 40 };
    const position = Math.max(0, ...halls.map((hall) => hall.position + 1));
    const hall = { id: newKey(), type: "hall", order: 0, angle: 0, x: 0, y: 0, w: like.w, h: like.h, name: editor.words.say("new_hall", { number }), floor: 1, position };
    editor.tell("");
    editor.scene.change("add", [], { operations: [{ op: "add", item: hall }] });
    this.open(hall.id);
    this.fields.get("name").focus();
    this.fields.get("name").select();
  }

  remove() {
    const { editor } = this;
    const hall = this.here();
    if (this.list().length < 2) return this.fail("last_hall");
    if (union(editor.scene.list().filter((item) => item.hall === hall.id))) return this.fail("hall_in_use");
    editor.scene.change("remove", [], { operations: [{ op: "remove", item: hall }] });
    return undefined;
  }

  fail(key) {
    const place = this.editor.part("hall-error");
    place.hidden = !key;
    place.textContent = key ? this.editor.words.say(key) : "";
    if (key) this.editor.scene.say(key);
  }
}
