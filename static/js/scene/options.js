// What a scene may be told; everything has a default but draw(item, scale).
export const DEFAULTS = {
  scale: 1, // drawing units per unit of the scene
  grid: 1, // in units; 0 for none
  precision: 0.01,
  least: 0.1, // smallest side of an item
  texts: {},
  describe: (item) => item.id,
  area: () => null, // {x, y, w, h} that fit() shows and items snap to
  isVisible: () => true,
  isChoosable: () => true,
  canMove: (item) => !item.locked,
  canResize: (item) => !item.locked,
  canTurn: (item) => !item.locked,
  keepsRatio: () => false,
  canRemove: (item) => !item.locked,
  tabOrder: (items) => items.sort((one, other) => one.y - other.y || one.x - other.x),
  newId: () => `n${crypto.randomUUID()}`,
  copy: (item) => item, // what a copy takes over
  isOrdered: true, // whether an item's place in the pile can be changed
  guard: () => true, // (label, operations) → true, or a promise of it: ask before a change
};
