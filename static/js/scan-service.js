// The service worker of /scan: keeps the app and its parts, so that it starts without a connection. The server writes
// self.SHELL = {version, page, files} above this text. Never touches the API.
const { version, page, files } = self.SHELL;
const CACHE = `fairground-scan-${version}`;
const fresh = (url) => new Request(url, { cache: "reload", credentials: "same-origin" });
const anyWay = { ignoreVary: true };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([page, ...files].map(fresh))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("fairground-scan-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A newer version waits until the page says that nobody is scanning.
self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === page) {
    event.respondWith(url.searchParams.has("lang") ? netFirst(request) : kept(page, request));
  } else if (files.includes(url.pathname)) {
    event.respondWith(kept(url.pathname, request));
  }
});

async function kept(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name, anyWay)) || fetch(request);
}

async function netFirst(request) {
  try {
    return await fetch(request);
  } catch (_error) {
    return kept(page, request);
  }
}
