// Signed badge codes: believed when a key of the event made them. The form stands in app/badges/signing.py.
import { verifyAsync } from "@noble/ed25519";

const ALPHABET = "23456789BCFGHJKLMNPQRSTVXZ";
const FORM = /^EV2[0-9A-Z]{137}$/;
const PAYLOAD = 24;
const WHOLE = 88;
const VERSION = 1;
const CONTEXT = new TextEncoder().encode("fairground badge 1");
const CATEGORIES = ["", "visitor", "delegate", "speaker", "exhibitor", "press", "vip", "staff", "contractor"];
const DAY_ZERO = Date.UTC(2020, 0, 1);

export const looksSigned = (text) => FORM.test(text);

// Returns {badge, category, from, until}, or null when none of `keys` ([{id, key}], key in hex) signed the code for the event of
// this number. Never fails.
export async function believe(text, keys, event) {
  const whole = bytesOf(text);
  const claims = whole && unpack(whole);
  const found = claims && claims.event === event && keys.find((item) => Number(item.id) === claims.keyNumber);
  if (!found) return null;
  const message = new Uint8Array(CONTEXT.length + PAYLOAD);
  message.set(CONTEXT);
  message.set(whole.subarray(0, PAYLOAD), CONTEXT.length);
  try {
    // Strict RFC 8032: no small-order points, no signature moved by the group's order.
    const isOurs = await verifyAsync(whole.subarray(PAYLOAD), message, hex(found.key), { zip215: false });
    return isOurs ? claims : null;
  } catch (_error) {
    return null;
  }
}

// Why nobody of `keys` signed it, in the server's words; "newer" when a key may have that came after them.
export function refusalOf(text, keys, event) {
  const whole = bytesOf(text);
  const claims = whole && unpack(whole);
  if (!claims) return "malformed";
  if (claims.event !== event) return "wrong_event";
  const numbers = keys.map(({ id }) => Number(id));
  if (numbers.includes(claims.keyNumber)) return "malformed";
  return claims.keyNumber > Math.max(0, ...numbers) ? "newer" : "unknown";
}

function bytesOf(text) {
  if (!looksSigned(text)) return null;
  let number = 0n;
  for (const digit of text.slice(3)) number = number * 36n + BigInt(parseInt(digit, 36));
  if (number >> BigInt(8 * WHOLE)) return null;
  const bytes = new Uint8Array(WHOLE);
  for (let place = WHOLE - 1; place >= 0; place -= 1) {
    bytes[place] = Number(number & 255n);
    number >>= 8n;
  }
  return bytes;
}

function unpack(bytes) {
  const view = new DataView(bytes.buffer);
  const category = CATEGORIES[bytes[19]];
  if (bytes[0] !== VERSION || !category) return null;
  let identity = 0n;
  for (const byte of bytes.subarray(7, 19)) identity = identity * 256n + BigInt(byte);
  if (identity >= 26n ** 20n) return null;
  let badge = "";
  for (let place = 0; place < 20; place += 1) {
    badge = ALPHABET[Number(identity % 26n)] + badge;
    identity /= 26n;
  }
  return { keyNumber: view.getUint16(1), event: view.getUint32(3), badge: `EV1${badge}`, category, from: dayOf(view.getUint16(20)), until: dayOf(view.getUint16(22)) };
}

const dayOf = (number) => (number ? new Date(DAY_ZERO + number * 86400000).toISOString().slice(0, 10) : null);
const hex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
