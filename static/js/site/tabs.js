// Tabs that do not fit scroll sideways: the page begins with the present one in view.
export function showTabs(root = document) {
  for (const present of root.querySelectorAll(".tabs [aria-current]")) {
    const list = present.closest(".tabs");
    const { left, right } = present.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (left < frame.left || right > frame.right) list.scrollLeft += left - frame.left - (frame.width - (right - left)) / 2;
  }
}
