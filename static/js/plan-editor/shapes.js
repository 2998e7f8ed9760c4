// How halls, booths, objects and backgrounds look on the floor. Everything in drawing units, from the item's own corner.
import { svgNode } from "../scene/drawing.js";

const GRID_M = 5;
// Objects that are a sign of their own rather than a word on a field.
const FILLED = new Set(["wall", "column"]);
const ROUND = new Set(["power", "water", "fire_point", "north"]);
const LETTERS = { power: "⚡", water: "≈", fire_point: "✚", north: "↑N", entrance: "⇥", exit: "⇤", first_aid: "✚" };

// `look` tells what the plan knows beside the item: stateOf(item), hasProblem(item), imageOf(item), word(kind), technical.
export function draw(item, scale, look) {
  const [w, h] = [item.w * scale, item.h * scale];
  switch (item.type) {
    case "hall": return hall(w, h, scale);
    case "background": return background(item, w, h, look);
    case "booth": return booth(item, w, h, look);
    default: return object(item, w, h, look);
  }
}

function hall(w, h, scale) {
  const step = GRID_M * scale;
  let lines = "";
  for (let x = step; x < w; x += step) lines += `M${x} 0V${h}`;
  for (let y = step; y < h; y += step) lines += `M0 ${y}H${w}`;
  return [svgNode("rect", { class: "hall-floor", width: w, height: h }), svgNode("path", { class: "hall-grid", d: lines })];
}

function background(item, w, h, look) {
  const image = look.imageOf(item);
  const frame = svgNode("rect", { class: "picture-frame", width: w, height: h });
  if (!image) return [frame];
  return [svgNode("image", { href: image.url, width: w, height: h, preserveAspectRatio: "none", opacity: item.opacity / 100 }), frame];
}

function booth(item, w, h, look) {
  const state = look.stateOf(item);
  const classes = ["booth", item.kind === "raw" && "raw", state, look.hasProblem(item) && "wrong"].filter(Boolean).join(" ");
  const nodes = [svgNode("rect", { class: classes, x: 1, y: 1, width: Math.max(w - 2, 1), height: Math.max(h - 2, 1) })];
  const needs = look.technical ? supplies(item, w, h) : [];
  // The code leaves the lower edge to power and water where they are shown.
  const room = needs.length ? h * 0.8 : h;
  nodes.push(word(item.code, w, room, Math.min(h * 0.4, (w * 1.2) / Math.max(item.code.length, 3), 16), "booth-code", item.angle), ...needs);
  if (item.locked) nodes.push(svgNode("path", { class: "lock", d: `M${w - 6} 3.5a1.6 1.6 0 0 1 3.2 0V5h-3.2zM${w - 6.8} 5h4.8v3.6h-4.8z` }));
  return nodes;
}

// Power, water and height limit in the lower edge: what the electrician looks for.
function supplies(item, w, h) {
  const told = [item.power_kw && `${item.power_kw} kW`, item.water_points && `≈${item.water_points}`, item.height_limit && `↕${item.height_limit}`].filter(Boolean);
  return told.length ? [svgNode("text", { class: "supplies", x: w / 2, y: h - 3, "font-size": Math.min(5.5, h * 0.2, (w * 1.5) / told.join(" ").length) }, told.join(" "))] : [];
}

function object(item, w, h, look) {
  const { kind } = item;
  if (kind === "label") return [svgNode("rect", { class: "empty", width: w, height: h }), word(item.label || look.word(kind), w, h, Math.min(h * 0.8, 20), "label")];
  const name = item.label || look.word(kind);
  if (FILLED.has(kind)) return [svgNode("rect", { class: `object ${kind}`, width: w, height: h })];
  if (kind === "door") return [svgNode("rect", { class: "object door", width: w, height: h }), svgNode("path", { class: "door-way", d: `M0 ${h}A${w} ${w} 0 0 1 ${w} ${h - w}V${h}` })];
  if (ROUND.has(kind)) {
    return [svgNode("ellipse", { class: `object ${kind}`, cx: w / 2, cy: h / 2, rx: w / 2, ry: h / 2 }), word(LETTERS[kind], w, h, Math.min(w, h) * 0.6, "object-word")];
  }
  const sign = LETTERS[kind] ? `${LETTERS[kind]} ${name}` : name;
  return [svgNode("rect", { class: `object ${kind}`, width: w, height: h, rx: 2 }), word(sign, w, h, Math.min(h * 0.5, (w * 1.4) / sign.length, 14), "object-word", item.angle)];
}

// Words stay readable when an item stands on its head.
function word(text, w, h, size, name, angle = 0) {
  const upside = angle > 90 && angle <= 270;
  const attributes = { class: name, x: w / 2, y: h / 2 + size * 0.36, "font-size": Math.max(size, 1.5) };
  if (upside) attributes.transform = `rotate(180 ${w / 2} ${h / 2})`;
  return svgNode("text", attributes, text);
}

// The fills of states, once in the picture.
export function patterns() {
  const defs = svgNode("defs");
  const held = svgNode("pattern", { id: "editor-held", width: 8, height: 8, patternUnits: "userSpaceOnUse" });
  held.append(svgNode("path", { class: "held-ground", d: "M0 0h8v8H0z" }), svgNode("circle", { class: "held-dot", cx: 4, cy: 4, r: 1.6 }));
  const taken = svgNode("pattern", { id: "editor-taken", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  taken.append(svgNode("path", { class: "taken-ground", d: "M0 0h7v7H0z" }), svgNode("path", { class: "taken-stripe", d: "M0 0h3v7H0z" }));
  defs.append(held, taken);
  return defs;
}
