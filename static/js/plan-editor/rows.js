// Rows of equal booths, by the same rules as app/booths/rows.py: tests/booths/row_patterns.json holds both to them. Pure.
import { codeAfter } from "./numbers.js";
import { round } from "../scene/geometry.js";

// `pattern` is {x, y, rows, columns, width, depth, aisle, start, step, backToBack, serpentine, oddEven}; in the order of their numbers.
export function layOut(pattern) {
  const { x, y, rows, columns, width, depth, aisle, start, step = 1, backToBack, serpentine, oddEven } = pattern;
  const booths = [];
  for (let row = 0; row < rows; row += 1) {
    const aisles = backToBack ? Math.floor(row / 2) : row;
    for (let column = 0; column < columns; column += 1) {
      const place = serpentine && row % 2 ? columns - 1 - column : column;
      // Odd and even: two rows face each other and count in turns.
      const count = oddEven ? Math.floor(row / 2) * 2 * columns + 2 * place + (row % 2) : row * columns + place;
      booths.push({
        count,
        code: codeAfter(start, count * step),
        x: round(x + column * width),
        y: round(y + row * depth + aisles * aisle),
        w: width,
        h: depth,
        open_sides: 1 + (column === 0) + (column === columns - 1),
      });
    }
  }
  return booths.sort((one, other) => one.count - other.count).map(({ count, ...booth }) => booth);
}

// How much room a pattern takes.
export function sizeOf({ rows, columns, width, depth, aisle, backToBack }) {
  const aisles = backToBack ? Math.floor((rows - 1) / 2) : rows - 1;
  return { w: round(columns * width), h: round(rows * depth + aisles * aisle) };
}

// How many rows and columns have room in `w` × `h`; at least one of each.
export function countIn(w, h, { width, depth, aisle, backToBack }) {
  let rows = 1;
  while (rows < 100 && sizeOf({ rows: rows + 1, columns: 1, width, depth, aisle, backToBack }).h <= h + 1e-6) rows += 1;
  return { columns: Math.min(200, Math.max(1, Math.floor(w / width + 1e-6))), rows };
}
