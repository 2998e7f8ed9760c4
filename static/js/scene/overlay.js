// What lies over the scene in pixels: the frame of the selection with its handles, guides, the rubber band.
import { corners, middle, turn } from "./geometry.js";
import { svgNode } from "./drawing.js";

const HANDLES = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]];
const ARM = 26;

export class Overlay {
  constructor(svg, camera) {
    Object.assign(this, { svg, camera });
    this.frame = svgNode("g", { class: "scene-frame" });
    this.guides = svgNode("path", { class: "scene-guides" });
    this.band = svgNode("rect", { class: "scene-band", visibility: "hidden" });
    this.extra = svgNode("g", { class: "scene-extra" });
    svg.append(this.guides, this.extra, this.frame, this.band);
  }

  // `box` is one item or the box around several; handles only where it may be resized or turned.
  showFrame(box, { resizable = false, turnable = false } = {}) {
    if (!box) return this.frame.replaceChildren();
    const points = corners(box).map((point) => this.camera.toHost(point));
    const nodes = [svgNode("polygon", { class: "scene-outline", points: points.map((point) => point.join(",")).join(" ") })];
    if (turnable) {
      const top = between(points[0], points[1]);
      const end = turn([top[0], top[1] - ARM], top, box.angle ?? 0);
      nodes.push(
        svgNode("line", { class: "scene-arm", x1: top[0], y1: top[1], x2: end[0], y2: end[1] }),
        svgNode("circle", { class: "scene-handle scene-turn", "data-handle": "turn", cx: end[0], cy: end[1], r: 7 }),
      );
    }
    if (resizable) nodes.push(...this.handles(box, points));
    return this.frame.replaceChildren(...nodes);
  }

  handles(box, points) {
    const [wide, high] = [Math.hypot(points[1][0] - points[0][0], points[1][1] - points[0][1]), Math.hypot(points[3][0] - points[0][0], points[3][1] - points[0][1])];
    const mid = this.camera.toHost(middle(box));
    // What is small on the screen has room for one handle only.
    const fits = ([x, y]) => (Math.min(wide, high) < 28 ? x > 0 && y > 0 : (x && y) || (x ? high > 44 : wide > 44));
    return HANDLES.filter(fits).map(([x, y]) => {
      const at = turn([mid[0] + (x * wide) / 2, mid[1] + (y * high) / 2], mid, box.angle ?? 0);
      return svgNode("rect", { class: `scene-handle ${directionOf(x, y, box.angle ?? 0)}`, "data-handle": `${x} ${y}`, x: at[0] - 5, y: at[1] - 5, width: 10, height: 10 });
    });
  }

  showGuides(guides) {
    const path = guides.map(({ axis, at, from, to }) => {
      const [start, end] = axis === "x" ? [[at, from], [at, to]] : [[from, at], [to, at]];
      const [[x1, y1], [x2, y2]] = [this.camera.toHost(start), this.camera.toHost(end)];
      return axis === "x" ? `M${x1} ${y1 - 12}V${y2 + 12}` : `M${x1 - 12} ${y1}H${x2 + 12}`;
    });
    this.guides.setAttribute("d", path.join(""));
  }

  showBand(box) {
    this.band.setAttribute("visibility", box ? "visible" : "hidden");
    if (!box) return;
    const [x, y] = this.camera.toHost([box.x, box.y]);
    const [right, bottom] = this.camera.toHost([box.x + box.w, box.y + box.h]);
    for (const [name, value] of Object.entries({ x, y, width: right - x, height: bottom - y })) this.band.setAttribute(name, value);
  }
}

function between([x, y], [otherX, otherY]) {
  return [(x + otherX) / 2, (y + otherY) / 2];
}

// The pointer's shape follows the turn of the item: there are four, each stands for two opposite handles.
function directionOf(x, y, angle) {
  const degrees = (Math.atan2(y, x) * 180) / Math.PI + angle;
  return ["pull-ew", "pull-nwse", "pull-ns", "pull-nesw"][((Math.round(degrees / 45) % 4) + 4) % 4];
}
