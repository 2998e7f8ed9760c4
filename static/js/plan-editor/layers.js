// What is shown: booths, objects by who sees them, pictures; remembered on this device.
const STORE = "fairground-plan-layers";

export class Layers {
  constructor(editor) {
    this.off = new Set(read());
    for (const box of editor.root.querySelectorAll("[data-layer]")) {
      box.checked = this.isOn(box.dataset.layer);
      box.addEventListener("change", () => {
        this.set(box.dataset.layer, box.checked);
        if (box.dataset.layer === "snap") editor.scene.snaps = box.checked;
        else editor.scene.redraw();
      });
    }
    queueMicrotask(() => { editor.scene.snaps = this.isOn("snap"); });
  }

  isOn(layer) {
    return !this.off.has(layer);
  }

  set(layer, on) {
    this.off[on ? "delete" : "add"](layer);
    try {
      localStorage.setItem(STORE, JSON.stringify([...this.off]));
    } catch {
      // Forgotten at the next visit, no more.
    }
  }

  shows(item) {
    if (item.type === "booth") return this.isOn("booths");
    if (item.type === "background") return this.isOn("backgrounds");
    return item.type === "hall" || this.isOn(item.audience ?? "visitors");
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}
