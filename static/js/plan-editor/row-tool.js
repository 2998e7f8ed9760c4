// Rows of equal booths: a form, a preview on the floor, and what would not fit; nothing is added before the button or Enter.
import { round } from "../scene/geometry.js";
import { svgNode } from "../scene/drawing.js";
import { snapPoint, linesOf } from "../scene/snapping.js";
import { isFree } from "../scene/gestures.js";
import { Fields } from "./fields.js";
import { Ground } from "./ground.js";
import { nextFree } from "./numbers.js";
import { countIn, layOut } from "./rows.js";
import { blankBooth } from "./tools.js";

const MOST = 2000;

export class RowTool {
  constructor(editor) {
    this.editor = editor;
    this.isOn = false;
    this.made = [];
    this.ghost = svgNode("g", { class: "row-ghost" });
    this.fields = new Fields(editor.part("rows"), editor.words, "rows");
    for (const field of this.fields.all.values()) {
      field.addEventListener("input", () => this.check());
      field.addEventListener("change", () => this.check());
      field.addEventListener("keydown", (event) => this.key(event, field));
    }
  }

  key(event, field) {
    if (event.key === "Enter" && field.type !== "checkbox") {
      event.preventDefault();
      this.commit();
    } else if (event.key === "Escape") {
      this.editor.scene.setTool(null);
      this.editor.scene.host.focus({ preventScroll: true });
    }
  }

  open() {
    const { editor } = this;
    this.isOn = true;
    this.ground = new Ground(editor);
    this.fields.get("start").value = nextFree(this.fields.get("start").value || "A01", editor.usedCodes());
    editor.scene.drawing.over.append(this.ghost);
    editor.scene.setTool(this.tool());
    editor.panel.show();
    this.check();
  }

  tool() {
    const { scene } = this.editor;
    const snapped = (point, event) => (isFree(event) ? point : snapPoint(point, linesOf(scene.neighbours([])), scene.snap()).point);
    return {
      cursor: "cross",
      start: (point, event) => {
        const from = snapped(point, event);
        this.put({ x: from[0], y: from[1] });
        return {
          move: (to, moved) => {
            const end = snapped(to, moved);
            const [w, h] = [Math.abs(end[0] - from[0]), Math.abs(end[1] - from[1])];
            if (Math.max(w, h) < 1) return;
            this.put({ x: Math.min(from[0], end[0]), y: Math.min(from[1], end[1]), ...countIn(w, h, this.pattern() ?? { width: 3, depth: 3, aisle: 3 }) });
          },
          end: () => {},
          cancel: () => {},
        };
      },
      arrow: (dx, dy, event) => {
        const pattern = this.pattern();
        const step = event.shiftKey ? 5 : 0.5;
        if (pattern) this.put({ x: pattern.x + dx * step, y: pattern.y + dy * step });
      },
      enter: () => this.commit(),
      end: () => this.close(),
    };
  }

  put(values) {
    for (const [name, value] of Object.entries(values)) this.fields.show(this.fields.get(name), Math.max(0, round(value)));
    this.check();
  }

  pattern() {
    const values = {};
    let whole = true;
    for (const [name, field] of this.fields.all) {
      const value = this.fields.read(field, { needed: true });
      if (value === undefined || value === null) whole = false;
      values[name] = value;
    }
    return whole ? values : null;
  }

  // Lay out, draw, and say what is wrong. Also after undo or a colleague's change while the form is open.
  check() {
    if (!this.isOn) return;
    const { editor } = this;
    const pattern = this.pattern();
    const tooMany = pattern && pattern.rows * pattern.columns > MOST;
    this.made = pattern && !tooMany ? layOut(pattern) : [];
    const problems = tooMany ? [editor.words.say("row_too_many")] : this.ground.problemsOf(this.made);
    this.draw();
    const [first, last] = [this.made[0], this.made.at(-1)];
    editor.part("rows-fit").textContent = first ? editor.words.say("row_fit", { count: this.made.length, first: first.code, last: last.code }) : "";
    editor.part("rows-problems").replaceChildren(...problems.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    this.fits = this.made.length > 0 && !problems.length;
    editor.root.querySelector('[data-act="add-rows"]').disabled = !this.fits;
  }

  draw() {
    const { scale } = this.editor.scene.options;
    const named = this.made.length <= 400;
    this.ghost.replaceChildren(...this.made.flatMap(({ code, x, y, w, h }) => {
      const box = svgNode("rect", { class: "ghost", x: x * scale, y: y * scale, width: w * scale, height: h * scale });
      const size = Math.min(h * scale * 0.4, (w * scale * 1.2) / Math.max(code.length, 3), 16);
      return named ? [box, svgNode("text", { class: "booth-code", x: (x + w / 2) * scale, y: (y + h / 2) * scale + size * 0.36, "font-size": size }, code)] : [box];
    }));
  }

  commit() {
    this.check();
    const { editor } = this;
    if (!this.fits) {
      editor.scene.announcer.say(editor.part("rows-problems").textContent);
      return;
    }
    const { zone, kind } = this.pattern();
    const items = this.made.map((booth) => ({ ...blankBooth(editor.hall), ...booth, zone, kind }));
    editor.scene.setTool(null);
    editor.scene.add(items, "rows");
    editor.scene.host.focus({ preventScroll: true });
  }

  close() {
    this.isOn = false;
    this.made = [];
    this.ghost.replaceChildren();
    this.ghost.remove();
    this.editor.panel.show();
  }
}
