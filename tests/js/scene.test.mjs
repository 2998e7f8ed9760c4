// The pure parts of a scene: geometry, snapping, arranging, operations and history.
import assert from "node:assert/strict";
import { test } from "node:test";
import { align, copies, distribute, reorder, turnAll } from "../../static/js/scene/arrange.js";
import { bounds, contains, corners, overlap, resize, round, union } from "../../static/js/scene/geometry.js";
import { History } from "../../static/js/scene/history.js";
import { apply, invert, join, setting } from "../../static/js/scene/operations.js";
import { linesOf, snapBox, snapPoint } from "../../static/js/scene/snapping.js";

const box = (x, y, w = 3, h = 3, more = {}) => ({ id: `${x}-${y}`, x, y, w, h, angle: 0, ...more });
const places = (changes) => changes.map(([item, fields]) => ({ ...item, ...fields }));

test("a quarter turn changes width and height of the box around an item, not its middle", () => {
  const { x, y, w, h } = bounds(box(2, 2, 4, 2, { angle: 90 }));
  assert.deepEqual([x, y, w, h].map((value) => round(value)), [3, 1, 2, 4]);
  assert.deepEqual(corners(box(0, 0, 2, 2))[2], [2, 2]);
});

test("rounding gives the number that was meant", () => {
  assert.equal(round(0.1 + 0.2), 0.3);
  assert.equal(round(1.3, 0.5), 1.5);
  assert.equal(round(7, 15), 0);
  assert.equal(round(8, 15), 15);
});

test("neighbours that touch do not overlap, turned ones are judged by their turned edges", () => {
  assert.equal(overlap(box(0, 0), box(3, 0)), false);
  assert.equal(overlap(box(0, 0), box(2.9, 0)), true);
  // The boxes around a diamond and a square in its corner meet, the figures do not.
  assert.equal(overlap(box(0, 0, 4, 4, { angle: 45 }), box(-0.8, -0.8, 1, 1)), false);
  assert.equal(contains(box(0, 0, 4, 4, { angle: 45 }), [0, 0]), false);
});

for (const angle of [0, 30, 90, 200]) {
  test(`pulling a handle of an item at ${angle}° leaves the opposite corner where it is`, () => {
    const item = box(2, 3, 4, 2, { angle });
    const next = { ...item, ...resize(item, [1, 1], 1.3, 0.4) };
    const [before, after] = [corners(item)[0], corners(next)[0]];
    assert.ok(Math.hypot(before[0] - after[0], before[1] - after[1]) < 1e-9);
  });
}

test("an item cannot be pulled inside out", () => {
  const next = resize(box(0, 0), [-1, 0], 10, 0, { least: 0.5 });
  assert.deepEqual([next.w, next.x + next.w], [0.5, 3]);
});

test("a box comes to rest at its neighbour before the grid, and says where", () => {
  const lines = linesOf([box(0.2, 0)]);
  const near = snapBox(box(3.3, 0.1), lines, { grid: 0.5, tolerance: 0.2 });
  assert.equal(round(3.3 + near.dx), 3.2);
  assert.equal(round(0.1 + near.dy), 0);
  assert.deepEqual(near.guides.find((guide) => guide.axis === "x" && round(guide.at) === 3.2), { axis: "x", at: 3.3 + near.dx, from: 0, to: 3 });
  const far = snapBox(box(9.3, 9.1), lines, { grid: 0.5, tolerance: 0.2 });
  assert.deepEqual([round(9.3 + far.dx), round(9.1 + far.dy), far.guides.length], [9.5, 9, 0]);
  assert.deepEqual(snapPoint([1.26, 1.2], { x: [], y: [] }).point, [1.26, 1.2]);
});

test("align, distribute, turn and order move no more than they must", () => {
  const items = [box(0, 0), box(5, 1), box(12, 2)];
  assert.deepEqual(places(align(items, "right")).map((item) => item.x), [12, 12, 12]);
  assert.deepEqual(places(distribute(items, "x")).map((item) => item.x), [0, 6, 12]);
  assert.equal(distribute(items.slice(0, 2), "x").length, 0);
  const turned = places(turnAll([box(0, 0), box(3, 0)], 90));
  assert.deepEqual(turned.map(({ x, y, angle }) => [x, y, angle]), [[1.5, -1.5, 90], [1.5, 1.5, 90]]);
  assert.deepEqual(round(union(turned).h), 6);
  const [first, second] = [box(0, 0, 1, 1, { order: 1 }), box(1, 1, 1, 1, { order: 2 })];
  assert.deepEqual(places(reorder([first, second], [first], "front"))[0].order, 3);
  assert.deepEqual(places(reorder([first, second], [first], "forward"))[0].order, 3);
  assert.deepEqual(copies([box(1, 1, 1, 1, { locked: true })], () => "new", 0.5)[0], box(1.5, 1.5, 1, 1, { id: "new", locked: false }));
});

test("operations turned round bring everything back", () => {
  const [one, other] = [box(0, 0), box(9, 9)];
  const items = new Map([one, other].map((item) => [item.id, item]));
  const before = structuredClone([...items]);
  const operations = [setting(one, { x: 4, zone: "B" }), { op: "remove", item: other }, { op: "add", item: box(1, 1) }];
  const done = apply(items, operations);
  assert.equal(items.get(one.id).zone, "B");
  apply(items, invert(done));
  assert.deepEqual([...items], before);
});

test("what speaks of an item that is gone is left out", () => {
  assert.deepEqual(apply(new Map(), [{ op: "set", id: "gone", before: {}, after: { x: 1 } }]), []);
  assert.equal(setting(box(0, 0), { x: 0 }), null);
});

test("joined operations keep the first before and the last after", () => {
  const item = box(0, 0);
  const joined = join([setting(item, { x: 1 })], [{ op: "set", id: item.id, before: { x: 1, y: 0 }, after: { x: 2, y: 5 } }]);
  assert.deepEqual(joined, [{ op: "set", id: item.id, before: { x: 0, y: 0 }, after: { x: 2, y: 5 } }]);
});

test("history keeps a hundred steps, joins quick presses, and forgets the undone after a new step", () => {
  const history = new History();
  const move = (x) => [{ op: "set", id: "a", before: { x: x - 1 }, after: { x } }];
  for (let step = 1; step <= 120; step += 1) history.push("move", move(step), { at: step });
  assert.equal(history.done.length, 100);
  history.push("move", move(121), { merge: "nudge a", at: 5000 });
  history.push("move", move(122), { merge: "nudge a", at: 5400 });
  assert.equal(history.done.length, 100);
  assert.deepEqual(history.undo().operations, [{ op: "set", id: "a", before: { x: 122 }, after: { x: 120 } }]);
  assert.deepEqual(history.redo().operations[0].after, { x: 122 });
  history.undo();
  history.push("move", move(1));
  assert.equal(history.redo(), null);
});
