// The plan as the server keeps it and as a scene shows it: docs/plan-document.md. Pure.
const ORDER = { hall: 0, background: 1, object: 2, booth: 3 };
const SCENE_NAMES = { width: "w", depth: "h" };
const SERVER_NAMES = { w: "width", h: "depth" };

export const sceneName = (field) => SCENE_NAMES[field] ?? field;
export const serverName = (field) => SERVER_NAMES[field] ?? field;

export function toItem({ key, type, data }) {
  const item = { id: key, type, order: ORDER[type], angle: 0 };
  for (const [field, value] of Object.entries(data)) item[sceneName(field)] = value;
  // A hall is the ground itself: its corner is where its items are measured from.
  return type === "hall" ? { ...item, x: 0, y: 0 } : item;
}

function toData(item, fields) {
  const data = {};
  for (const field of fields) {
    if (["id", "type", "order"].includes(field)) continue;
    if (item.type === "hall" && ["x", "y", "angle"].includes(field)) continue;
    data[serverName(field)] = item[field] ?? null;
  }
  return data;
}

export function toServer(operations) {
  return operations.map((operation) => {
    if (operation.op === "set") return { op: "set", key: operation.id, data: toData(operation.after, Object.keys(operation.after)) };
    const { item } = operation;
    if (operation.op === "remove") return { op: "remove", key: item.id };
    return { op: "add", key: item.id, type: item.type, data: toData(item, Object.keys(item)) };
  });
}

// What a row of operations comes to: at most one for each item, in the order of their first mention.
export function compact(operations) {
  const stories = new Map();
  for (const operation of operations) {
    const id = operation.id ?? operation.item.id;
    if (!stories.has(id)) stories.set(id, { id, isNew: operation.op === "add", before: {}, after: {}, item: null, isGone: false });
    tell(stories.get(id), operation);
  }
  return [...stories.values()].map(outcome).filter(Boolean);
}

function tell(story, operation) {
  if (operation.op === "set") {
    story.before = { ...operation.before, ...story.before };
    Object.assign(story.after, operation.after);
    if (story.item) story.item = { ...story.item, ...operation.after };
  } else if (operation.op === "remove") {
    story.before = { ...operation.item, ...story.before };
    Object.assign(story, { item: operation.item, isGone: true });
  } else Object.assign(story, { item: operation.item, isGone: false, after: { ...operation.item } });
}

function outcome({ id, isNew, before, after, item, isGone }) {
  if (isGone) return isNew ? null : { op: "remove", item };
  if (isNew) return { op: "add", item };
  const changed = Object.keys(after).filter((field) => !same(before[field], after[field]));
  const pick = (from) => Object.fromEntries(changed.map((field) => [field, from[field]]));
  return changed.length ? { op: "set", id, before: pick(before), after: pick(after) } : null;
}

export function same(one, other) {
  return (one ?? null) === (other ?? null) || JSON.stringify(one) === JSON.stringify(other);
}

// The server takes "n" and up to 24 lower-case letters and digits.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return `n${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
