// One question: which code is in this picture? Asks the browser's own detector when it passes a test, else zxing in a worker.
import { tell } from "./state.js";
import { page } from "./texts.js";

const TEST_TEXT = "FAIRGROUND";
let worker = null;
let native = null;
let lastId = 0;
const waiting = new Map();

function startWorker() {
  if (worker) return worker;
  worker = new Worker(page.dataset.decoder, { type: "module" });
  worker.onmessage = ({ data }) => {
    const done = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.fault) giveUp(data.fault);
    if (done) done(data.text);
  };
  worker.onerror = (event) => giveUp(event.message || "worker");
  worker.postMessage({ wasm: new URL(page.dataset.wasm, location.href).href });
  return worker;
}

// An old phone without WebAssembly or module workers: said once; typing goes on.
function giveUp(fault) {
  waiting.forEach((done) => done(null));
  waiting.clear();
  if (!page.dataset.decoderFault) tell("no-decoder");
  page.dataset.decoderFault = fault;
}

function askWorker(message, transfer = []) {
  if (page.dataset.decoderFault) return Promise.resolve(null);
  return new Promise((resolve) => {
    lastId += 1;
    waiting.set(lastId, resolve);
    startWorker().postMessage({ ...message, id: lastId }, transfer);
  });
}

// Browsers claim to have a detector and then throw or see nothing: only one that reads our own picture is believed.
export async function prepare() {
  native = await findNative();
  page.dataset.engine = native ? "native" : "zxing";
  if (!native) startWorker();
}

async function findNative() {
  try {
    if (!("BarcodeDetector" in self) || !(await self.BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new self.BarcodeDetector({ formats: ["qr_code"] });
    const image = new Image();
    image.src = page.dataset.testPicture;
    await image.decode();
    const found = await detector.detect(image);
    return found.length && found[0].rawValue === TEST_TEXT ? detector : null;
  } catch (_error) {
    return null;
  }
}

let missed = 0;

// The text of the code on the canvas, or null. When the own detector sees nothing for long, zxing looks at every second picture.
export async function decode(canvas, context) {
  if (native) {
    try {
      const found = await native.detect(canvas);
      if (found.length) {
        missed = 0;
        return found[0].rawValue;
      }
      missed += 1;
    } catch (_error) {
      native = null;
      page.dataset.engine = "zxing";
    }
    if (native && (missed < 20 || missed % 2)) return null;
  }
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data.buffer;
  return askWorker({ pixels, width: canvas.width, height: canvas.height }, [pixels]);
}

export const decodePhoto = (photo) => askWorker({ photo });
