// Hand scanners type like a keyboard, only faster. The place of the key counts, not the letter: Vietnamese keyboards change letters.
const GAP_MS = 120;
const SHORTEST = 8;
const SAME_MS = 2500;

// A hand scanner types into the window that has the focus: say whether it is this one.
export function watchFocus(tellReady) {
  const now = () => tellReady(document.hasFocus());
  window.addEventListener("focus", now);
  window.addEventListener("blur", now);
  now();
}

// An input method that joins letters would change what a scanner types into the field.
export function watchComposition(field, warn) {
  field.addEventListener("compositionstart", warn);
}

export function listen(onCode) {
  let typed = "";
  let lastAt = 0;
  let last = { text: "", at: 0 };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
    const now = event.timeStamp;
    if (now - lastAt > GAP_MS) typed = "";
    lastAt = now;
    const character = characterOf(event.code);
    if (character) {
      typed += character;
      return;
    }
    if ((event.code === "Enter" || event.code === "Tab" || event.code === "NumpadEnter") && typed.length >= SHORTEST) {
      event.preventDefault();
      const text = typed;
      typed = "";
      if (text === last.text && now - last.at < SAME_MS) return;
      last = { text, at: now };
      onCode(text);
    }
  });
}

function characterOf(code) {
  const match = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(code);
  return match ? match[1] || match[2] || match[3] : "";
}
