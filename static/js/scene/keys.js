// The scene without a mouse. Tab walks through the items, Space keeps one while walking on, Escape lets go; after Escape, Tab leaves.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Keys {
  constructor(scene) {
    this.scene = scene;
    this.kept = new Set();
    this.current = null;
    this.leaving = false;
    scene.host.addEventListener("keydown", (event) => event.target === scene.host && this.down(event));
    scene.host.addEventListener("keyup", (event) => event.target === scene.host && event.key === " " && this.space());
    scene.host.addEventListener("blur", () => {
      scene.holdsSpace = false;
      this.leaving = false;
    });
    scene.host.addEventListener("pointerdown", () => { this.leaving = false; });
  }

  down(event) {
    const act = this.actFor(event);
    if (!act) return;
    // Who goes on working here did not mean to leave.
    if (event.key !== "Tab") this.leaving = false;
    if (act() !== false) event.preventDefault();
  }

  actFor(event) {
    const { scene } = this;
    const [dx, dy] = ARROWS[event.key] ?? [0, 0];
    if (dx || dy) return this.arrow(event, dx, dy);
    if (event.ctrlKey || event.metaKey) return this.command(event);
    if (event.altKey) return null;
    switch (event.key) {
      case "Tab": return () => this.tab(event.shiftKey ? -1 : 1);
      case "Escape": return () => this.escape();
      case "Enter": return () => scene.tool?.enter?.() ?? (scene.selected.size ? scene.emit("open", { id: [...scene.selected].at(-1) }) : false);
      case " ": return () => { scene.holdsSpace ||= true; };
      case "Delete": case "Backspace": return () => scene.removeChosen();
      case "+": case "=": return () => scene.zoom(1.4);
      case "-": return () => scene.zoom(1 / 1.4);
      case "0": return () => scene.fit();
      case "[": case "]": return () => scene.turnChosen(event.key === "]" ? 15 : -15);
      default: return null;
    }
  }

  arrow(event, dx, dy) {
    const { scene } = this;
    const times = event.shiftKey ? 10 : 1;
    if (scene.tool) return scene.tool.arrow ? () => scene.tool.arrow(dx, dy, event) : null;
    if (!scene.selected.size) return () => scene.pan(-dx * 40 * times, -dy * 40 * times);
    return () => scene.nudge(dx * times, dy * times);
  }

  command(event) {
    const { scene } = this;
    const key = event.key.toLowerCase();
    if (key === "z") return () => (event.shiftKey ? scene.redo() : scene.undo());
    if (key === "y") return () => scene.redo();
    if (key === "a") return () => scene.selectAll();
    if (key === "d") return () => scene.duplicateChosen();
    if (event.key === "]" || event.key === "[") return () => scene.reorder(event.key === "]" ? "forward" : "backward");
    return null;
  }

  tab(step) {
    const { scene } = this;
    if (this.leaving) return false;
    const order = scene.tabOrder();
    const here = [...scene.selected].filter((id) => !this.kept.has(id)).at(-1) ?? this.current;
    const place = order.findIndex((item) => item.id === here);
    const next = place < 0 ? (step > 0 ? 0 : order.length - 1) : place + step;
    if (!order[next]) return false;
    this.current = order[next].id;
    scene.select([...this.kept, this.current]);
    scene.reveal([this.current]);
    return true;
  }

  // On release: a drag with Space held moved the scene instead.
  space() {
    const { scene } = this;
    const used = scene.holdsSpace === "used";
    scene.holdsSpace = false;
    if (used || !this.current || !scene.selected.has(this.current)) return;
    if (this.kept.has(this.current)) this.kept.delete(this.current);
    else this.kept.add(this.current);
    scene.say(this.kept.has(this.current) ? "kept" : "let_go", { count: this.kept.size });
  }

  escape() {
    const { scene } = this;
    this.kept.clear();
    if (scene.pointer.cancel()) return;
    if (scene.tool) scene.setTool(null);
    else if (scene.selected.size) scene.select([]);
    this.leaving = true;
    scene.say("leave");
  }
}
