// Many items at once: align, distribute, turn, duplicate, order. Each returns what changes: [[item, {field: value}], …]. Pure.
import { bounds, middle, normalAngle, round, turn, union } from "./geometry.js";

const SIDES = {
  left: (box, all) => ({ dx: all.x - box.x, dy: 0 }),
  centre: (box, all) => ({ dx: all.x + all.w / 2 - (box.x + box.w / 2), dy: 0 }),
  right: (box, all) => ({ dx: all.x + all.w - (box.x + box.w), dy: 0 }),
  top: (box, all) => ({ dx: 0, dy: all.y - box.y }),
  middle: (box, all) => ({ dx: 0, dy: all.y + all.h / 2 - (box.y + box.h / 2) }),
  bottom: (box, all) => ({ dx: 0, dy: all.y + all.h - (box.y + box.h) }),
};

// `side` is left, centre, right, top, middle or bottom; the box around all items is what they align to.
export function align(items, side, precision = 0.01) {
  const all = union(items);
  return items.map((item) => {
    const { dx, dy } = SIDES[side](bounds(item), all);
    return [item, { x: round(item.x + dx, precision), y: round(item.y + dy, precision) }];
  });
}

// Equal gaps along an axis ("x" or "y"); the first and the last stay.
export function distribute(items, axis, precision = 0.01) {
  if (items.length < 3) return [];
  const size = axis === "x" ? "w" : "h";
  const placed = items.map((item) => ({ item, box: bounds(item) })).sort((one, other) => one.box[axis] - other.box[axis]);
  const [first, last] = [placed[0].box, placed.at(-1).box];
  const taken = placed.reduce((sum, { box }) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - taken) / (placed.length - 1);
  let next = first[axis];
  return placed.map(({ item, box }) => {
    const shift = next - box[axis];
    next += box[size] + gap;
    return [item, { [axis]: round(item[axis] + shift, precision) }];
  });
}

// One item turns on the spot, several turn around their common middle.
export function turnAll(items, degrees, precision = 0.01) {
  const around = middle(items.length === 1 ? items[0] : union(items));
  return items.map((item) => {
    const [x, y] = turn(middle(item), around, degrees);
    const angle = normalAngle((item.angle ?? 0) + degrees);
    return [item, { x: round(x - item.w / 2, precision), y: round(y - item.h / 2, precision), angle }];
  });
}

export function shift(items, dx, dy, precision = 0.01) {
  return items.map((item) => [item, { x: round(item.x + dx, precision), y: round(item.y + dy, precision) }]);
}

export function copies(items, newId, offset, precision = 0.01) {
  return items.map((item) => ({
    ...item,
    id: newId(item),
    x: round(item.x + offset, precision),
    y: round(item.y + offset, precision),
    locked: false,
  }));
}

// `way` is front, back, forward or backward. Items are drawn by `order`, the highest on top.
export function reorder(all, chosen, way) {
  const orders = all.map((item) => item.order ?? 0);
  const [least, most] = [Math.min(...orders), Math.max(...orders)];
  const ids = new Set(chosen.map((item) => item.id));
  if (way === "front") return chosen.map((item, place) => [item, { order: most + 1 + place }]);
  if (way === "back") return chosen.map((item, place) => [item, { order: least - chosen.length + place }]);
  const others = orders.filter((_, place) => !ids.has(all[place].id));
  return chosen.map((item) => {
    const order = item.order ?? 0;
    const next = way === "forward" ? Math.min(...others.filter((other) => other >= order)) + 1 : Math.max(...others.filter((other) => other <= order)) - 1;
    return [item, Number.isFinite(next) ? { order: next } : {}];
  });
}
