// Items as SVG: one <g data-id> each, drawn in its own corner and put into place by a transform, so that moving redraws nothing.
const SVG = "http://www.w3.org/2000/svg";

export function svgNode(name, attributes = {}, text = "") {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

export class Drawing {
  // `draw(item, scale)` returns the nodes of an item in its own coordinates, from 0 to w × scale and h × scale.
  constructor(svg, { draw, scale, isVisible }) {
    Object.assign(this, { draw, scale, isVisible });
    this.under = svgNode("g", { class: "scene-under" });
    this.all = svgNode("g", { class: "scene-items" });
    this.moving = svgNode("g", { class: "scene-moving" });
    this.over = svgNode("g", { class: "scene-over-items" });
    svg.append(this.under, this.all, this.moving, this.over);
    this.groups = new Map();
    this.drawn = new Map();
    this.chosen = new Set();
  }

  // Draw all `items` anew.
  fill(items) {
    this.groups.clear();
    this.drawn.clear();
    this.chosen = new Set();
    this.moving.replaceChildren();
    this.highest = Math.max(0, ...items.map((item) => item.order ?? 0));
    this.all.replaceChildren(...inOrder(items).map((item) => this.make(item)));
  }

  make(item) {
    const group = svgNode("g", { "data-id": item.id });
    this.groups.set(item.id, group);
    this.show(item, group);
    return group;
  }

  show(item, group) {
    const before = this.drawn.get(item.id);
    if (!before || !onlyMoved(before, item)) group.replaceChildren(...this.draw(item, this.scale));
    const classes = ["scene-item", `kind-${item.kind}`];
    if (this.chosen.has(item.id)) classes.push("is-chosen");
    if (item.locked) classes.push("is-locked");
    group.setAttribute("class", classes.join(" "));
    group.setAttribute("transform", placeOf(item, this.scale));
    group.style.display = this.isVisible(item) ? "" : "none";
    this.drawn.set(item.id, item);
  }

  // Show what `operations` did; `items` is the state after them.
  update(items, operations) {
    let sort = false;
    for (const operation of operations) {
      const id = operation.id ?? operation.item.id;
      const [item, group] = [items.get(id), this.groups.get(id)];
      if (!item) {
        group?.remove();
        this.groups.delete(id);
        this.drawn.delete(id);
      } else if (!group) {
        this.all.append(this.make(item));
        sort ||= (item.order ?? 0) < this.highest;
        this.highest = Math.max(this.highest, item.order ?? 0);
      } else {
        sort ||= operation.op === "set" && "order" in operation.after;
        this.show(item, group);
      }
    }
    if (sort) this.sort(items.values());
  }

  sort(items) {
    this.all.append(...inOrder(items).map((item) => this.groups.get(item.id)));
  }

  redraw(items) {
    for (const item of items) {
      this.drawn.delete(item.id);
      this.show(item, this.groups.get(item.id));
    }
  }

  choose(ids) {
    for (const id of this.chosen) if (!ids.has(id)) this.groups.get(id)?.classList.remove("is-chosen");
    for (const id of ids) this.groups.get(id)?.classList.add("is-chosen");
    this.chosen = new Set(ids);
  }

  // Take items off the floor: then one transform moves them all, whatever their number.
  lift(ids) {
    this.moving.append(...ids.map((id) => this.groups.get(id)));
    return (dx, dy) => this.moving.setAttribute("transform", `translate(${dx * this.scale} ${dy * this.scale})`);
  }

  drop(items) {
    this.moving.removeAttribute("transform");
    this.all.append(...this.moving.childNodes);
    this.sort(items);
  }

  // Show an item elsewhere for the time of a gesture.
  preview(item) {
    this.show(item, this.groups.get(item.id));
  }
}

function inOrder(items) {
  return [...items].sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
}

function placeOf({ x, y, w, h, angle }, scale) {
  const place = `translate(${x * scale} ${y * scale})`;
  return angle ? `${place} rotate(${angle} ${(w * scale) / 2} ${(h * scale) / 2})` : place;
}

const PLACE = new Set(["x", "y", "angle", "order", "locked"]);

function onlyMoved(before, after) {
  if (before === after) return true;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of names) if (before[name] !== after[name] && !PLACE.has(name)) return false;
  return true;
}
