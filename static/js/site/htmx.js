// htmx under a strict content security policy.
export function configure(htmx) {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.historyCacheSize = 0; // no page of a person stays in the browser's storage
  htmx.config.scrollBehavior = "auto";
  // The server sends refusals with HX-Retarget; an answer of something between us and the server has none.
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
    }
  });
}
