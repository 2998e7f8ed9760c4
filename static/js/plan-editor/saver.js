// Sends what was changed, keeps what could not be sent, and fetches what colleagues did. Nothing typed or drawn is lost:
// what waits lies in the browser's storage too, and a difference is put before the reader instead of being decided here.
import { compact, toServer } from "./document.js";
import { settle, takeOver } from "./rebase.js";

const PAUSE_MS = 700;
const POLL_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;
const TIMEOUT_MS = 20_000;
// The server takes 5,000 operations at once.
const MOST_AT_ONCE = 4_000;
// As often as this both sides are put together at once; after that the server gets time.
const MOST_MERGES = 5;

export class Saver extends EventTarget {
  // `scene` shows what comes from elsewhere; `decide(differences, answer)` gives a promise of keeps(difference).
  constructor({ url, csrf, event, store, scene, decide }) {
    super();
    Object.assign(this, { url, csrf, event, store, scene, decide });
    this.revision = 0;
    this.pending = [];
    this.batch = null;
    this.busy = false;
    this.tries = 0;
    this.merges = 0;
    this.timer = 0;
    this.waiting = [];
    addEventListener("online", () => this.hurry());
    addEventListener("beforeunload", (event) => this.isWaiting() && event.preventDefault());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.hurry() : this.poll()));
  }

  isWaiting() {
    return Boolean(this.batch || this.pending.length);
  }

  async load() {
    const answer = await this.ask("GET", "");
    if (!answer.ok) throw new Error(String(answer.status));
    this.draft = await answer.json();
    this.revision = this.draft.revision;
    setInterval(() => this.poll(), POLL_MS);
    return this.draft;
  }

  // What an earlier visit could not send; call it once the scene shows the draft.
  takeUp() {
    const kept = this.store.read();
    if (!kept) return;
    this.revision = kept.revision;
    this.batch = kept.batch;
    this.pending = kept.pending;
    this.scene.applyRemote([...(kept.batch ?? []), ...kept.pending]);
    this.tell("restored");
    this.schedule(0);
  }

  add(operations) {
    this.pending.push(...operations);
    this.keep();
    this.tell("saving");
    this.schedule(PAUSE_MS);
  }

  // A promise that is fulfilled when everything is with the server.
  flush() {
    if (!this.isWaiting() && !this.busy) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.hurry();
    });
  }

  hurry() {
    if (this.isWaiting()) this.schedule(0);
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  async send() {
    if (this.busy) return;
    // A request whose answer was lost is sent again as it was: the server may have it already.
    if (!this.batch) {
      const all = compact(this.pending);
      this.batch = all.slice(0, MOST_AT_ONCE);
      this.pending = all.slice(MOST_AT_ONCE);
    }
    if (!this.batch.length) {
      this.batch = null;
      this.keep();
      this.rest();
      return;
    }
    this.busy = true;
    this.tell("saving");
    try {
      await this.take(await this.ask("PATCH", "", { base: this.revision, operations: toServer(this.batch) }));
    } catch {
      this.later("offline");
    } finally {
      this.busy = false;
    }
    if (this.isWaiting() && !this.tries) this.schedule(this.batch ? 0 : PAUSE_MS);
  }

  async take(answer) {
    if (answer.type === "opaqueredirect" || [400, 401, 403, 404].includes(answer.status)) return this.later("signed_out");
    if (answer.status === 409) return this.merge(await answer.json());
    if (answer.status === 422) return this.takeBack(await answer.json());
    if (!answer.ok) return this.later("offline");
    const told = await answer.json();
    this.tries = 0;
    this.merges = 0;
    this.batch = null;
    this.revision = told.revision;
    await this.join(told.items ?? []);
    this.keep();
    this.tell("problems", { problems: told.problems });
    if (!this.pending.length) this.rest(told.saved_time);
    return undefined;
  }

  rest(time) {
    this.tell("saved", { time });
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  later(state) {
    this.tries += 1;
    this.tell(state);
    this.schedule(Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.tries));
  }

  // 409: put both together; only what both changed is asked.
  async merge(told) {
    this.pending = compact([...this.batch, ...this.pending]);
    this.batch = null;
    await this.join(told.items, told);
    this.revision = told.revision;
    this.tries = 0;
    this.merges += 1;
    this.keep();
    if (this.merges > MOST_MERGES) this.later("offline");
  }

  // Show what others changed. Our own unsent changes stay unless the reader decides otherwise.
  async join(rows, told = {}) {
    if (!rows.length) return;
    this.pending = compact(this.pending);
    const { operations, differences } = takeOver(rows, this.scene.items, this.pending);
    this.scene.applyRemote(operations);
    if (operations.length) this.tell("colleague", { count: operations.length });
    if (!differences.length) return;
    const keeps = await this.decide(differences, told.differences ?? []);
    const settled = settle(compact(this.pending), differences, this.scene.items, keeps);
    this.pending = settled.pending;
    this.scene.applyRemote(settled.operations);
  }

  // 422: what the server will never take is shown as it was before, the rest goes on.
  takeBack(told) {
    const keys = new Set((told.errors ?? []).map((error) => error.key));
    const named = this.batch.filter((operation) => keys.has(operation.id ?? operation.item.id));
    const wrong = named.length ? named : this.batch;
    this.pending = [...this.batch.filter((operation) => !wrong.includes(operation)), ...this.pending];
    this.batch = null;
    this.tries = 0;
    this.keep();
    this.tell("refused", { wrong, message: told.errors?.[0]?.message ?? told.message });
  }

  async poll() {
    if (this.busy || this.isWaiting() || document.hidden) return;
    this.busy = true;
    try {
      // The mark of what we have is known: event and revision (docs/plan-document.md).
      const mark = `W/"${this.event}-${this.revision}"`;
      const answer = await this.ask("GET", `?since=${this.revision}`, null, { "If-None-Match": mark });
      if (answer.status === 200) {
        const told = await answer.json();
        this.revision = told.revision;
        await this.join(told.items);
        this.tell("problems", { problems: told.problems });
      }
    } catch {
      // No network: the next change says so.
    } finally {
      this.busy = false;
    }
    this.hurry();
  }

  ask(method, query, body = null, headers = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    const options = { method, headers: { Accept: "application/json", ...headers }, redirect: "manual", signal: stop.signal };
    if (body) {
      Object.assign(options.headers, { "Content-Type": "application/json", "X-CSRFToken": this.csrf });
      options.body = JSON.stringify(body);
    }
    return fetch(`${this.url}${query}`, options).finally(() => clearTimeout(timer));
  }

  keep() {
    this.store.write(this.isWaiting() ? { revision: this.revision, batch: this.batch, pending: this.pending } : null);
  }

  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent("state", { detail: { type, ...detail } }));
  }
}

// What waits, in the browser's storage: one plan and one person each.
export function storeOf(owner) {
  const name = `fairground-plan-${owner}`;
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(name));
      } catch {
        return null;
      }
    },
    write(value) {
      try {
        if (value) localStorage.setItem(name, JSON.stringify(value));
        else localStorage.removeItem(name);
      } catch {
        // Storage is full or forbidden: the page still holds everything.
      }
    },
  };
}
