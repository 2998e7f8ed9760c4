// Two editors at one plan: what a colleague changed comes in, what both changed is a difference that somebody must decide. Pure.
import { same, toItem } from "./document.js";

// `rows` are items as the server tells them, `items` a Map of what is shown, `pending` our operations that the server has not yet.
// Returns what can be shown at once, and the differences: {id, field, mine, theirs}; field "" speaks of the item as a whole.
export function takeOver(rows, items, pending) {
  const ours = new Map(pending.map((operation) => [operation.id ?? operation.item.id, operation]));
  const operations = [];
  const differences = [];
  for (const row of rows) {
    const [mine, item, theirs] = [ours.get(row.key), items.get(row.key), row.removed ? null : toItem(row)];
    const gone = mine?.op === "remove";
    if (!theirs) {
      if (mine && !gone) differences.push({ id: row.key, field: "", mine: item, theirs: null });
      else if (item) operations.push({ op: "remove", item });
    } else if (gone) {
      differences.push({ id: row.key, field: "", mine: null, theirs });
    } else if (!item) operations.push({ op: "add", item: theirs });
    else compare(item, theirs, mine, operations, differences);
  }
  return { operations, differences };
}

function compare(item, theirs, mine, operations, differences) {
  const [before, after] = [{}, {}];
  for (const [field, value] of Object.entries(theirs)) {
    if (same(item[field], value)) continue;
    const touched = mine?.op === "add" || (mine?.op === "set" && field in mine.after);
    if (!touched) {
      before[field] = item[field];
      after[field] = value;
    } else if (mine.op === "add" || !same(mine.before[field], value)) {
      differences.push({ id: item.id, field, mine: item[field], theirs: value });
    }
  }
  if (Object.keys(after).length) operations.push({ op: "set", id: item.id, before, after });
}

// Carry out decisions: `keeps(difference)` tells whether ours stays. Returns our operations that are left and what to show.
export function settle(pending, differences, items, keeps) {
  let left = pending;
  const shown = [];
  const without = (id) => left.filter((operation) => (operation.id ?? operation.item.id) !== id);
  for (const difference of differences) {
    const { id, field, mine, theirs } = difference;
    const kept = keeps(difference);
    if (field) {
      if (kept) continue;
      left = left.map((operation) => (operation.id === id ? withoutField(operation, field) : operation)).filter(Boolean);
      shown.push({ op: "set", id, before: { [field]: mine }, after: { [field]: theirs } });
    } else if (!theirs) {
      left = without(id);
      if (kept) left = [...left, { op: "add", item: items.get(id) }];
      else shown.push({ op: "remove", item: mine });
    } else if (!kept) {
      left = without(id);
      shown.push({ op: "add", item: theirs });
    }
  }
  return { pending: left, operations: shown };
}

function withoutField(operation, field) {
  if (operation.op !== "set") return operation;
  const drop = ({ [field]: _gone, ...rest }) => rest;
  const after = drop(operation.after);
  return Object.keys(after).length ? { ...operation, before: drop(operation.before), after } : null;
}
