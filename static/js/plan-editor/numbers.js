// Codes of booths: A01, A02 … Pure.

export function parse(code) {
  const [, prefix, digits] = /^(.*?)(\d+)$/.exec(code) ?? [];
  return digits ? { prefix, number: Number(digits), width: digits.length } : null;
}

// The code `steps` after `start`: its last digits count up and keep their width.
export function codeAfter(start, steps) {
  const { prefix, number, width } = parse(start);
  return `${prefix}${String(number + steps).padStart(width, "0")}`;
}

export const CODE = /^[A-Z0-9]+(-[A-Z0-9]+)*$/;

export function isCode(code) {
  return code.length <= 12 && CODE.test(code) && /\d/.test(code);
}

// The next code after `code` that is not in `used`.
export function nextFree(code, used) {
  const start = parse(code) ? code : `${code}-1`;
  for (let step = 0; ; step += 1) {
    const next = codeAfter(start, step);
    if (!used.has(next)) return next;
  }
}

export function naturalOrder(one, other) {
  return one.localeCompare(other, "en", { numeric: true });
}

// Items as they are read: rows from top to bottom, each from left to right. One row is what overlaps by half.
export function readingOrder(items, serpentine = false) {
  const rows = [];
  for (const item of [...items].sort((one, other) => one.y - other.y)) {
    const row = rows.at(-1);
    if (row && item.y < row[0].y + row[0].h / 2) row.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row, place) => {
    row.sort((one, other) => one.x - other.x);
    return serpentine && place % 2 ? row.reverse() : row;
  });
}

// New codes for `items` in reading order: [[item, code], …].
export function renumber(items, { start, step = 1, serpentine = false }) {
  return readingOrder(items, serpentine).map((item, place) => [item, codeAfter(start, place * step)]);
}
