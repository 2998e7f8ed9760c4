// What a pointer does once it is down: each gesture has move(point, event), end(event) and cancel(). Points are in the scene's unit.
import { shift, turnAll } from "./arrange.js";
import { middle, overlap, resize, round, turn, union } from "./geometry.js";
import { linesOf, NO_LINES, snapBox, snapPoint } from "./snapping.js";

const TURN_STEP = 15;

// Held down, these let go of grid, neighbours and steps.
export function isFree(event) {
  return event.altKey || event.ctrlKey || event.metaKey;
}

function clear(scene) {
  scene.overlay.showGuides([]);
  scene.showFrame();
}

export function moveGesture(scene, start) {
  const items = scene.chosen().filter((item) => scene.options.canMove(item));
  const box = union(items);
  const lines = linesOf(scene.neighbours(items));
  const follow = scene.drawing.lift(items.map((item) => item.id));
  let by = [0, 0];
  const drop = () => scene.drawing.drop(scene.items.values());
  return {
    move(point, event) {
      let [dx, dy] = [point[0] - start[0], point[1] - start[1]];
      const [stayX, stayY] = event.shiftKey ? [Math.abs(dx) < Math.abs(dy), Math.abs(dx) >= Math.abs(dy)] : [false, false];
      const snapped = isFree(event) ? { dx: 0, dy: 0, guides: [] } : snapBox({ ...box, x: box.x + dx, y: box.y + dy }, lines, scene.snap());
      dx = stayX ? 0 : dx + snapped.dx;
      dy = stayY ? 0 : dy + snapped.dy;
      by = [dx, dy];
      follow(dx, dy);
      scene.overlay.showGuides(snapped.guides);
      scene.overlay.showFrame({ ...box, x: box.x + dx, y: box.y + dy });
    },
    end() {
      drop();
      clear(scene);
      if (Math.hypot(...by) > scene.options.precision / 2) scene.change("move", shift(items, ...by, scene.options.precision));
    },
    cancel() {
      drop();
      clear(scene);
    },
  };
}

export function resizeGesture(scene, item, handle, start) {
  const lines = item.angle ? NO_LINES : linesOf(scene.neighbours([item]));
  const edge = [handle[0] < 0 ? item.x : item.x + item.w, handle[1] < 0 ? item.y : item.y + item.h];
  let next = item;
  return {
    move(point, event) {
      let [dx, dy] = [point[0] - start[0], point[1] - start[1]];
      let guides = [];
      if (!isFree(event) && item.angle) [dx, dy] = toGrid(item, handle, dx, dy, scene.snap().grid);
      else if (!isFree(event)) {
        const snapped = snapPoint([edge[0] + dx, edge[1] + dy], { x: handle[0] ? lines.x : [], y: handle[1] ? lines.y : [] }, scene.snap());
        [dx, dy, guides] = [snapped.point[0] - edge[0], snapped.point[1] - edge[1], snapped.guides];
      }
      const limits = { least: scene.options.least, keepRatio: event.shiftKey || scene.options.keepsRatio(item) };
      next = { ...item, ...rounded(resize(item, handle, dx, dy, limits), scene.options.precision) };
      scene.drawing.preview(next);
      scene.overlay.showGuides(guides);
      scene.overlay.showFrame(next, scene.abilities(item));
    },
    end() {
      scene.drawing.preview(item);
      clear(scene);
      const { x, y, w, h } = next;
      if (next !== item) scene.change("resize", [[item, { x, y, w, h }]]);
    },
    cancel() {
      scene.drawing.preview(item);
      clear(scene);
    },
  };
}

function rounded(box, precision) {
  return Object.fromEntries(Object.entries(box).map(([name, value]) => [name, round(value, precision)]));
}

function toGrid(item, handle, dx, dy, grid) {
  if (!grid) return [dx, dy];
  const local = turn([dx, dy], [0, 0], -item.angle);
  const sizes = [item.w, item.h].map((size, axis) => handle[axis] * (round(size + handle[axis] * local[axis], grid) - size));
  return turn(sizes, [0, 0], item.angle);
}

export function turnGesture(scene, start) {
  const items = scene.chosen().filter((item) => scene.options.canTurn(item));
  const around = middle(items.length === 1 ? items[0] : union(items));
  const from = angleAt(around, start);
  const zero = items.length === 1 ? (items[0].angle ?? 0) : 0;
  let by = 0;
  const back = () => items.forEach((item) => scene.drawing.preview(item));
  return {
    move(point, event) {
      by = angleAt(around, point) - from;
      by = isFree(event) ? round(by, 1) : round(zero + by, TURN_STEP) - zero;
      const turned = turnAll(items, by, scene.options.precision).map(([item, place]) => ({ ...item, ...place }));
      turned.forEach((item) => scene.drawing.preview(item));
      scene.overlay.showFrame(turned.length === 1 ? turned[0] : union(turned));
    },
    end() {
      back();
      clear(scene);
      if (by % 360) scene.change("turn", turnAll(items, by, scene.options.precision));
    },
    cancel() {
      back();
      clear(scene);
    },
  };
}

function angleAt([x, y], point) {
  return (Math.atan2(point[1] - y, point[0] - x) * 180) / Math.PI;
}

export function bandGesture(scene, start, adds) {
  let box = null;
  return {
    move(point) {
      const [x, y] = [Math.min(start[0], point[0]), Math.min(start[1], point[1])];
      box = { x, y, w: Math.abs(point[0] - start[0]), h: Math.abs(point[1] - start[1]) };
      scene.overlay.showBand(box);
    },
    end() {
      scene.overlay.showBand(null);
      const found = box ? scene.list().filter((item) => scene.options.isChoosable(item) && overlap(item, box)) : [];
      scene.select([...(adds ? scene.selected : []), ...found.map((item) => item.id)]);
    },
    cancel() {
      scene.overlay.showBand(null);
    },
  };
}

export function panGesture(scene, event) {
  let [x, y] = [event.clientX, event.clientY];
  return {
    move(_point, next) {
      scene.camera.pan(next.clientX - x, next.clientY - y);
      [x, y] = [next.clientX, next.clientY];
    },
    end: () => scene.camera.settle(),
    cancel: () => scene.camera.settle(),
  };
}
