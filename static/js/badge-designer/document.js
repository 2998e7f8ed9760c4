// A layout as the server keeps it, and the same as items of a scene. Lines may be flat, so their items get no least size here.
const PLACE = ["x", "y", "width", "height"];
const OF_SCENE = new Set(["x", "y", "w", "h", "angle", "order", "side", "locked"]);

// The items of both sides; later ones lie above.
export function toItems(layout) {
  return ["front", "back"].flatMap((side) => layout[side].map((element, order) => toItem(element, side, order)));
}

export function toItem(element, side, order) {
  const rest = Object.fromEntries(Object.entries(element).filter(([name]) => !PLACE.includes(name)));
  return { ...rest, x: element.x, y: element.y, w: element.width, h: element.height, angle: 0, side, order };
}

// The layout with the elements of these items.
export function toLayout(layout, items) {
  const of = (side) =>
    items
      .filter((item) => item.side === side)
      .sort((one, other) => one.order - other.order)
      .map(toElement);
  return { ...layout, front: of("front"), back: of("back") };
}

function toElement(item) {
  const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !OF_SCENE.has(name)));
  return { ...rest, x: round(item.x), y: round(item.y), width: round(item.w), height: round(item.h) };
}

const round = (number) => Math.round(number * 100) / 100;

// "Text: Full name, Unit": the kind of an element and the fields in it, or the beginning of its text.
export function titleOf(item, { kinds, fields }) {
  const text = (item.parts || []).map((part) => part.text).join(" ");
  const labels = Array.from(text.matchAll(/\{([a-z_0-9.]+)\}/g), ([, name]) => fields[name]).filter(Boolean);
  const words = Array.from(new Set(labels)).join(", ") || text.slice(0, 40);
  return words ? `${kinds[item.kind]}: ${words}` : kinds[item.kind];
}

// A name that no item has: text-1, text-2 … Names given away but not used yet are kept in `issued`.
export function freeId(items, kind, issued = []) {
  const taken = new Set(items.map((item) => item.id));
  let number = 1;
  while (taken.has(`${kind}-${number}`)) number += 1;
  issued.push({ id: `${kind}-${number}` });
  return `${kind}-${number}`;
}
