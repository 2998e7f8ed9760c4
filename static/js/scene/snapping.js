// Where a box wants to come to rest: on edges and middles of neighbours first, else on the grid. Pure.
import { bounds, round } from "./geometry.js";

// Edges and middles of `items`, sorted, read once at the start of a gesture: each move then costs a few binary searches.
export function linesOf(items) {
  const lines = { x: [], y: [] };
  for (const item of items) {
    const { x, y, w, h } = bounds(item);
    for (const at of [x, x + w / 2, x + w]) lines.x.push({ at, from: y, to: y + h });
    for (const at of [y, y + h / 2, y + h]) lines.y.push({ at, from: x, to: x + w });
  }
  lines.x.sort((one, other) => one.at - other.at);
  lines.y.sort((one, other) => one.at - other.at);
  return lines;
}

function firstFrom(lines, value) {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (lines[half].at < value) low = half + 1;
    else high = half;
  }
  return low;
}

// The nearest line to `value` within `tolerance`; null when none is.
export function nearestLine(lines, value, tolerance) {
  const place = firstFrom(lines, value);
  let best = null;
  for (const line of [lines[place - 1], lines[place]]) {
    if (!line) continue;
    const distance = Math.abs(line.at - value);
    if (distance <= tolerance && (!best || distance < Math.abs(best.at - value))) best = line;
  }
  return best;
}

// How far to shift one axis so that one of `points` meets a line, or the first of them the grid.
function shiftOf(points, lines, { grid, tolerance }) {
  let shift = null;
  for (const point of points) {
    const line = nearestLine(lines, point, tolerance);
    if (line && (shift === null || Math.abs(line.at - point) < Math.abs(shift))) shift = line.at - point;
  }
  if (shift !== null) return { shift, onLine: true };
  if (grid) return { shift: round(points[0], grid) - points[0], onLine: false };
  return { shift: 0, onLine: false };
}

function guidesOn(axis, points, lines, from, to) {
  const guides = [];
  for (const point of points) {
    let [least, most, found] = [from, to, false];
    for (let place = firstFrom(lines, point - 1e-6); place < lines.length && lines[place].at <= point + 1e-6; place += 1) {
      least = Math.min(least, lines[place].from);
      most = Math.max(most, lines[place].to);
      found = true;
    }
    if (found) guides.push({ axis, at: point, from: least, to: most });
  }
  return guides;
}

// Returns how far to shift an upright box, and the guides to show: {axis: "x", at, from, to} is an upright line.
export function snapBox(box, lines, { grid = 0, tolerance = 0 } = {}) {
  const xs = [box.x, box.x + box.w / 2, box.x + box.w];
  const ys = [box.y, box.y + box.h / 2, box.y + box.h];
  const byX = shiftOf(xs, lines.x, { grid, tolerance });
  const byY = shiftOf(ys, lines.y, { grid, tolerance });
  const moved = { x: box.x + byX.shift, y: box.y + byY.shift };
  const guides = [];
  if (byX.onLine) guides.push(...guidesOn("x", xs.map((x) => x + byX.shift), lines.x, moved.y, moved.y + box.h));
  if (byY.onLine) guides.push(...guidesOn("y", ys.map((y) => y + byY.shift), lines.y, moved.x, moved.x + box.w));
  return { dx: byX.shift, dy: byY.shift, guides };
}

export function snapPoint([x, y], lines, options = {}) {
  const { dx, dy, guides } = snapBox({ x, y, w: 0, h: 0 }, lines, options);
  return { point: [x + dx, y + dy], guides };
}

export const NO_LINES = Object.freeze({ x: [], y: [] });
