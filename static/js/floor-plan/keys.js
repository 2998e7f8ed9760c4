// One tab stop for the whole plan; arrows go to the nearest booth in their direction, Enter opens, Escape leaves the sheet.
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function steerByKeys(svg) {
  const links = [...svg.querySelectorAll("a")];
  if (!links.length) return;
  // Boxes are read once, at the first key: reading 3,000 of them costs a moment.
  let places = null;
  let stop = links[0];
  for (const link of links) link.setAttribute("tabindex", link === stop ? "0" : "-1");

  svg.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link || link === stop) return;
    stop.setAttribute("tabindex", "-1");
    stop = link;
    stop.setAttribute("tabindex", "0");
  });
  svg.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    const link = event.target.closest("a");
    if (!direction || !link) return;
    event.preventDefault();
    places ??= new Map(links.map((item) => [item, middle(item)]));
    const next = nearest(places, link, direction);
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
}

function middle(link) {
  const box = link.getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function nearest(places, from, [dx, dy]) {
  const [x, y] = places.get(from);
  let best = null;
  let least = Infinity;
  for (const [link, [otherX, otherY]] of places) {
    const ahead = (otherX - x) * dx + (otherY - y) * dy;
    if (ahead < 1) continue;
    // Going sideways counts three times, so that an arrow stays in its row.
    const distance = ahead + 3 * Math.abs((otherX - x) * dy + (otherY - y) * dx);
    if (distance < least) {
      least = distance;
      best = link;
    }
  }
  return best;
}
