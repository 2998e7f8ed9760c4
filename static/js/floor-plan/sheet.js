// A booth opens in the sheet beside or over the plan instead of on its own page.
import htmx from "htmx.org";
import { countDown } from "../site/countdown.js";
import { codeOf } from "./status.js";

export function showInSheet(svg, sheet) {
  if (!sheet) return;
  let opener = null;
  const close = () => {
    sheet.replaceChildren();
    opener?.removeAttribute("aria-current");
    opener?.focus({ preventScroll: true });
  };
  svg.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    opener?.removeAttribute("aria-current");
    opener = link;
    link.setAttribute("aria-current", "true");
    htmx.ajax("GET", link.getAttribute("href"), { target: sheet, swap: "innerHTML" }).then(() => {
      addClose(sheet, close);
      // Where the sheet lies over the map, the booth moves up to stay in sight.
      if (matchMedia("(max-width: 959.98px)").matches) link.scrollIntoView({ block: "start", inline: "center" });
      countDown(sheet);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sheet.childElementCount) close();
  });
  const find = (code) => [...svg.querySelectorAll("a")].find((link) => codeOf(link) === code);
  const wanted = find(sheet.dataset.opened);
  if (wanted) {
    // The server has put the booth of ?booth=A12 into the sheet already.
    opener = wanted;
    wanted.setAttribute("aria-current", "true");
    wanted.classList.remove("opened");
    sheet.querySelector(".plan-close")?.remove();
    addClose(sheet, close);
    wanted.scrollIntoView({ block: "center", inline: "center" });
  }
  const openByHash = () => find(decodeURIComponent(location.hash.slice(1)).toUpperCase())?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  addEventListener("hashchange", openByHash);
  if (location.hash.length > 1) openByHash();
}

function addClose(sheet, close) {
  const bar = document.createElement("div");
  bar.className = "plan-bar";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-small";
  button.textContent = sheet.dataset.close;
  button.addEventListener("click", close);
  bar.append(button);
  sheet.firstElementChild?.prepend(bar);
  const heading = sheet.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}
