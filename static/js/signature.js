// A signature drawn with finger, pen or mouse. The picture goes with the form as a PNG; without JavaScript a tick does.
const HEIGHT = 180;

for (const place of document.querySelectorAll("[data-signature]")) build(place, document.getElementById(place.dataset.signature));

function build(place, field) {
  const canvas = document.createElement("canvas");
  canvas.className = "signature-pad";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  const note = document.createElement("p");
  note.className = "muted small";
  note.setAttribute("aria-live", "polite");
  const label = document.createElement("p");
  label.className = "field-label";
  label.textContent = place.dataset.label;
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "btn btn-quiet";
  clear.textContent = place.dataset.clear;
  place.append(label, canvas, note, clear);

  const width = Math.max(place.clientWidth, 240);
  const scale = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = width * scale;
  canvas.height = HEIGHT * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.lineWidth = 2.5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#1b2430";
  let last = null;

  const tell = () => {
    const words = field.value ? place.dataset.drawn : place.dataset.empty;
    note.textContent = words;
    canvas.setAttribute("aria-label", `${place.dataset.label}: ${words}`);
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    // A fast finger makes several points between two events.
    const points = event.getCoalescedEvents?.() ?? [];
    for (const point of points.length ? points : [event]) {
      const next = at(point);
      pen.beginPath();
      pen.moveTo(...last);
      pen.lineTo(...next);
      pen.stroke();
      last = next;
    }
  });
  const stop = () => {
    if (!last) return;
    last = null;
    field.value = canvas.toDataURL("image/png");
    tell();
  };
  canvas.addEventListener("pointerup", stop);
  canvas.addEventListener("pointercancel", stop);
  clear.addEventListener("click", () => {
    pen.clearRect(0, 0, width, HEIGHT);
    field.value = "";
    tell();
  });
  // What was drawn before a refused form is shown again.
  if (field.value.startsWith("data:image/png;base64,")) {
    const picture = new Image();
    picture.addEventListener("load", () => pen.drawImage(picture, 0, 0, width, HEIGHT));
    picture.src = field.value;
  }
  tell();
}
