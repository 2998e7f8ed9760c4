// Draws and saves by the server: pictures at once, saving after a pause; nothing is lost while it cannot be reached.
const DRAW_MS = 180;
const SAVE_MS = 700;
const AGAIN_MS = 4000;
const TIMEOUT_MS = 20_000;

export class Server extends EventTarget {
  // `layout()` and `person()` give what is on the screen now.
  constructor({ previewUrl, saveUrl, csrf, version, layout, person }) {
    super();
    Object.assign(this, { previewUrl, saveUrl, csrf, version, layout, person });
    this.unsaved = false;
    this.saving = false;
    this.asked = 0;
    this.timers = {};
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
    addEventListener("online", () => this.unsaved && this.later("save", 0));
  }

  // Something was changed.
  changed() {
    this.unsaved = true;
    this.tell("state", "saving");
    this.redraw();
    this.later("save", SAVE_MS);
  }

  redraw(delay = DRAW_MS) {
    this.later("draw", delay);
  }

  later(act, delay) {
    clearTimeout(this.timers[act]);
    this.timers[act] = setTimeout(() => this[act](), delay);
  }

  async draw() {
    const number = ++this.asked;
    const layout = this.layout();
    const answer = await this.ask(this.previewUrl, { layout, person: this.person() });
    if (number !== this.asked || !answer) return; // a newer picture is on its way
    if (answer.status === 422) this.tell("faults", answer.body.faults);
    else if (answer.status === 200) this.tell("picture", { ...answer.body, layout });
  }

  async save() {
    if (this.saving) return this.later("save", SAVE_MS);
    this.saving = true;
    const sent = JSON.stringify(this.layout());
    const answer = await this.ask(this.saveUrl, { layout: JSON.parse(sent), version: this.version });
    this.saving = false;
    if (answer?.status === 200) return this.saved(answer.body.version, sent);
    if (answer?.status === 409) return this.tell("conflict", answer.body);
    if (answer?.status === 422) {
      this.tell("faults", answer.body.faults);
      return this.tell("state", "refused");
    }
    this.tell("state", "offline");
    return this.later("save", AGAIN_MS);
  }

  saved(version, sent) {
    this.version = version;
    this.unsaved = JSON.stringify(this.layout()) !== sent;
    if (this.unsaved) this.later("save", SAVE_MS);
    else this.tell("state", "saved");
  }

  async ask(url, body) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout?.(TIMEOUT_MS),
      });
      const isJson = response.headers.get("Content-Type")?.includes("json");
      return { status: response.status, body: isJson ? await response.json() : {} };
    } catch {
      return null;
    }
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
