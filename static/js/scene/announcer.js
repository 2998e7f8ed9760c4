// Says what happened to those who do not see it. One live region; a quick row of messages is said as its last.
const PAUSE_MS = 150;

export class Announcer {
  constructor(region) {
    this.region = region;
    this.timer = 0;
  }

  say(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // The same words twice would not be said again.
      this.region.textContent = this.region.textContent === text ? `${text}\u00a0` : text;
    }, PAUSE_MS);
  }
}

// "{count} moved" with {count: 3} → "3 moved".
export function fillIn(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
