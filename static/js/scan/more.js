// Light, camera, sending now, practice, what needs a look, and leaving.
import * as camera from "./camera.js";
import { show } from "./card.js";
import { timeOf } from "./judge.js";
import { showLatest } from "./latest.js";
import { tryAgain } from "./queue.js";
import { showSettings } from "./settings.js";
import { state, tell } from "./state.js";
import * as store from "./store.js";
import { byId, page, say } from "./texts.js";

const PRACTICE = ["accepted", "used", "refused", "provisional"];
let lit = false;
let practised = 0;

export async function showMore() {
  byId("torch").hidden = !camera.hasTorch();
  byId("remove").disabled = state.waiting + state.stuck > 0;
  byId("remove-note").hidden = state.waiting + state.stuck === 0;
  byId("kept").hidden = page.dataset.kept === undefined;
  byId("sent").textContent = state.lastSentAt ? say("sent_at", { time: timeOf(state.lastSentAt) }) : "";
  await Promise.all([listCameras(), listStuck(), showLatest(), showSettings()]);
}

async function listCameras() {
  const found = await camera.cameras();
  const chosen = await store.getMeta("camera");
  byId("camera-field").hidden = found.length < 2;
  byId("camera").replaceChildren(...found.map((device, index) => new Option(device.label || say("camera", { number: index + 1 }), device.deviceId, false, device.deviceId === chosen)));
}

async function listStuck() {
  const items = await store.all("stuck");
  byId("stuck-part").hidden = !items.length;
  const rows = items.map(({ entry, problem }) => {
    const row = document.createElement("li");
    const what = entry.guest ? entry.guest.full_name : entry.code.startsWith("sha256:") ? say("foreign_code") : entry.code;
    row.textContent = `${timeOf(entry.scanned_at)} · ${what} · ${problem}`;
    return row;
  });
  byId("stuck-list").replaceChildren(...rows);
}

// Shows the four answers in turn, and stores nothing.
function practise() {
  const kind = PRACTICE[practised % PRACTICE.length];
  practised += 1;
  const holder = { name: say("practice_name"), unit: say("practice_unit"), category: "visitor", party: 1 };
  show({
    result: { accepted: "accepted", provisional: "provisional" }[kind] || "refused",
    reason: { accepted: "ok", used: "already_in", refused: "revoked" }[kind] || "unknown",
    direction: "entry",
    practice: true,
    holder: kind === "provisional" ? null : holder,
    first: kind === "used" ? { at: new Date(), gate: state.device.gate } : null,
  });
}

byId("torch").addEventListener("click", async () => {
  lit = !lit;
  await camera.torch(lit).catch(() => { lit = false; });
  byId("torch").setAttribute("aria-pressed", String(lit));
});
byId("camera").addEventListener("change", ({ target }) => camera.choose(target.value).catch(() => {}));
byId("send").addEventListener("click", () => tell("work"));
byId("practise").addEventListener("click", practise);
byId("stuck-again").addEventListener("click", () => tryAgain().then(showMore));
byId("remove").addEventListener("click", async () => {
  if (state.waiting + state.stuck > 0 || !window.confirm(say("remove_sure"))) return;
  await store.wipe();
  window.location.reload();
});
