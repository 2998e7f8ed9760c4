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

// A name that no item has: text-1, text-2 … Names given away but not used yet are kept in `issued`.
export function freeId(items, kind, issued = []) {
  const taken = new Set(items.map((item) => item.id));
  let number = 1;
  while (taken.has(`${kind}-${number}`)) number += 1;
  issued.push({ id: `${kind}-${number}` });
  return `${kind}-${number}`;
}
