// What can happen to a scene, as plain data that can be sent, kept and turned round:
//   {op: "add", item}   {op: "remove", item}   {op: "set", id, before: {…}, after: {…}}

export function setting(item, after) {
  const before = {};
  const changed = {};
  for (const [name, value] of Object.entries(after)) {
    if (isSame(item[name], value)) continue;
    before[name] = item[name];
    changed[name] = value;
  }
  return Object.keys(changed).length ? { op: "set", id: item.id, before, after: changed } : null;
}

export function isSame(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

export function invert(operations) {
  return operations.map(turnRound).reverse();
}

function turnRound(operation) {
  if (operation.op === "add") return { op: "remove", item: operation.item };
  if (operation.op === "remove") return { op: "add", item: operation.item };
  return { ...operation, before: operation.after, after: operation.before };
}

// Carry out `operations` on a Map of items; return those that found what they speak of. Items are replaced, never changed.
export function apply(items, operations) {
  const done = [];
  for (const operation of operations) {
    const id = operation.id ?? operation.item.id;
    if (operation.op === "add") {
      if (items.has(id)) continue;
      items.set(id, operation.item);
      done.push(operation);
      continue;
    }
    const item = items.get(id);
    if (!item) continue;
    if (operation.op === "remove") {
      items.delete(id);
      // What is taken away is the item as it is now, so that undo brings back that one.
      done.push({ op: "remove", item });
    } else {
      items.set(id, withFields(item, operation.after));
      done.push(operation);
    }
  }
  return done;
}

function withFields(item, fields) {
  const next = { ...item, ...fields };
  for (const [name, value] of Object.entries(fields)) if (value === undefined) delete next[name];
  return next;
}

// One list instead of two that follow each other: only the first "before" and the last "after" of a field count.
export function join(earlier, later) {
  const all = [...earlier];
  for (const operation of later) {
    const at = operation.op === "set" ? all.findIndex((other) => other.op === "set" && other.id === operation.id) : -1;
    if (at < 0) all.push(operation);
    else {
      const first = all[at];
      all[at] = { op: "set", id: first.id, before: { ...operation.before, ...first.before }, after: { ...first.after, ...operation.after } };
    }
  }
  return all;
}
