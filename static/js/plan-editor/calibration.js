// A picture gets its true size: click two points on it whose distance is known.
import { middle, round } from "../scene/geometry.js";
import { svgNode } from "../scene/drawing.js";

const LEAST_M = 0.05;

// What `item` must be so that `from` and `to` lie `length` apart; `from` stays where it is.
export function calibrated(item, from, to, length) {
  const factor = length / Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [w, h] = [item.w * factor, item.h * factor];
  const mid = middle(item).map((value, axis) => from[axis] + (value - from[axis]) * factor);
  return { x: round(mid[0] - w / 2), y: round(mid[1] - h / 2), w: round(w), h: round(h) };
}

export function calibration(editor, item, length) {
  const { scene, words } = editor;
  let first = null;
  const hint = editor.part("hint");
  const before = hint.textContent;
  const mark = svgNode("path", { class: "calibration" });
  scene.overlay.extra.append(mark);
  const show = (to) => {
    if (!first) return;
    const [[x1, y1], [x2, y2]] = [scene.camera.toHost(first), scene.camera.toHost(to)];
    mark.setAttribute("d", `M${x1 - 8} ${y1}h16M${x1} ${y1 - 8}v16M${x1} ${y1}L${x2} ${y2}M${x2 - 8} ${y2}h16M${x2} ${y2 - 8}v16`);
  };
  hint.textContent = words.say("calibrate_first");
  scene.say("calibrate_first");
  return {
    cursor: "cross",
    hover: show,
    click(point) {
      if (!first) {
        first = point;
        hint.textContent = words.say("calibrate_second");
        scene.say("calibrate_second");
        return show(point);
      }
      if (Math.hypot(point[0] - first[0], point[1] - first[1]) < LEAST_M) return editor.tell(words.say("calibrate_far"));
      const next = calibrated(item, first, point, length);
      scene.setTool(null);
      return scene.change("calibrate", [[scene.items.get(item.id), next]]);
    },
    end() {
      mark.remove();
      hint.textContent = before;
    },
  };
}
