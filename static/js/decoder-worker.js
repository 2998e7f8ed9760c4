// Finds QR codes in pictures, off the page's thread. Served with the one policy that may compile WebAssembly.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true };
let address = "";

self.onmessage = async ({ data }) => {
  if (data.wasm) {
    address = data.wasm;
    prepareZXingModule({ overrides: { locateFile: () => address } });
    return;
  }
  try {
    const picture = data.photo || { data: new Uint8ClampedArray(data.pixels), width: data.width, height: data.height };
    const found = await readBarcodes(picture, OPTIONS);
    self.postMessage({ id: data.id, text: found.length && found[0].isValid ? found[0].text : null });
  } catch (error) {
    // A photo that is none is no fault of the decoder.
    self.postMessage({ id: data.id, text: null, fault: data.photo ? "" : String(error) });
  }
};
