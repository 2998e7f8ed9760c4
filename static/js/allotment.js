// Drag a line of the proposal, or the booth that its exhibitor has on the plan, to another booth: the form of the line is sent with the
// booth instead of the one before. Without it the same number is typed into the same field.
const plan = document.getElementById("plan-frame");
const move = document.getElementById("allotment-move");
// Of all exhibitors, also those whose lines are on other pages: [name, [code, …]] by number.
const placed = plan && move ? JSON.parse(plan.dataset.placed) : {};
const holders = new Map(Object.entries(placed).flatMap(([id, [, codes]]) => codes.map((code) => [code, id])));
// {id, code}: whose booths change, and which of them; no code: the first.
let dragged = null;

const FAR_PX = 5;
const linkAt = (node) => node?.closest?.("svg.floor-plan a");
const codeOf = (link) => decodeURIComponent(new URL(link.getAttribute("href"), location.href).pathname.split("/").pop());

function mark(link) {
  for (const marked of plan.querySelectorAll("a.drop-here")) marked.classList.remove("drop-here");
  link?.classList.add("drop-here");
}

function place({ id, code }, to) {
  const before = placed[id]?.[1] ?? [];
  if (before.includes(to)) return;
  const gone = code ?? before[0];
  const after = before.length ? before.map((one) => (one === gone ? to : one)) : [to];
  move.action = move.dataset.action.replace("/0?", `/${id}?`);
  move.elements.namedItem("booths").value = after.join(", ");
  move.requestSubmit();
}

// From the list: the browser's own dragging, which scrolls the page up to the plan.
function dragLines() {
  for (const line of document.querySelectorAll("[data-allotment-line]")) {
    line.addEventListener("dragstart", (event) => {
      dragged = { id: line.dataset.allotmentLine };
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", placed[dragged.id]?.[0] ?? "");
    });
  }
  plan.addEventListener("dragover", (event) => {
    const link = dragged && linkAt(event.target);
    mark(link);
    if (link) event.preventDefault();
  });
  plan.addEventListener("drop", (event) => {
    const link = linkAt(event.target);
    if (!dragged || !link) return;
    event.preventDefault();
    place(dragged, codeOf(link));
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
}

// On the plan: links in a drawing cannot be dragged by the browser. A finger scrolls the plan as before.
function dragBooths() {
  let start = null;
  plan.addEventListener("pointerdown", (event) => {
    const code = linkAt(event.target) && codeOf(linkAt(event.target));
    if (event.button || event.pointerType === "touch" || !holders.has(code)) return;
    start = { x: event.clientX, y: event.clientY, id: holders.get(code), code };
  });
  plan.addEventListener("pointermove", (event) => {
    if (!start) return;
    if (!dragged && Math.hypot(event.clientX - start.x, event.clientY - start.y) >= FAR_PX) {
      dragged = start;
      plan.setPointerCapture(event.pointerId);
    }
    if (dragged) mark(linkAt(document.elementFromPoint(event.clientX, event.clientY)));
  });
  plan.addEventListener("pointerup", (event) => {
    const link = dragged && linkAt(document.elementFromPoint(event.clientX, event.clientY));
    if (link) place(dragged, codeOf(link));
    start = dragged = null;
    mark(null);
  });
  plan.addEventListener("pointercancel", () => {
    // Comes for a line that is dragged over the plan too.
    if (!start) return;
    start = dragged = null;
    mark(null);
  });
  plan.addEventListener("dragstart", (event) => event.preventDefault());
}

if (move) {
  for (const link of plan.querySelectorAll("svg.floor-plan a")) {
    // Who it is stands in the words under the pointer.
    const id = holders.get(codeOf(link));
    if (id) link.querySelector("title").append(`, ${placed[id][0]}`);
  }
  dragLines();
  dragBooths();
}
