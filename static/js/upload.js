// Uploads with progress. Without this script the same form is sent by the browser, and the same answer comes.
function show(form, percent) {
  const line = form.querySelector("[data-upload-progress]");
  const text = line.querySelector("[data-text]");
  line.hidden = false;
  line.querySelector("progress").value = percent;
  text.textContent = text.dataset.text.replace("{percent}", percent);
}

// A refusal is a whole page: its main part takes the place of ours.
function replaceMain(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  document.querySelectorAll("form[data-upload]").forEach(prepare);
  document.querySelector(".field-error, #error-summary")?.scrollIntoView({ block: "center" });
}

function prepare(form) {
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]");
    if (event.defaultPrevented || !file?.files.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.onprogress = (step) => step.lengthComputable && show(form, Math.floor((100 * step.loaded) / step.total));
    request.onload = () => (request.status < 400 ? location.assign(request.responseURL) : replaceMain(request.responseText));
    request.onerror = () => HTMLFormElement.prototype.submit.call(form);
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}

document.querySelectorAll("form[data-upload]").forEach(prepare);
