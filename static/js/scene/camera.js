// Which part of the scene is seen. During a gesture the drawing is only transformed by CSS; the viewBox follows when it ends:
// changing it on each frame costs an old machine eight times as much.
const SETTLE_MS = 140;
const LARGEST = 400;

export class Camera {
  // `scale` is how many drawing units a unit of the scene has.
  constructor(host, svg, scale, onChange) {
    Object.assign(this, { host, svg, scale, onChange });
    this.seen = { x: 0, y: 0, w: 10, h: 10 };
    this.live = { k: 1, dx: 0, dy: 0 };
    this.size = { w: 300, h: 150 };
    this.timer = 0;
    svg.style.transformOrigin = "0 0";
    svg.setAttribute("preserveAspectRatio", "none");
  }

  // Pixels a unit of the scene has now.
  get pixels() {
    return (this.size.w / this.seen.w) * this.live.k;
  }

  // After the host got another size: a unit keeps its pixels. A hidden host has no size and changes nothing.
  measure() {
    const [w, h] = [this.host.clientWidth, this.host.clientHeight];
    if (!w || !h || (w === this.size.w && h === this.size.h)) return;
    const unit = this.seen.w / this.size.w;
    this.seen = { ...this.seen, w: w * unit, h: h * unit };
    this.size = { w, h };
    this.settle();
  }

  // From the page's pixels to the scene and back (the latter from the host's own corner).
  toScene(clientX, clientY) {
    const area = this.host.getBoundingClientRect();
    const { k, dx, dy } = this.live;
    const unit = this.seen.w / this.size.w;
    const left = clientX - area.left - this.host.clientLeft;
    const top = clientY - area.top - this.host.clientTop;
    return [this.seen.x + ((left - dx) / k) * unit, this.seen.y + ((top - dy) / k) * unit];
  }

  toHost([x, y]) {
    const { k, dx, dy } = this.live;
    const unit = this.seen.w / this.size.w;
    return [((x - this.seen.x) / unit) * k + dx, ((y - this.seen.y) / unit) * k + dy];
  }

  fit(box, margin = 0.04) {
    this.measure();
    if (!box || !(box.w > 0 || box.h > 0)) return;
    const unit = Math.max(box.w / this.size.w, box.h / this.size.h, 1e-4) * (1 + 2 * margin);
    const [w, h] = [unit * this.size.w, unit * this.size.h];
    this.seen = { x: box.x + box.w / 2 - w / 2, y: box.y + box.h / 2 - h / 2, w, h };
    this.live = { k: 1, dx: 0, dy: 0 };
    this.settle();
  }

  // Zoom by `factor`; the point under (clientX, clientY) stays where it is, by default the middle.
  zoom(factor, clientX, clientY) {
    const area = this.host.getBoundingClientRect();
    const left = (clientX ?? area.left + area.width / 2) - area.left;
    const top = (clientY ?? area.top + area.height / 2) - area.top;
    const pixels = Math.min(Math.max(this.pixels * factor, 0.5), LARGEST * this.scale);
    const by = pixels / this.pixels;
    const { k, dx, dy } = this.live;
    this.live = { k: k * by, dx: left - (left - dx) * by, dy: top - (top - dy) * by };
    this.move();
  }

  pan(dx, dy) {
    this.live = { k: this.live.k, dx: this.live.dx + dx, dy: this.live.dy + dy };
    this.move();
  }

  // Bring a box into sight without zooming.
  reveal(box) {
    const [left, top] = this.toHost([box.x, box.y]);
    const [right, bottom] = this.toHost([box.x + box.w, box.y + box.h]);
    const room = 24;
    const by = (low, high, size) => (low < room ? room - low : high > size - room ? Math.max(size - room - high, room - low) : 0);
    const [dx, dy] = [by(left, right, this.size.w), by(top, bottom, this.size.h)];
    if (dx || dy) {
      this.pan(dx, dy);
      this.settle();
    }
  }

  move() {
    const { k, dx, dy } = this.live;
    // Until the gesture ends the picture that is painted already is stretched: nothing is painted anew.
    this.svg.style.willChange = "transform";
    this.svg.style.transform = `translate(${dx}px, ${dy}px) scale(${k})`;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLE_MS);
    this.onChange();
  }

  settle() {
    clearTimeout(this.timer);
    const { k, dx, dy } = this.live;
    const unit = this.seen.w / this.size.w;
    const w = this.seen.w / k;
    this.seen = { x: this.seen.x - (dx / k) * unit, y: this.seen.y - (dy / k) * unit, w, h: (w * this.size.h) / this.size.w };
    this.live = { k: 1, dx: 0, dy: 0 };
    this.svg.style.transform = "";
    this.svg.style.willChange = "";
    this.svg.setAttribute("viewBox", [this.seen.x, this.seen.y, this.seen.w, this.seen.h].map((value) => value * this.scale).join(" "));
    this.onChange();
  }
}
