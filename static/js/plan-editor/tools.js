// The toolbox: which tool is on, and all buttons with data-act.
import { round } from "../scene/geometry.js";
import { snapPoint, linesOf } from "../scene/snapping.js";
import { isFree } from "../scene/gestures.js";
import { svgNode } from "../scene/drawing.js";
import { newKey } from "./document.js";
import { nextFree, naturalOrder } from "./numbers.js";

// Metres of an object that is placed by a click.
const SIZES = { wall: [6, 0.2], door: [2, 0.3], entrance: [4, 1], exit: [4, 1], column: [0.6, 0.6], stage: [8, 5], aisle: [12, 3], label: [6, 1], power: [1, 1], water: [1, 1], toilet: [4, 3], fire_lane: [12, 4], fire_point: [0.8, 0.8], info: [3, 2], food: [6, 4], first_aid: [3, 3], north: [2, 2], height: [3, 3] };
const AUDIENCES = { column: "exhibitors", power: "exhibitors", water: "exhibitors", fire_lane: "exhibitors", fire_point: "technicians", height: "technicians" };
const BOOTH = { type: "booth", order: 3, kind: "standard", w: 3, h: 3, angle: 0, open_sides: 1, height_limit: null, power_kw: null, power_points: 0, water_points: 0, locked: false };

export function blankBooth(hall) {
  return { ...BOOTH, id: newKey(), hall };
}

export class Toolbox {
  constructor(editor) {
    this.editor = editor;
    this.buttons = [...editor.root.querySelectorAll("[data-tool]")].filter((button) => button.tagName === "BUTTON");
    this.on = "";
    for (const button of this.buttons) button.addEventListener("click", () => this.take(button.dataset.tool));
    editor.scene.addEventListener("tool", ({ detail }) => detail.tool || this.mark(""));
    editor.scene.addEventListener("history", ({ detail }) => {
      for (const name of ["undo", "redo"]) editor.root.querySelector(`[data-act="${name}"]`).disabled = !detail[name];
    });
    editor.root.addEventListener("click", (event) => {
      const name = event.target.closest("[data-act]")?.dataset.act;
      if (name) this.act(name);
    });
    this.mark("");
  }

  take(name) {
    const { editor } = this;
    if (name && !editor.halls.here()) editor.halls.add();
    editor.scene.select([]);
    if (name === "rows") editor.rows.open();
    else editor.scene.setTool(name ? this.placing(name) : null);
    this.mark(name);
    editor.scene.host.focus({ preventScroll: true });
  }

  mark(name) {
    const { editor } = this;
    this.on = name;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.tool === name));
    const hint = editor.part("hint");
    hint.textContent = name ? editor.words.say(`hint_${name}`) : hint.dataset.words;
    if (name) editor.scene.say(`hint_${name}`);
  }

  act(name) {
    const { scene, panel, halls, rows } = this.editor;
    const [verb, how] = name.split("-");
    const acts = {
      "undo": () => scene.undo(),
      "redo": () => scene.redo(),
      "zoom-in": () => scene.zoom(1.4),
      "zoom-out": () => scene.zoom(1 / 1.4),
      "fit": () => scene.fit(),
      "duplicate": () => scene.duplicateChosen(),
      "remove": () => scene.removeChosen(),
      "turn-left": () => scene.turnChosen(-15),
      "turn-right": () => scene.turnChosen(15),
      "number": () => panel.number(),
      "merge": () => panel.merge(),
      "split": () => panel.splitUp(),
      "calibrate": () => panel.calibrate(),
      "add-hall": () => halls.add(),
      "remove-hall": () => halls.remove(),
      "add-rows": () => rows.commit(),
      "give-up": () => scene.setTool(null),
    };
    if (verb === "align") scene.align(how);
    else if (verb === "distribute") scene.distribute(how);
    else acts[name]?.();
  }

  // ---- placing a booth or an object: a click takes the usual size, a drag its own

  make(name) {
    const { editor } = this;
    if (name === "booth") {
      const last = editor.booths().filter((item) => item.hall === editor.hall).sort((one, other) => naturalOrder(one.code, other.code)).at(-1);
      const like = last ? { kind: last.kind, zone: last.zone, w: last.w, h: last.h, price_group: last.price_group ?? "" } : { zone: "A" };
      return { ...blankBooth(editor.hall), ...like, code: nextFree(last?.code ?? "A01", editor.usedCodes()) };
    }
    const kind = editor.part("object-kind").value;
    const [w, h] = SIZES[kind];
    const audience = AUDIENCES[kind] ?? "visitors";
    return { id: newKey(), type: "object", order: 2, hall: editor.hall, kind, label: "", audience, height: null, locked: false, angle: 0, w, h };
  }

  placing(name) {
    const { editor } = this;
    const { scene } = editor;
    const snapped = (point, event) => (isFree(event) ? point : snapPoint(point, linesOf(scene.neighbours([])), scene.snap()).point);
    const place = (fields) => {
      const item = this.make(name);
      scene.add([{ ...item, ...inside(fields(item)) }]);
      if (name === "object") scene.setTool(null);
    };
    return {
      cursor: "cross",
      start: (point, event) => {
        const from = snapped(point, event);
        const ghost = svgNode("rect", { class: "ghost" });
        const isLine = name === "object" && editor.part("object-kind").value === "wall";
        let box = null;
        scene.drawing.over.append(ghost);
        return {
          move: (to, moved) => {
            box = isLine ? line(from, snapped(to, moved), moved) : spanned(from, snapped(to, moved));
            show(ghost, box, scene.options.scale);
          },
          end: () => {
            ghost.remove();
            const drawn = box && Math.max(box.w, box.h) >= 0.3 && Math.min(box.w, box.h) >= 0.05;
            place((item) => (drawn ? box : { x: from[0], y: from[1], w: item.w, h: item.h }));
          },
          cancel: () => ghost.remove(),
        };
      },
      enter: () => {
        const { x, y, w, h } = scene.camera.seen;
        place((item) => ({ x: round(x + w / 2 - item.w / 2, 0.5), y: round(y + h / 2 - item.h / 2, 0.5) }));
      },
    };
  }
}

function spanned([x, y], [toX, toY]) {
  return { x: round(Math.min(x, toX)), y: round(Math.min(y, toY)), w: round(Math.abs(toX - x)), h: round(Math.abs(toY - y)) };
}

// A wall from point to point, in steps of 15° unless Alt is held.
function line(from, to, event) {
  const depth = SIZES.wall[1];
  const w = Math.hypot(to[0] - from[0], to[1] - from[1]);
  let angle = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  if (!isFree(event)) angle = round(angle, 15);
  const radians = (angle * Math.PI) / 180;
  const mid = [from[0] + (Math.cos(radians) * w) / 2, from[1] + (Math.sin(radians) * w) / 2];
  return { x: round(mid[0] - w / 2), y: round(mid[1] - depth / 2), w: round(w), h: depth, angle: (round(angle, 0.1) + 360) % 360 };
}

function show(ghost, { x, y, w, h, angle = 0 }, scale) {
  for (const [name, value] of Object.entries({ x: x * scale, y: y * scale, width: w * scale, height: h * scale })) ghost.setAttribute(name, value);
  ghost.setAttribute("transform", `rotate(${angle} ${(x + w / 2) * scale} ${(y + h / 2) * scale})`);
}

function inside(fields) {
  return { ...fields, x: Math.max(0, round(fields.x)), y: Math.max(0, round(fields.y)) };
}
