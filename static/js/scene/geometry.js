// Rectangles that may be turned around their middle: {x, y, w, h, angle}. y grows downwards, angles are degrees clockwise. Pure.

export function round(value, step = 0.01) {
  // Through the inverse, because 0.1 and 0.01 are no exact numbers: 3 * 0.1 would stay 0.30000000000000004.
  const parts = Math.round(1 / step);
  return parts > 1 ? Math.round(value * parts) / parts : Math.round(value / step) * step;
}

export function normalAngle(degrees) {
  return ((round(degrees) % 360) + 360) % 360;
}

export function middle({ x, y, w, h }) {
  return [x + w / 2, y + h / 2];
}

export function turn([x, y], [aroundX, aroundY], degrees) {
  if (!degrees) return [x, y];
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [dx, dy] = [x - aroundX, y - aroundY];
  return [aroundX + dx * cos - dy * sin, aroundY + dx * sin + dy * cos];
}

// Top left, top right, bottom right, bottom left, as they lie after the turn.
export function corners(item) {
  const { x, y, w, h, angle } = item;
  const around = middle(item);
  return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]].map((point) => turn(point, around, angle));
}

// The upright box around an item.
export function bounds(item) {
  if (!item.angle) return { x: item.x, y: item.y, w: item.w, h: item.h };
  return boxOf(corners(item));
}

export function boxOf(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, w: Math.max(...xs) - left, h: Math.max(...ys) - top };
}

// The upright box around many items; null for none.
export function union(items) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const item of items) {
    const box = bounds(item);
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.w);
    bottom = Math.max(bottom, box.y + box.h);
  }
  return left === Infinity ? null : { x: left, y: top, w: right - left, h: bottom - top };
}

export function contains(item, point) {
  const [x, y] = turn(point, middle(item), -(item.angle ?? 0));
  return x >= item.x && x <= item.x + item.w && y >= item.y && y <= item.y + item.h;
}

// Whether two items share ground; touching edges do not. Two convex figures are apart when an edge of one separates them.
export function overlap(one, other, slack = 1e-6) {
  const figures = [corners(one), corners(other)];
  for (const item of [one, other]) {
    const angle = ((item.angle ?? 0) * Math.PI) / 180;
    for (const [axisX, axisY] of [[Math.cos(angle), Math.sin(angle)], [-Math.sin(angle), Math.cos(angle)]]) {
      const [[least, most], [otherLeast, otherMost]] = figures.map((points) => {
        const along = points.map(([x, y]) => x * axisX + y * axisY);
        return [Math.min(...along), Math.max(...along)];
      });
      if (most <= otherLeast + slack || otherMost <= least + slack) return false;
    }
  }
  return true;
}

// Pull a handle: [-1, -1] is the top left one, [1, 0] the right one. The opposite corner or edge stays where it is.
export function resize(item, [handleX, handleY], dx, dy, { least = 0.01, keepRatio = false } = {}) {
  const [localX, localY] = turn([dx, dy], [0, 0], -(item.angle ?? 0));
  let w = Math.max(least, item.w + handleX * localX);
  let h = Math.max(least, item.h + handleY * localY);
  if (keepRatio && handleX && handleY) {
    const factor = Math.max(w / item.w, h / item.h, least / Math.min(item.w, item.h));
    [w, h] = [item.w * factor, item.h * factor];
  }
  const shift = turn([(handleX * (w - item.w)) / 2, (handleY * (h - item.h)) / 2], [0, 0], item.angle ?? 0);
  const [midX, midY] = middle(item);
  return { x: midX + shift[0] - w / 2, y: midY + shift[1] - h / 2, w, h };
}
