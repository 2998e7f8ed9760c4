// Read what a camera, a scanner or a thumb gives. The same rules as on the server.
const ALPHABET = "23456789BCFGHJKLMNPQRSTVXZ";
const BADGE = new RegExp(`^EV1[${ALPHABET}]{20}$`);
const SHORT = new RegExp(`^[${ALPHABET}]{8}$`);
const SIGNED = /^EV2[0-9A-Z]{137}$/;
const LONGEST = 300;
// Printed for those who learn: the phone shows what it would say, and keeps nothing.
const PRACTICE = "FAIRGROUNDPRACTICE";

export function readCode(raw) {
  const bare = raw.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[\s\-–.]+/g, "").toUpperCase();
  if (!bare || raw.length > LONGEST) return { kind: "malformed", text: raw.slice(0, LONGEST + 1) };
  if (BADGE.test(bare)) return { kind: "badge", text: bare };
  if (SHORT.test(bare)) return { kind: "short", text: bare };
  if (SIGNED.test(bare)) return { kind: "signed", text: bare };
  if (bare === PRACTICE) return { kind: "practice", text: bare };
  return { kind: /^EV[12]/.test(bare) ? "malformed" : "foreign", text: raw };
}

// Codes that are not ours (health cards, payment codes) are kept and sent as their digest only.
export async function digestOf(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return "sha256:" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The search key of a text: no marks, đ as d, lower case, no apostrophes.
export function fold(text) {
  return text
    .replace(/['’‘`´ʼʹ′‛＇\u200b\ufeff\u2060\u00ad]/g, "")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[đð]/g, "d")
    .replace(/\s+/g, " ")
    .trim();
}
