// Mouse, pen and fingers over a scene: chooses the gesture and feeds it once a frame.
import { bandGesture, moveGesture, panGesture, resizeGesture, turnGesture } from "./gestures.js";

// Less than this is a click, not a drag.
const DRAG_PX = 4;

export class Pointer {
  constructor(scene) {
    this.scene = scene;
    this.fingers = new Map();
    this.gesture = null;
    this.waiting = null;
    this.pending = null;
    const { host } = scene;
    host.addEventListener("pointerdown", (event) => this.down(event));
    host.addEventListener("pointermove", (event) => this.moved(event));
    host.addEventListener("pointerup", (event) => this.up(event));
    host.addEventListener("pointercancel", (event) => this.lost(event));
    host.addEventListener("pointerleave", () => scene.tool?.leave?.());
    host.addEventListener("dblclick", (event) => this.opened(event));
    host.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    host.addEventListener("contextmenu", (event) => this.gesture && event.preventDefault());
  }

  at(event) {
    return this.scene.camera.toScene(event.clientX, event.clientY);
  }

  down(event) {
    if (event.target.closest("button, input, select, a")) return;
    this.scene.host.focus({ preventScroll: true });
    this.fingers.set(event.pointerId, event);
    if (this.fingers.size > 1) return this.beginPinch();
    if (event.button > 1 || this.gesture) return undefined;
    this.scene.host.setPointerCapture(event.pointerId);
    this.waiting = { event, start: this.at(event) };
    if (event.button === 1 || this.scene.holdsSpace) {
      event.preventDefault();
      this.scene.holdsSpace = this.scene.holdsSpace && "used";
      this.waiting.begin = () => panGesture(this.scene, event);
    } else if (this.scene.tool) {
      this.waiting.begin = null;
      this.gesture = this.scene.tool.start?.(this.waiting.start, event) ?? null;
      if (this.gesture) this.waiting = null;
    } else this.waiting.begin = this.choose(event, this.waiting.start);
    return undefined;
  }

  // Select what is under the pointer and return what a drag would do.
  choose(event, start) {
    const { scene } = this;
    const handle = event.target.dataset?.handle;
    if (handle === "turn") return () => turnGesture(scene, start);
    if (handle) return () => resizeGesture(scene, scene.chosen()[0], handle.split(" ").map(Number), start);
    const id = event.target.closest("[data-id]")?.dataset.id;
    const item = id !== undefined && scene.items.get(id);
    if (!item || !scene.options.isChoosable(item)) {
      if (event.pointerType === "touch") return () => panGesture(scene, event);
      this.waiting.click = () => event.shiftKey || scene.select([]);
      return () => bandGesture(scene, start, event.shiftKey);
    }
    // A finger that means to look around must not move what it meets: a tap chooses, only then a drag moves.
    if (event.pointerType === "touch" && !scene.selected.has(id)) {
      this.waiting.click = () => scene.select([id]);
      return () => panGesture(scene, event);
    }
    const many = event.shiftKey || event.ctrlKey || event.metaKey;
    if (many) scene.toggle(id);
    else if (!scene.selected.has(id)) scene.select([id]);
    else this.waiting.click = () => scene.select([id]);
    if (!scene.selected.has(id)) return null;
    return () => this.move(start);
  }

  move(start) {
    const { scene } = this;
    if (scene.chosen().some((item) => scene.options.canMove(item))) return moveGesture(scene, start);
    scene.tellLocked();
    return null;
  }

  moved(event) {
    if (this.fingers.has(event.pointerId)) this.fingers.set(event.pointerId, event);
    if (!this.gesture && !this.waiting && !this.scene.tool) return;
    if (this.waiting && !this.gesture) {
      const far = Math.hypot(event.clientX - this.waiting.event.clientX, event.clientY - this.waiting.event.clientY) >= DRAG_PX;
      if (far && this.waiting.begin) {
        this.gesture = this.waiting.begin();
        this.waiting = null;
      } else if (!this.scene.tool) return;
    }
    const first = !this.pending;
    this.pending = event;
    if (first) requestAnimationFrame(() => this.flush());
  }

  flush() {
    const event = this.pending;
    this.pending = null;
    if (!event) return;
    if (this.gesture) this.gesture.move(this.at(event), event);
    else this.scene.tool?.hover?.(this.at(event), event);
  }

  up(event) {
    this.fingers.delete(event.pointerId);
    if (this.gesture) {
      this.pending = event;
      this.flush();
      const ended = this.gesture;
      this.gesture = null;
      ended.end(event);
    } else if (this.waiting) {
      if (this.scene.tool) this.scene.tool.click?.(this.waiting.start, event);
      else this.waiting.click?.();
    }
    this.waiting = null;
  }

  lost(event) {
    this.fingers.delete(event.pointerId);
    this.cancel();
  }

  // Break off what is going on; tells whether there was something.
  cancel() {
    const { gesture } = this;
    this.gesture = null;
    this.waiting = null;
    this.pending = null;
    gesture?.cancel?.();
    return Boolean(gesture);
  }

  beginPinch() {
    this.cancel();
    const spread = () => {
      const [one, other] = [...this.fingers.values()];
      return { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2, wide: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) };
    };
    let last = spread();
    this.gesture = {
      move: () => {
        if (this.fingers.size < 2) return;
        const next = spread();
        this.scene.camera.pan(next.x - last.x, next.y - last.y);
        this.scene.camera.zoom(next.wide / last.wide, next.x, next.y);
        last = next;
      },
      end: () => this.scene.camera.settle(),
      cancel: () => this.scene.camera.settle(),
    };
  }

  opened(event) {
    const id = event.target.closest("[data-id]")?.dataset.id;
    if (id !== undefined && !this.scene.tool) this.scene.emit("open", { id });
  }

  // Ctrl and wheel zooms always; the wheel alone moves the scene only while it has the focus, so that the page can be scrolled past.
  wheel(event) {
    const { camera, host } = this.scene;
    if (event.ctrlKey || event.metaKey) camera.zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) * 0.003), event.clientX, event.clientY);
    else if (host.contains(document.activeElement)) camera.pan(event.shiftKey ? -event.deltaY : -event.deltaX, event.shiftKey ? 0 : -event.deltaY);
    else return;
    event.preventDefault();
  }
}
