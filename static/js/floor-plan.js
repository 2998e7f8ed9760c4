// What the plan can do more with JavaScript: keys, zoom, a sheet over the map, live states.
import { showInSheet } from "./floor-plan/sheet.js";
import { steerByKeys } from "./floor-plan/keys.js";
import { keepCurrent } from "./floor-plan/status.js";
import { addZoom } from "./floor-plan/zoom.js";

const frame = document.getElementById("plan-frame");
if (frame) {
  const svg = frame.querySelector("svg");
  addZoom(frame, svg);
  steerByKeys(svg);
  showInSheet(svg, document.getElementById("plan-sheet"));
  if (frame.dataset.status) keepCurrent(frame, svg);
}
