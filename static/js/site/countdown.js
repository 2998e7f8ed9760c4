// Says how many minutes a hold has left, to the minute; the server's clock decides when it is over.
export function countDown(root) {
  for (const place of root.querySelectorAll("[data-ends-at]")) {
    const endsAt = Date.parse(place.dataset.endsAt);
    const show = () => {
      const minutes = Math.ceil((endsAt - Date.now()) / 60_000);
      place.textContent = minutes > 0 ? place.dataset.words.replace("{minutes}", minutes) : place.dataset.over;
      if (minutes > 0 && place.isConnected) setTimeout(show, 10_000);
    };
    show();
  }
}
