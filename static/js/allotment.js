// Drag a line of the proposal to a booth of the plan: the booth's number goes into the line's field, and the form is sent.
// Without it the same number is typed into the same field.

const plan = document.querySelector("#plan-frame svg");
let dragged = null;

for (const line of document.querySelectorAll("[data-allotment-line]")) {
  line.addEventListener("dragstart", (event) => {
    dragged = line;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", line.querySelector("th").textContent.trim());
  });
  line.addEventListener("dragend", () => { dragged = null; });
}

function boothAt(event) {
  const link = event.target.closest("a[href*='/booths/']");
  return link && decodeURIComponent(new URL(link.getAttribute("href"), location.href).pathname.split("/").pop());
}

plan?.addEventListener("dragover", (event) => {
  if (dragged && boothAt(event)) event.preventDefault();
});

plan?.addEventListener("drop", (event) => {
  const code = boothAt(event);
  if (!dragged || !code) return;
  event.preventDefault();
  const form = dragged.querySelector("form");
  const field = form.elements.namedItem("booths");
  // Who has several booths keeps their number: the first is the one that was dropped on, the others are typed.
  field.value = code;
  form.requestSubmit();
});
