// A colour of one's own, of the person's category, or none.
export class Colour {
  constructor(box, change) {
    this.name = box.dataset.colour;
    [this.way, this.own] = [box.querySelector("select"), box.querySelector("input")];
    this.way.addEventListener("change", () => change(this.value()));
    this.own.addEventListener("change", () => {
      this.way.value = "own";
      change(this.value());
    });
  }

  value() {
    return this.way.value === "own" ? this.own.value : this.way.value;
  }

  show(value) {
    const isOwn = typeof value === "string" && value.startsWith("#");
    this.way.value = isOwn ? "own" : (value ?? "");
    if (isOwn) this.own.value = value;
    this.own.hidden = this.way.value !== "own";
  }
}
