// One booth out of several, several out of one. Pure.
import { round, union } from "../scene/geometry.js";

// The box that `items` fill without a gap; null when they do not make a rectangle.
export function mergedBox(items) {
  if (items.length < 2 || items.some((item) => item.angle !== items[0].angle || item.angle % 90)) return null;
  const box = union(items);
  const area = items.reduce((sum, item) => sum + item.w * item.h, 0);
  if (Math.abs(area - box.w * box.h) > 0.005) return null;
  // Turned by a quarter, width and depth change places around the same middle.
  const sideways = items[0].angle % 180 === 90;
  const [w, h] = sideways ? [box.h, box.w] : [box.w, box.h];
  return { x: round(box.x + (box.w - w) / 2), y: round(box.y + (box.h - h) / 2), w: round(w), h: round(h) };
}

// `parts` equal boxes along the longer side, or along `side` ("w" or "h"); only for booths that stand straight.
export function parts(item, count, side = item.w >= item.h ? "w" : "h") {
  const axis = side === "w" ? "x" : "y";
  const edges = Array.from({ length: count + 1 }, (_, place) => round((item[side] * place) / count));
  return Array.from({ length: count }, (_, place) => ({
    x: item.x,
    y: item.y,
    w: item.w,
    h: item.h,
    [axis]: round(item[axis] + edges[place]),
    [side]: round(edges[place + 1] - edges[place]),
  }));
}
