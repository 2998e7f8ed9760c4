// Whether new booths have room: against the hall, the booths and the codes that are there.
import { overlap } from "../scene/geometry.js";

export class Ground {
  constructor(editor) {
    this.editor = editor;
  }

  problemsOf(made) {
    if (!made.length) return [];
    const { editor } = this;
    const { words } = editor;
    const problems = [];
    const used = editor.usedCodes();
    const doubles = made.filter((booth) => used.has(booth.code));
    if (doubles.length) problems.push(words.say("row_doubles", { count: doubles.length, code: doubles[0].code }));
    const hall = editor.scene.items.get(editor.hall);
    const outside = made.filter(({ x, y, w, h }) => x < 0 || y < 0 || x + w > hall.w + 1e-6 || y + h > hall.h + 1e-6);
    if (outside.length) problems.push(words.say("row_outside", { count: outside.length }));
    const overlaps = this.countOverlaps(made);
    if (overlaps) problems.push(words.say("row_overlaps", { count: overlaps }));
    return problems;
  }

  // Both lists sorted from left to right: only what lies in the same stripe is compared.
  countOverlaps(made) {
    const { editor } = this;
    const there = editor.booths().filter((item) => item.hall === editor.hall).sort((one, other) => one.x - other.x);
    const widest = Math.max(0, ...there.map((item) => Math.hypot(item.w, item.h)));
    let count = 0;
    for (const booth of made) {
      let low = lowest(there, booth.x - widest);
      for (; low < there.length && there[low].x < booth.x + booth.w + widest; low += 1) {
        if (overlap(there[low], booth)) {
          count += 1;
          break;
        }
      }
    }
    return count;
  }
}

function lowest(items, x) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (items[half].x < x) low = half + 1;
    else high = half;
  }
  return low;
}
