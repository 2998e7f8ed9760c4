// What the parts of the app know in common, and how they tell each other that it changed.
const bus = new EventTarget();

export const state = {
  device: null, // {token, slug, event, gate, name}
  revoked: false,
  direction: "entry",
  waiting: 0, // scans, taps, undos and guests not sent yet
  stuck: 0, // scans that the server did not take
  syncedAt: 0,
  offsetMs: 0, // our clock is so much behind the server's
  practice: false, // scans are judged and not kept
  kiosk: false, // nobody stands beside the phone
  hidesNames: false,
};

export const tell = (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail }));
export const hear = (name, listener) => bus.addEventListener(name, (event) => listener(event.detail));
export const serverNow = () => new Date(Date.now() + state.offsetMs);
