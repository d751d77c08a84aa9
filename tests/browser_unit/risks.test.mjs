// Alerts on the page: what the answers call for by themselves, until the server has said its word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile } from "../../instruments/static/instruments/expressions.js";
import { makeAlerts } from "../../sessions/static/interviews/risks.js";
import { makeWay } from "../../sessions/static/interviews/way.js";

const name = (item, type = "number") => ({ op: "name", name: item, type, span: [0, 0] });
const number = (value) => ({ op: "value", value, type: "number", span: [0, 0] });
const from = (item, low) => ({ op: ">=", args: [name(item), number(low)], type: "boolean", span: [0, 0] });
const HARM = {
  key: "harm",
  title: "Thoughts of death",
  when: from("q9", 1),
  text: ['Answered "', { tree: name("q9"), labels: [[0, "Not at all"], [2, "Often"]] }, '"; {why}: ', { tree: name("why", "text") }],
};
const DANGER = { key: "danger", title: "Danger", when: name("danger", "boolean"), text: ["Call."] };
const HARM_RAISED = { id: "1", key: "harm", title: "Thoughts of death", text: "As raised.", url: "/alerts/1/" };

const made = (given = [], risks = [HARM, DANGER]) => makeAlerts(risks, given, compile);
const shown = (alerts, counting, unsaved = true) => {
  alerts.follow(counting);
  return alerts.now(unsaved).alerts;
};

test("an answer that calls for an alert gives it at once, with the answer in its words", () => {
  assert.deepEqual(shown(made(), { q9: 2, why: null, danger: null }), [
    { key: "harm", title: "Thoughts of death", text: 'Answered "Often"; {why}: …', fresh: true, unsaved: true },
  ]);
  assert.deepEqual(shown(made(), { q9: 2, danger: true }).map(({ key }) => key), ["harm", "danger"]);
});

test("no answer, and an answer below, give none", () => {
  for (const counting of [{}, { q9: null, danger: null }, { q9: 0, danger: false }, { q9: "2", danger: 1 }])
    assert.deepEqual(shown(made(), counting), []);
});

test("an answer to a question that is not asked counts for nothing", () => {
  const ask = (item, when = null) => ({ item, when, title: [item], say: null });
  const form = { names: { q1: "number", q9: "number" }, steps: [{ id: "one", when: null, ask: [ask("q1"), ask("q9", from("q1", 1))] }] };
  const way = makeWay(form, compile);
  const alerts = made();
  assert.equal(shown(alerts, way({ q1: 1, q9: 2 }).counting).length, 1);
  assert.deepEqual(shown(alerts, way({ q1: 0, q9: 2 }).counting), []);
});

test("changed back before it was saved, it goes away; given again, it is new again", () => {
  const alerts = made();
  const more = (q9) => {
    alerts.follow({ q9 });
    return alerts.now(true).more;
  };
  assert.equal(more(2), true);
  assert.equal(more(2), false);
  assert.equal(more(3), false);
  assert.equal(more(0), false);
  assert.deepEqual(alerts.now(true).alerts, []);
  assert.equal(more(2), true);
});

test("the server's alert takes the place of the page's own, without a second call for attention", () => {
  const alerts = made();
  assert.equal(shown(alerts, { q9: 2 }).length, 1);
  alerts.raise([HARM_RAISED]);
  const now = alerts.now(false);
  assert.deepEqual(now, { alerts: [{ ...HARM_RAISED, fresh: true }], more: false });
});

test("what the server has raised stays, whatever is answered later", () => {
  const alerts = made();
  alerts.raise([HARM_RAISED]);
  assert.equal(alerts.now(true).more, true);
  assert.deepEqual(shown(alerts, { q9: 0 }), [{ ...HARM_RAISED, fresh: true }]);
  alerts.raise([HARM_RAISED]);
  assert.equal(alerts.now(true).alerts.length, 1);
});

test("an alert that was there when the page was opened is not given twice, and calls nobody again", () => {
  const alerts = made([HARM_RAISED]);
  alerts.follow({ q9: 2 });
  assert.deepEqual(alerts.now(true), { alerts: [HARM_RAISED], more: false });
});

test("one that the server leaves out stays in sight once all is saved, and promises nothing", () => {
  assert.deepEqual(shown(made(), { q9: 2 }, false).map(({ key, unsaved }) => [key, unsaved]), [["harm", false]]);
});

test("alerts of the server only, as those that need a score", () => {
  const alerts = made([], []);
  assert.deepEqual(shown(alerts, { q9: 2 }), []);
  alerts.raise([HARM_RAISED]);
  assert.deepEqual(alerts.now(false), { alerts: [{ ...HARM_RAISED, fresh: true }], more: true });
});
