// Numbers as they are typed, and the line that says what is saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readNumber } from "../../sessions/static/interviews/fields.js";
import { speaker, statusLine } from "../../sessions/static/interviews/words.js";

test("numbers as people type them", () => {
  const cases = [
    ["", {}, false, null],
    [" 7,5 ", {}, false, 7.5],
    ["7.5", {}, false, 7.5],
    ["−3", {}, true, -3],
    ["12", { low: "0", high: "30" }, true, 12],
  ];
  for (const [written, limits, whole, value] of cases) assert.deepEqual(readNumber(written, limits, whole), { value });
});

test("what is no number, or outside, is told and not sent", () => {
  for (const written of ["abc", "1e5", "Infinity", "NaN", "0x10", "1 2", "--1"])
    assert.equal(readNumber(written, {}, false).fault.key, "not_number");
  assert.equal(readNumber("7.5", {}, true).fault.key, "not_whole");
  assert.deepEqual(readNumber("31", { low: "0", high: "30" }, true).fault, { key: "outside", values: { low: "0", high: "30" } });
});

const say = speaker({
  saved: "Saved", saving: "Saving…", waiting_one: "1 answer waits", waiting_many: "{count} answers wait", signed_out: "Sign in again",
  look_at_one: "One answer needs you", look_at_many: "{count} answers need you", finalised: "Finished elsewhere",
}); // prettier-ignore
const queue = (phase, waiting, kept = 0) => ({ phase, waiting: Array(waiting), kept: { size: kept }, unsent: waiting + kept });

test("the line says saved only when nothing waits", () => {
  assert.equal(statusLine(say, queue("quiet", 0)), "");
  assert.equal(statusLine(say, queue("saved", 0)), "Saved");
  assert.equal(statusLine(say, queue("saving", 1)), "Saving…");
  assert.equal(statusLine(say, queue("waiting", 1)), "1 answer waits");
  assert.equal(statusLine(say, queue("waiting", 2, 1)), "3 answers wait");
  assert.equal(statusLine(say, queue("saved", 0, 1)), "One answer needs you");
  assert.equal(statusLine(say, queue("saved", 0, 2)), "2 answers need you");
  assert.equal(statusLine(say, queue("signed_out", 2)), "Sign in again");
  assert.equal(statusLine(say, queue("finalised", 1)), "Finished elsewhere");
});

test("a sentence keeps what it is not given", () => {
  assert.equal(speaker({ a: "{x} and {y}" })("a", { x: 1 }), "1 and {y}");
  assert.equal(speaker({})("unknown"), "unknown");
});
