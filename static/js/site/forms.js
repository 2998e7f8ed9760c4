// Forms: errors come from the server with everything typed; one press sends once; the eye lands on what is wrong.
function focusErrors(root) {
  const summary = root.querySelector?.("#error-summary");
  if (!summary) return;
  if (!document.title.startsWith(summary.dataset.title)) document.title = `${summary.dataset.title} ${document.title}`;
  summary.focus();
}

function release(button) {
  button.removeAttribute("aria-busy");
  delete button.dataset.pressed;
}

export function prepareForms() {
  const ready = (root) => {
    root.querySelectorAll?.("form").forEach((form) => (form.noValidate = true));
    focusErrors(root);
  };
  document.addEventListener("DOMContentLoaded", () => ready(document));
  if (document.readyState !== "loading") ready(document);
  document.addEventListener("htmx:afterSettle", (event) => ready(event.target));

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.hasAttribute("data-resend")) return;
    if (button.dataset.pressed) {
      event.preventDefault(); // pressed twice: the first is on its way
      return;
    }
    button.dataset.pressed = "1";
    button.setAttribute("aria-busy", "true");
    setTimeout(() => release(button), 8000); // a download leaves the page as it is
  });
  document.addEventListener("htmx:afterRequest", () => {
    document.querySelectorAll("[data-pressed]").forEach(release);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-pressed]").forEach(release));
}
