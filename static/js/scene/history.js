// Steps back and forth. A step is a list of operations with a label; a hundred are kept. Pure.
import { invert, join } from "./operations.js";

// Presses of an arrow key within this time are one step.
const ONE_STEP_MS = 1000;

export class History {
  constructor(most = 100) {
    this.most = most;
    this.done = [];
    this.undone = [];
  }

  // `merge` names what a step is about: the same name again at once widens the last step instead of adding one.
  push(label, operations, { merge = "", at = Date.now() } = {}) {
    const last = this.done.at(-1);
    if (merge && last?.merge === merge && at - last.at < ONE_STEP_MS && !this.undone.length) {
      last.operations = join(last.operations, operations);
      last.at = at;
    } else {
      this.done.push({ label, operations, merge, at });
      if (this.done.length > this.most) this.done.shift();
    }
    this.undone = [];
  }

  // The step to carry out now, its operations already turned round; null when there is none.
  undo() {
    const step = this.done.pop();
    if (!step) return null;
    this.undone.push(step);
    return { label: step.label, operations: invert(step.operations) };
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return null;
    this.done.push({ ...step, merge: "" });
    return { label: step.label, operations: step.operations };
  }

  clear() {
    this.done = [];
    this.undone = [];
  }
}
