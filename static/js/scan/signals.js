// Sound, vibration and a screen that stays on. All of them need the tap on "start".
const TONES = {
  accepted: [[1320, 0, 0.12]],
  exit: [[880, 0, 0.12]],
  used: [[330, 0, 0.16], [330, 0.22, 0.16]],
  refused: [[220, 0, 0.16], [220, 0.22, 0.16], [220, 0.44, 0.2]],
  provisional: [[660, 0, 0.12], [520, 0.16, 0.16]],
  attention: [[1320, 0, 0.12], [1760, 0.16, 0.12], [1320, 0.32, 0.12]],
};
const SHAKES = { accepted: [250], exit: [250], used: [100, 80, 100], refused: [100, 60, 100, 60, 100], provisional: [100, 60, 100, 60, 100], attention: [300, 80, 100] };
let sound = null;
let lock = null;
let wanted = false;
let allowed = { sound: true, vibration: true };

export const setSignals = (settings) => { allowed = settings; };

export function unlock() {
  wanted = true;
  const Context = window.AudioContext || window.webkitAudioContext;
  if (Context && !sound) sound = new Context();
  if (sound) sound.resume().catch(() => {});
  stayAwake();
}

export function signal(kind) {
  if (navigator.vibrate && allowed.vibration) navigator.vibrate(SHAKES[kind] || [250]);
  if (!allowed.sound || !sound || sound.state !== "running") return;
  for (const [pitch, after, length] of TONES[kind] || TONES.accepted) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const at = sound.currentTime + after;
    tone.frequency.value = pitch;
    tone.type = "square";
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}

async function stayAwake() {
  if (!wanted || lock || !navigator.wakeLock || document.hidden) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; });
  } catch (_error) {
    lock = null; // low battery: the phone decides
  }
}

document.addEventListener("visibilitychange", stayAwake);
