// Ask the server, and know from the latest requests whether that makes sense now.
import { state, tell } from "./state.js";

export const SLOW_MS = 2000;
const REMEMBERED = 5;
const history = [];

// The server answered and will not change its mind: asking again the same way is of no use.
export class Refused extends Error {
  constructor(status, problem) {
    super((problem && problem.detail) || String(status));
    this.status = status;
    this.code = (problem && problem.code) || "";
  }
}

// No answer, too late, or "try again".
export class Unreachable extends Error {}

export function isOnline() {
  if (navigator.onLine === false) return false;
  const failed = history.filter((item) => !item.ok).length;
  const sum = history.reduce((total, item) => total + item.ms, 0);
  return failed < 2 && sum <= SLOW_MS * Math.max(history.length, 1);
}

function note(ok, ms) {
  const before = isOnline();
  // One clean and fast answer after a time without any ends that time.
  if (ok && !before && ms <= SLOW_MS) history.length = 0;
  history.push({ ok, ms });
  if (history.length > REMEMBERED) history.shift();
  if (before !== isOnline()) tell("status");
}

export function forgetHistory() {
  history.length = 0;
  tell("status");
}

// Returns the JSON of the answer. Throws Refused or Unreachable. `judged`: the time it takes tells whether we are online.
export async function ask(path, { body, timeout = 20000, judged = false, headers = {}, token = state.device && state.device.token } = {}) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  const started = performance.now();
  try {
    const answer = await fetch(`/api/v1/${path}`, {
      method: body === undefined ? "GET" : "POST",
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { ...headers, "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      credentials: "omit",
      cache: "no-store",
      signal: controller.signal,
    });
    const content = await answer.json().catch(() => null);
    const elapsed = performance.now() - started;
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408 || (answer.ok && content === null)) throw new Unreachable(String(answer.status));
    note(true, judged ? elapsed : 0);
    if (answer.ok) return content;
    if (answer.status === 401 && token) lost(token);
    throw new Refused(answer.status, content);
  } catch (error) {
    if (error instanceof Refused) throw error;
    note(false, judged ? performance.now() - started : 0);
    throw error instanceof Unreachable ? error : new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
}

export const askEvent = (path, options) => ask(`events/${encodeURIComponent(state.device.slug)}/${path}`, options);

function lost(token) {
  if (!state.device || state.device.token !== token) return; // an old question of a device that was paired anew
  state.revoked = true;
  tell("status");
  tell("revoked");
}
