// The scanner judges the table of cases as the server does: tests/checkin/verdicts.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { readCode } from "../../static/js/scan/codes.js";
import { Rules } from "../../static/js/scan/rules.js";

const table = JSON.parse(readFileSync(new URL("../checkin/verdicts.json", import.meta.url), "utf-8"));
const rulesAt = (gate) => new Rules({ ...table, sessions: gate.room ? table.sessions : [] });

for (const item of table.cases) {
  test(item.name, () => {
    if (item.code && item.code !== "badge") return; // what is no badge of ours never reaches the rules
    const gate = table.gates.find((one) => one.id === item.gate);
    const { person } = item;
    if (!person) return;
    const known = { category: person.category, state: person.state, from: person.valid_from || null, until: person.valid_until || null };
    const { reason, why } = rulesAt(gate).judge(gate, known, item.direction, item.at, item.passages, { isRevoked: Boolean(item.revoked) });
    assert.deepEqual({ result: reason === "ok" ? "accepted" : "refused", reason, why }, item.expect);
  });
}

test("codes are told apart before the rules", () => {
  assert.equal(readCode("ev1 " + "b".repeat(20)).kind, "badge");
  assert.equal(readCode("bbbb-2222").kind, "short");
  assert.equal(readCode("EV1 short").kind, "malformed");
  assert.equal(readCode("https://example.org").kind, "foreign");
});
