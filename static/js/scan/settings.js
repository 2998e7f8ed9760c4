// What this phone is set to: sound, vibration, names, practice, kiosk; and the PIN that keeps others out of it.
import { digestOf } from "./codes.js";
import { setSignals } from "./signals.js";
import { state, tell } from "./state.js";
import * as store from "./store.js";
import { byId, say } from "./texts.js";

const SHORTEST_PIN = 4;
const HOLD_MS = 1500;
const usual = { sound: true, vibration: true, hidesNames: false, practice: false, kiosk: false };
let settings = { ...usual };
let locked = false;

export async function loadSettings() {
  settings = { ...usual, ...((await store.getMeta("settings")) || {}) };
  locked = Boolean(await store.getMeta("pin"));
  apply();
}

function apply() {
  state.practice = settings.practice;
  state.kiosk = settings.kiosk;
  state.hidesNames = settings.hidesNames || settings.kiosk;
  setSignals(settings);
  document.body.classList.toggle("is-kiosk", settings.kiosk);
  byId("practice-bar").hidden = !settings.practice;
  byId("kiosk-bar").hidden = !settings.kiosk;
  for (const box of document.querySelectorAll("[data-setting]")) box.checked = settings[box.dataset.setting];
  tell("status");
}

async function set(name, value) {
  settings = { ...settings, [name]: value };
  await store.setMeta("settings", settings);
  apply();
}

// Kept as a digest with salt: whoever reads the phone's store must still try.
const sealed = (pin, salt) => digestOf(`${salt}:${pin}`);

export const hasPin = () => store.getMeta("pin").then(Boolean);
export const isLocked = () => locked;
export const lock = async () => { locked = await hasPin(); };

// Ask for the PIN in a dialog; resolves to whether it was right. Without a PIN everything is open.
export async function unlock() {
  const kept = await store.getMeta("pin");
  if (!kept || !locked) return true;
  const pin = await askPin(say("pin_ask"));
  if (pin === null) return false;
  locked = (await sealed(pin, kept.salt)) !== kept.sealed;
  if (locked) tell("alert", say("pin_wrong"));
  return !locked;
}

async function choosePin() {
  const pin = await askPin(say("pin_choose"));
  if (pin === null) return false;
  if (pin.length < SHORTEST_PIN) {
    tell("alert", say("pin_short"));
    return false;
  }
  const salt = store.uuid();
  await store.setMeta("pin", { salt, sealed: await sealed(pin, salt) });
  locked = false;
  return true;
}

function askPin(title) {
  const dialog = byId("pin-dialog");
  const field = byId("pin");
  byId("pin-title").textContent = title;
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok" ? field.value.trim() : null), { once: true });
  });
}

export async function showSettings() {
  byId("pin-set").textContent = say((await hasPin()) ? "pin_change" : "pin_set");
  byId("lock").hidden = !(await hasPin());
}

for (const box of document.querySelectorAll("[data-setting]")) {
  box.addEventListener("change", async () => {
    // A kiosk without a PIN could be left by anybody.
    if (box.dataset.setting === "kiosk" && box.checked && !(await hasPin()) && !(await choosePin())) {
      box.checked = false;
      return;
    }
    await set(box.dataset.setting, box.checked);
    if (box.dataset.setting === "kiosk" && box.checked) {
      await lock();
      tell("kiosk");
    }
  });
}
byId("pin-set").addEventListener("click", async () => {
  if (await unlock()) await choosePin();
  showSettings();
});
byId("lock").addEventListener("click", async () => {
  await lock();
  tell("locked");
});

// Out of the kiosk: hold the bar, then the PIN.
let holding = null;
const bar = byId("kiosk-bar");
const leave = async () => {
  if (await unlock()) await set("kiosk", false);
};
bar.addEventListener("pointerdown", () => { holding = setTimeout(leave, HOLD_MS); });
for (const name of ["pointerup", "pointerleave", "pointercancel"]) bar.addEventListener(name, () => clearTimeout(holding));
bar.addEventListener("keydown", (event) => event.key === "Enter" && leave());
