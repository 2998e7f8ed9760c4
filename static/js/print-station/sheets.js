// Pages of a badge as the printer gets them: pictures of 300 points an inch on paper of their own size.
const POINTS_PER_TENTH_MM = 300 / 254;
const links = new Map();

export async function sheets(place, blobs, address) {
  const pictures = await Promise.all(blobs.map(load));
  await paper(`${address}${tenths(pictures[0].naturalWidth)}x${tenths(pictures[0].naturalHeight)}.css`);
  place.replaceChildren(...pictures);
}

const tenths = (pixels) => Math.round(pixels / POINTS_PER_TENTH_MM);

async function load(blob) {
  const picture = new Image();
  picture.className = "station-sheet";
  picture.alt = "";
  picture.src = URL.createObjectURL(blob);
  await picture.decode();
  URL.revokeObjectURL(picture.src);
  return picture;
}

// Only the style sheet of the present size may stand in the page: of several @page rules the last would win.
async function paper(address) {
  for (const [known, link] of links) link.disabled = known !== address;
  if (links.has(address)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  links.set(address, link);
  await new Promise((done, failed) => {
    link.onload = done;
    link.onerror = failed;
    document.head.append(link);
  });
}
