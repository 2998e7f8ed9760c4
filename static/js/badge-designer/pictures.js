// What the server drew, element by element: parsed once, put into the corner of its item.
import { svgNode } from "../scene/drawing.js";

const HIT_MM = 1.2;

export class Pictures {
  constructor() {
    this.drawn = new Map();
  }

  // `elements` are pieces of SVG in millimetres of the badge, `layout` the one that was drawn.
  take(elements, layout) {
    this.drawn.clear();
    for (const element of [...layout.front, ...layout.back]) {
      this.drawn.set(element.id, { nodes: parse(elements[element.id] ?? ""), x: element.x, y: element.y });
    }
  }

  // The nodes of an item: its picture, and a ground that takes the pointer where the picture is empty.
  nodes(item) {
    const [w, h] = [Math.max(item.w, HIT_MM), Math.max(item.h, HIT_MM)];
    const hit = svgNode("rect", { x: (item.w - w) / 2, y: (item.h - h) / 2, width: w, height: h, class: "designer-hit" });
    const found = this.drawn.get(item.id);
    if (!found) return [hit];
    const group = svgNode("g", { transform: `translate(${-found.x} ${-found.y})`, "pointer-events": "none" });
    group.append(...found.nodes.map((node) => node.cloneNode(true)));
    return [hit, group];
  }
}

function parse(text) {
  const source = `<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`;
  const root = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  return [...root.childNodes].map((node) => document.importNode(node, true));
}
