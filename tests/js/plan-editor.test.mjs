// The pure parts of the plan editor: documents, two editors at once, rows, numbers, merging.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { calibrated } from "../../static/js/plan-editor/calibration.js";
import { compact, toItem, toServer } from "../../static/js/plan-editor/document.js";
import { mergedBox, parts } from "../../static/js/plan-editor/merging.js";
import { isCode, nextFree, renumber } from "../../static/js/plan-editor/numbers.js";
import { settle, takeOver } from "../../static/js/plan-editor/rebase.js";
import { countIn, layOut, sizeOf } from "../../static/js/plan-editor/rows.js";

const row = (key, data = {}) => ({ key, type: "booth", data: { hall: "h1", code: "A01", x: 2, y: 2, width: 3, depth: 3, angle: 0, ...data } });
const shown = (...rows) => new Map(rows.map((one) => [one.key, toItem(one)]));
const setting = (id, before, after) => ({ op: "set", id, before, after });

test("an item comes back to the server as it came, fields that we do not know included", () => {
  const data = row("b1", { price_group: "gold", height_limit: null }).data;
  assert.deepEqual(toServer([{ op: "add", item: toItem(row("b1", data)) }]), [{ op: "add", key: "b1", type: "booth", data }]);
  const hall = { key: "h1", type: "hall", data: { name: "Nhà A", width: 60, depth: 40, floor: 1, position: 0 } };
  assert.deepEqual(toServer([{ op: "add", item: toItem(hall) }])[0].data, hall.data);
  assert.deepEqual(toServer([setting("b1", { w: 3 }, { w: 4, height_limit: null })]), [{ op: "set", key: "b1", data: { width: 4, height_limit: null } }]);
});

test("a row of operations comes to one for each item", () => {
  const [one, other] = [toItem(row("b1")), toItem(row("n12345678"))];
  assert.deepEqual(compact([setting("b1", { x: 2 }, { x: 3 }), setting("b1", { x: 3, y: 2 }, { x: 4, y: 9 })]), [setting("b1", { x: 2, y: 2 }, { x: 4, y: 9 })]);
  assert.deepEqual(compact([setting("b1", { x: 2 }, { x: 3 }), setting("b1", { x: 3 }, { x: 2 })]), []);
  assert.deepEqual(compact([{ op: "add", item: other }, setting(other.id, { x: 2 }, { x: 7 })]), [{ op: "add", item: { ...other, x: 7 } }]);
  assert.deepEqual(compact([{ op: "add", item: other }, { op: "remove", item: other }]), []);
  assert.deepEqual(compact([setting("b1", { x: 2 }, { x: 3 }), { op: "remove", item: { ...one, x: 3 } }])[0].op, "remove");
  const back = [{ op: "remove", item: one }, { op: "add", item: one }, setting("b1", { zone: undefined }, { zone: "B" })];
  assert.deepEqual(compact(back), [setting("b1", { zone: undefined }, { zone: "B" })]);
});

test("what a colleague changed elsewhere is taken over, our own change of another field stays", () => {
  const items = shown(row("b1", { x: 9 }), row("b2"));
  const { operations, differences } = takeOver([row("b1", { zone: "B" }), row("b3"), { key: "b2", removed: true }], items, [setting("b1", { x: 2 }, { x: 9 })]);
  assert.deepEqual(differences, []);
  assert.deepEqual(operations.map(({ op, id, item, after }) => [op, id ?? item.id, after]), [["set", "b1", { zone: "B" }], ["add", "b3", undefined], ["remove", "b2", undefined]]);
});

test("what both changed is a difference, and each decision keeps exactly one of them", () => {
  const items = shown(row("b1", { x: 9, code: "A07" }));
  const pending = [setting("b1", { x: 2, code: "A01" }, { x: 9, code: "A07" })];
  const { differences } = takeOver([row("b1", { x: 5, code: "A08" })], items, pending);
  assert.deepEqual(differences.map(({ field, mine, theirs }) => [field, mine, theirs]), [["code", "A07", "A08"], ["x", 9, 5]]);
  const settled = settle(pending, differences, items, ({ field }) => field === "x");
  assert.deepEqual(settled.pending, [setting("b1", { x: 2 }, { x: 9 })]);
  assert.deepEqual(settled.operations, [setting("b1", { code: "A07" }, { code: "A08" })]);
});

