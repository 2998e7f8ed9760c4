// Phones believe the same signed codes as the server: tests/badges/signed_codes.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { believe } from "../../static/js/scan/signed.js";

const table = JSON.parse(readFileSync(new URL("../badges/signed_codes.json", import.meta.url), "utf-8"));

for (const item of table.good) {
  test(`${item.category} is believed`, async () => {
    const { badge, category, from, until } = await believe(item.code, table.keys);
    assert.deepEqual({ badge, category, from, until }, { badge: item.badge, category: item.category, from: item.from, until: item.until });
  });
}

for (const item of table.bad) {
  test(`refused: ${item.why}`, async () => assert.equal(await believe(item.code, table.keys), null));
}
