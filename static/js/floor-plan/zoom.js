// Zoom by buttons, Ctrl and wheel, and two fingers: a CSS transform during the gesture, the real size when it ends.
const STEP = 1.4;

export function addZoom(frame, svg) {
  const [, , boxWidth, boxHeight] = svg.getAttribute("viewBox").split(" ").map(Number);
  const largest = boxWidth * 6;
  let width = svg.getBoundingClientRect().width;

  const resize = (wanted, clientX, clientY) => {
    const area = frame.getBoundingClientRect();
    const before = svg.getBoundingClientRect();
    const next = Math.min(Math.max(wanted, frame.clientWidth), largest);
    const [shareX, shareY] = [(clientX - before.left) / before.width, (clientY - before.top) / before.height];
    width = next;
    frame.classList.add("zoomed");
    svg.style.transform = "";
    svg.setAttribute("width", next);
    svg.setAttribute("height", (next * boxHeight) / boxWidth);
    frame.scrollLeft = shareX * next - (clientX - area.left);
    frame.scrollTop = (shareY * next * boxHeight) / boxWidth - (clientY - area.top);
  };
  const byButton = (factor) => {
    const area = frame.getBoundingClientRect();
    resize(svg.getBoundingClientRect().width * factor, area.left + area.width / 2, area.top + area.height / 2);
  };
  addButtons(frame, byButton, () => resize(0, frame.getBoundingClientRect().left, frame.getBoundingClientRect().top));
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      resize(svg.getBoundingClientRect().width * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX, event.clientY);
    },
    { passive: false },
  );
  addPinch(frame, svg, resize);
}

function addButtons(frame, byButton, whole) {
  const bar = document.createElement("div");
  bar.className = "plan-zoom";
  const add = (sign, words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = sign;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", act);
    bar.append(button);
  };
  add("+", frame.dataset.zoomIn, () => byButton(STEP));
  add("−", frame.dataset.zoomOut, () => byButton(1 / STEP));
  add("⤢", frame.dataset.zoomAll, whole);
  document.querySelector(".plan-tools")?.append(bar);
}

function addPinch(frame, svg, resize) {
  let start = null;
  const spread = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  frame.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) return;
    const [one, other] = event.touches;
    const box = svg.getBoundingClientRect();
    const at = [(one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2];
    start = { distance: spread(event.touches), width: box.width, at, factor: 1 };
    svg.style.transformOrigin = `${at[0] - box.left}px ${at[1] - box.top}px`;
  }, { passive: true });
  frame.addEventListener("touchmove", (event) => {
    if (!start || event.touches.length !== 2) return;
    event.preventDefault();
    start.factor = spread(event.touches) / start.distance;
    svg.style.transform = `scale(${start.factor})`;
  }, { passive: false });
  frame.addEventListener("touchend", () => {
    if (!start) return;
    const ended = start;
    start = null;
    svg.style.transform = "";
    svg.style.transformOrigin = "0 0";
    resize(ended.width * ended.factor, ...ended.at);
  });
}
