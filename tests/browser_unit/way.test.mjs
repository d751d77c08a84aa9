// The way through the conversation in the browser, with conditions as plain functions in place of compiled expressions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { looks, makeQuotes, makeWay, neighbour } from "../../sessions/static/interviews/way.js";

const compile = (tree) => tree;
const ask = (item, when = null) => ({ item, when, title: [item], say: null });
const FORM = {
  names: { importance: "number", zero: "text", why: "text", last: "text" },
  steps: [
    {
      id: "one",
      when: null,
      ask: [ask("importance"), ask("zero", (v) => v.importance === 0), ask("why", (v) => (v.importance === null ? null : v.importance > 0))],
    },
    { id: "two", when: (v) => v.zero !== null, ask: [ask("last")] },
    { id: "three", when: null, ask: [] },
  ],
};
const way = makeWay(FORM, compile);

test("a condition that is not true hides, unanswered or false alike", () => {
  assert.deepEqual([...way({}).items], ["importance"]);
  assert.deepEqual([...way({ importance: 0 }).items], ["importance", "zero"]);
  assert.deepEqual([...way({ importance: 4 }).items], ["importance", "why"]);
});

test("an answer hidden by logic counts as unanswered for everything after it", () => {
  const hidden = way({ importance: 4, zero: "words" });
  assert.equal(hidden.counting.zero, null);
  assert.deepEqual([...hidden.steps], ["one", "three"]);
  assert.deepEqual([...way({ importance: 0, zero: "words" }).steps], ["one", "two", "three"]);
});

test("quotes read like the server's: a title for an option, an ellipsis for what is missing", () => {
  const parts = ["You said ", { tree: (v) => v.a, labels: [[1, "one"], [2, "two"]] }, { tree: (v) => v.b }, { tree: (v) => v.c }];
  const read = (values) => makeQuotes(parts, compile).map((quote) => quote(values));
  assert.deepEqual(read({ a: 2, b: 7.5, c: null }), ["two", "7.5", "…"]);
  assert.deepEqual(read({ a: [1, 2], b: [], c: "x" }), ["one, two", "…", "x"]);
});

test("every step has one look", () => {
  const now = way({ importance: 4 });
  const look = (given, opened, here) => Object.fromEntries(looks(FORM, now, new Set(given), new Set(opened), here));
  assert.deepEqual(look(["importance"], ["one"], "three"), { one: "answered", two: "not_needed", three: "here" });
  assert.deepEqual(look([], ["one"], "two"), { one: "opened", two: "here", three: "new" });
});

test("back and next pass over what is not needed, and end", () => {
  const now = way({ importance: 4 });
  assert.equal(neighbour(FORM, now, "one", 1), "three");
  assert.equal(neighbour(FORM, now, "three", -1), "one");
  assert.equal(neighbour(FORM, now, "one", -1), null);
  assert.equal(neighbour(FORM, now, "three", 1), null);
});
