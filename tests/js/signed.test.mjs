// Phones believe the same signed codes as the server: tests/badges/signed_codes.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { believe, refusalOf } from "../../static/js/scan/signed.js";

const table = JSON.parse(readFileSync(new URL("../badges/signed_codes.json", import.meta.url), "utf-8"));

for (const item of table.good) {
  test(`${item.category} is believed`, async () => {
    const { badge, category, from, until } = await believe(item.code, table.keys, table.event_id);
    assert.deepEqual({ badge, category, from, until }, { badge: item.badge, category: item.category, from: item.from, until: item.until });
  });
}

// Phones say what the server says, but for a key that is newer than what they loaded: they cannot know.
const told = (item) => (item.is_newer ? "newer" : { malformed: "malformed", forged: "malformed", other_event: "wrong_event", unknown_key: "unknown" }[item.refusal]);

for (const item of table.bad) {
  test(`refused: ${item.why}`, async () => {
    assert.equal(await believe(item.code, table.keys, table.event_id), null);
    assert.equal(refusalOf(item.code, table.keys, table.event_id), told(item));
  });
}
