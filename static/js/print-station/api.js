// What the tab asks the server. Its token lies on this device only and opens nothing but this printer's queue.
const KEY = "print-station";

// The token opens nothing (any more).
export class Gone extends Error {}
// The badge is somebody else's now.
export class Over extends Error {}

export function remember(name, value) {
  if (value !== undefined) localStorage.setItem(`${KEY}.${name}`, value);
  return localStorage.getItem(`${KEY}.${name}`);
}

export const isPaired = () => Boolean(remember("token"));

export function forget() {
  localStorage.removeItem(`${KEY}.token`);
}

async function fetched(path, options = {}) {
  const token = remember("token");
  const answer = await fetch(`/api/v1/print-stations/${path}`, {
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(20000),
    ...options,
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
  });
  if (answer.status === 401) throw new Gone();
  if (answer.status === 404 || answer.status === 409) throw new Over();
  if (!answer.ok) throw new Error(((await answer.json().catch(() => null)) || {}).detail || String(answer.status));
  return answer;
}

export const ask = async (path, body) => (await fetched(path, { method: "POST", body: JSON.stringify(body) })).json();

export async function pair(code) {
  const answer = await ask("pair", { pairing_code: code });
  remember("token", answer.station_token);
  return answer;
}

// Returns the pages of the badge as pictures.
export async function badge(job) {
  const pages = [];
  for (let page = 1, count = 1; page <= count; page += 1) {
    const answer = await fetched(`jobs/${job.id}/badge.png?lease=${job.lease}&page=${page}`);
    count = Number(answer.headers.get("X-Page-Count")) || 1;
    pages.push(await answer.blob());
  }
  return pages;
}