test("an item that one removed and the other changed is kept or removed as decided", () => {
  const items = shown(row("b1", { x: 9 }));
  const pending = [setting("b1", { x: 2 }, { x: 9 })];
  const gone = takeOver([{ key: "b1", removed: true }], items, pending).differences;
  assert.deepEqual(settle(pending, gone, items, () => true).pending, [{ op: "add", item: items.get("b1") }]);
  assert.deepEqual(settle(pending, gone, items, () => false), { pending: [], operations: [{ op: "remove", item: items.get("b1") }] });
  const removed = [{ op: "remove", item: items.get("b1") }];
  const changed = takeOver([row("b1", { zone: "C" })], new Map(), removed).differences;
  assert.deepEqual(settle(removed, changed, new Map(), () => true).pending, removed);
  assert.deepEqual(settle(removed, changed, new Map(), () => false).operations[0].item.zone, "C");
});

for (const { name, pattern, booths } of JSON.parse(readFileSync(new URL("../booths/row_patterns.json", import.meta.url)))) {
  test(`rows: ${name}`, () => {
    const made = layOut(pattern);
    assert.deepEqual(made.map((booth) => [booth.code, booth.x, booth.y, booth.open_sides]), booths);
    const size = sizeOf(pattern);
    assert.deepEqual(countIn(size.w, size.h, pattern), { rows: pattern.rows, columns: pattern.columns });
  });
}

test("codes count in reading order and avoid those that are taken", () => {
  const items = [toItem(row("b1", { x: 8 })), toItem(row("b2", { x: 2, y: 2.4 })), toItem(row("b3", { x: 2, y: 8 })), toItem(row("b4", { x: 5, y: 8 }))];
  assert.deepEqual(renumber(items, { start: "B09", step: 2 }).map(([item, code]) => [item.id, code]), [["b2", "B09"], ["b1", "B11"], ["b3", "B13"], ["b4", "B15"]]);
  assert.deepEqual(renumber(items, { start: "1", serpentine: true }).map(([item]) => item.id), ["b2", "b1", "b4", "b3"]);
  assert.equal(nextFree("A01", new Set(["A01", "A02"])), "A03");
  assert.equal(nextFree("VIP", new Set()), "VIP-1");
  assert.deepEqual(["A01", "A-1", "VIP", "A--1", "a1", "A123456789012"].map(isCode), [true, true, false, false, false, false]);
});

test("booths that fill a rectangle merge, a gap or a corner keeps them apart", () => {
  const at = (x, y) => toItem(row(`${x}-${y}`, { x, y }));
  assert.deepEqual(mergedBox([at(2, 2), at(5, 2)]), { x: 2, y: 2, w: 6, h: 3 });
  assert.equal(mergedBox([at(2, 2), at(5.5, 2)]), null);
  assert.equal(mergedBox([at(2, 2), at(5, 2), at(2, 5)]), null);
  assert.deepEqual(parts(at(2, 2), 3).map(({ x, w }) => [x, w]), [[2, 1], [3, 1], [4, 1]]);
  assert.deepEqual(parts({ ...at(2, 2), w: 10 }, 3).reduce((sum, part) => sum + part.w, 0), 10);
});

test("a picture gets its true size around the first of two points", () => {
  const picture = { x: 0, y: 0, w: 20, h: 10, angle: 0 };
  // What measures 5 m on the picture is 10 m long.
  assert.deepEqual(calibrated(picture, [4, 2], [4, 7], 10), { x: -4, y: -2, w: 40, h: 20 });
  const turned = calibrated({ ...picture, angle: 90 }, [10, 5], [10, 10], 2.5);
  assert.deepEqual(turned, { x: 5, y: 2.5, w: 10, h: 5 });
});
