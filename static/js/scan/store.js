// What must survive a reload, a crash and an empty battery: IndexedDB with promises.
const NAME = "fairground-scan";
const VERSION = 2;
const KEYS = {
  meta: null,
  people: "short",
  revoked: "key",
  passages: "id",
  queue: "scan_uuid",
  taps: "count_uuid",
  undos: "undo_uuid",
  guests: "id",
  log: "scan_uuid",
  stuck: "id",
};
let opening = null;

function open() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = ({ oldVersion }) => {
        const database = request.result;
        // What waits to be sent stays. Passages of version 1 had another form; the server knows them.
        if (oldVersion === 1) database.deleteObjectStore("passages");
        for (const [name, keyPath] of Object.entries(KEYS)) {
          if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, keyPath ? { keyPath } : undefined);
        }
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
  }
  return opening;
}

// Run `work(store, …)` in one transaction; resolves when the disk has it, with the result of the request that `work` returns.
export async function change(names, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    const request = work(...names.map((name) => transaction.objectStore(name)));
    transaction.oncomplete = () => resolve(request ? request.result : undefined);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

async function read(name, ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction([name], "readonly").objectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const all = (name) => read(name, (store) => store.getAll());
export const count = (name) => read(name, (store) => store.count());
export const get = (name, key) => read(name, (store) => store.get(key));
export const put = (name, value) => change([name], (store) => store.put(value));
export const remove = (name, key) => change([name], (store) => store.delete(key));
export const setMeta = (key, value) => change(["meta"], (store) => store.put(value, key));
export const getMeta = (key) => get("meta", key);

// Forget people, device and settings. The caller makes sure that nothing waits to be sent.
export function wipe() {
  const names = Object.keys(KEYS);
  return change(names, (...stores) => {
    stores.forEach((store) => store.clear());
  });
}

export function forgetPeople() {
  return change(["people", "revoked", "passages", "log", "meta"], (people, revoked, passages, log, meta) => {
    people.clear();
    revoked.clear();
    passages.clear();
    log.clear();
    meta.delete("snapshot");
  });
}

// A random UUID; crypto.randomUUID is missing on old phones.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
