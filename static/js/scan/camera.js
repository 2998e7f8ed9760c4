// The camera: its picture, its square in the middle ten times a second, its light.
import { decode } from "./decoder.js";
import * as store from "./store.js";

const PAUSE_MS = 100;
const SIDE = 640;
const SAME_MS = 5000;
const video = document.getElementById("video");
const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { willReadFrequently: true });
let stream = null;
let onCode = null;
let wanted = false;
let looking = false;
let last = { text: "", at: 0 };

// Show the picture and call `listener(text)` for each code. Throws when there is no camera or no permission.
export async function start(listener) {
  onCode = listener;
  wanted = true;
  await openStream();
}

async function openStream() {
  stop(true);
  const chosen = await store.getMeta("camera");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const device = chosen ? { deviceId: { ideal: chosen } } : { facingMode: { ideal: "environment" } };
  stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...device } });
  video.srcObject = stream;
  await video.play();
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => wanted && document.visibilityState === "visible" && openStream().catch(() => {}));
  if ((capabilities().focusMode || []).includes("continuous")) track.applyConstraints({ advanced: [{ focusMode: "continuous" }] }).catch(() => {});
  if (!looking) look();
}

export function stop(keepWanted = false) {
  if (!keepWanted) wanted = false;
  if (stream) stream.getTracks().forEach((track) => track.stop());
  stream = null;
}

async function look() {
  looking = true;
  while (stream) {
    try {
      if (video.videoWidth && !document.hidden) await lookOnce();
    } catch (_error) {
      // A broken frame is no reason to stop looking.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  looking = false;
}

async function lookOnce() {
  const side = Math.min(video.videoWidth, video.videoHeight);
  const shown = Math.min(side, SIDE);
  if (canvas.width !== shown) canvas.width = canvas.height = shown;
  context.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, shown, shown);
  const text = await decode(canvas, context);
  if (!text) return;
  const now = performance.now();
  const isSame = text === last.text && now - last.at < SAME_MS;
  last = { text, at: now };
  if (!isSame && onCode) onCode(text);
}

const capabilities = () => {
  const track = stream && stream.getVideoTracks()[0];
  return (track && track.getCapabilities && track.getCapabilities()) || {};
};
export const hasTorch = () => Boolean(capabilities().torch);
export const isRunning = () => Boolean(stream);

export function torch(on) {
  return stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
}

export async function cameras() {
  if (!navigator.mediaDevices || !navigator.mediaDevices.enumerateDevices) return [];
  return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput" && device.deviceId);
}

export async function choose(deviceId) {
  await store.setMeta("camera", deviceId);
  if (wanted) await openStream();
}

// A hidden page gives the camera back; it comes again with the page.
document.addEventListener("visibilitychange", () => {
  if (!wanted) return;
  if (document.hidden) stop(true);
  else if (!stream) openStream().catch(() => {});
});
