// Asks for the states every 10 s, every 60 s when nobody looks; the answer is mostly 304.
const VISIBLE_MS = 10_000;
const HIDDEN_MS = 60_000;

export function keepCurrent(frame, svg) {
  // By the code in the address: a merged stand shows a range of numbers.
  const links = new Map([...svg.querySelectorAll("a")].map((link) => [codeOf(link), link]));
  const words = { free: frame.dataset.free, held: frame.dataset.held, taken: frame.dataset.taken, blocked: frame.dataset.blocked };
  const note = document.getElementById("plan-updated");
  let timer = 0;

  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, document.hidden ? HIDDEN_MS : VISIBLE_MS);
  };
  const ask = async () => {
    try {
      const answer = await fetch(frame.dataset.status, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // No network: the time of the last answer stays on the page.
    }
    again();
  };
  const show = (groups) => {
    const states = new Map(Object.entries(groups).flatMap(([state, codes]) => codes.map((code) => [code, state])));
    for (const [code, link] of links) mark(link, states.get(code) ?? "free", words);
    note.textContent = note.dataset.words.replace("{time}", new Date().toLocaleTimeString("vi-VN", { hour12: false }));
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? again() : ask()));
  ask();
}

export function codeOf(link) {
  return decodeURIComponent(link.getAttribute("href").split("/").pop());
}

function mark(link, state, words) {
  // What filters and a search added stays.
  const [before, ...further] = link.getAttribute("class").split(" ");
  // The reader's own hold is known to the server only; it is "held" for everybody else.
  if (before === state || (before === "mine" && state === "held")) return;
  link.setAttribute("class", [state, ...further].join(" "));
  const title = link.querySelector("title");
  title.textContent = title.textContent.replace(/, [^,]*$/, `, ${words[state]}`);
}
