// Keeps the app on the phone, and changes to a newer version only while nobody scans.
import { page } from "./texts.js";

export async function keepReady(isIdle) {
  if (!("serviceWorker" in navigator)) return;
  const hadOne = Boolean(navigator.serviceWorker.controller);
  let reloading = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    page.dataset.kept = "";
    if (hadOne && isIdle() && !reloading) {
      reloading = true;
      location.reload();
    }
  });
  try {
    const registration = await navigator.serviceWorker.register(page.dataset.service, { scope: page.dataset.scope });
    const change = () => registration.waiting && navigator.serviceWorker.controller && isIdle() && registration.waiting.postMessage("activate");
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      if (installing) installing.addEventListener("statechange", change);
    });
    change();
    await navigator.serviceWorker.ready;
    page.dataset.kept = "";
  } catch (_error) {
    // Private windows have none: the app works while it is open.
  }
}
