// The queue of answers: order, repeats, refusals, conflicts. The server is a list of replies; the clock is turned by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SaveQueue } from "../../sessions/static/interviews/queue.js";

const VALUE = (item, value, note) => ({ item, state: "value", value, ...(note === undefined ? {} : { note }) });

/** A queue with a server that answers by `replies` in turn, and "saved" when there are none left. */
function bench({ replies = [], revision = 5 } = {}) {
  const world = { sent: [], saved: [], timers: [], clock: 1_000_000, revision, number: 0, held: null };
  const reply = (payload) => {
    const next = replies.shift();
    if (next) return typeof next === "function" ? next(payload) : next;
    world.revision += 1;
    const saved = payload.answers.map(({ item, state }) => ({ item, state, revision: world.revision }));
    return { status: 200, body: { operation: payload.operation, revision: world.revision, saved, alerts: [] } };
  };
  world.queue = new SaveQueue({
    send: async (payload) => {
      world.sent.push(structuredClone(payload));
      if (world.held) await world.held;
      return reply(payload);
    },
    uuid: () => `operation-${++world.number}`,
    now: () => world.clock,
    later: (run, wait) => world.timers.push({ run, wait }) && world.timers.at(-1),
    cancel: (handle) => (world.timers = world.timers.filter((one) => one !== handle)),
    device: "device",
    language: "nb",
    staff: "alice",
    revision,
    changed: () => {},
    saved: (body, answer) => world.saved.push([answer.item, body.revision]),
  });
  world.settled = async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  world.timer = async () => {
    const { run } = world.timers.shift();
    run();
    await world.settled();
  };
  return world;
}

const OFFLINE = { status: 0, body: null };

test("an answer is saved only when the server has named its operation", async () => {
  const world = bench();
  world.queue.add(VALUE("q1", 3), "one");
  assert.equal(world.queue.phase, "saving");
  assert.equal(world.queue.unsent, 1);
  await world.settled();
  assert.equal(world.queue.phase, "saved");
  assert.equal(world.queue.unsent, 0);
  const [payload] = world.sent;
  assert.deepEqual(Object.keys(payload).sort(), "answers base_revision client_at device language operation sequence staff step".split(" "));
  assert.deepEqual([payload.base_revision, payload.step, payload.answers], [5, "one", [VALUE("q1", 3)]]);
});

test("a reply that names another operation is no confirmation", async () => {
  const world = bench({ replies: [{ status: 200, body: { operation: "somebody else's", saved: [] } }] });
  world.queue.add(VALUE("q1", 3), "one");
  await world.settled();
  assert.equal(world.queue.unsent, 1);
  assert.equal(world.queue.phase, "waiting");
});

test("answers wait while somebody else is signed in, and go on when their own person is back", async () => {
  const other = { status: 409, body: { error: "other-person", message: "" } };
  const world = bench({ replies: [other, other] });
  world.queue.add(VALUE("q1", 3), "one");
  await world.settled();
  assert.deepEqual([world.queue.phase, world.queue.unsent, world.queue.ended], ["other_person", 1, false]);
  world.queue.add(VALUE("q2", 1), "one");
  await world.settled();
  assert.equal(world.queue.phase, "other_person");
  await world.timer();
  assert.equal(world.queue.unsent, 2);
  await world.timer();
  assert.deepEqual([world.queue.phase, world.queue.unsent], ["saved", 0]);
  assert.deepEqual(world.sent.map((one) => [one.answers[0].item, one.staff]), [["q1", "alice"], ["q1", "alice"], ["q1", "alice"], ["q2", "alice"]]);
});

test("without a network the same operation is sent again, unchanged, later and later", async () => {
  const world = bench({ replies: Array(7).fill(OFFLINE) });
  world.queue.add(VALUE("q1", 3), "one");
  await world.settled();
  const waits = [];
  for (let turn = 0; turn < 7; turn += 1) {
    waits.push(world.timers[0].wait);
    world.clock += 60_000;
    await world.timer();
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  assert.equal(world.sent.length, 8);
  for (const payload of world.sent) assert.deepEqual(payload, world.sent[0]);
  assert.equal(world.queue.phase, "saved");
});

test("answers are sent one at a time, in the order given, with rising sequence", async () => {
  const world = bench({ replies: [OFFLINE] });
  for (const [place, item] of ["q1", "q2", "q3"].entries()) world.queue.add(VALUE(item, place), "one");
  await world.settled();
  assert.equal(world.queue.unsent, 3);
  assert.equal(world.sent.length, 1);
  world.queue.hurry();
  await world.settled();
  assert.deepEqual(world.sent.map((payload) => payload.answers[0].item), ["q1", "q1", "q2", "q3"]);
  const sequences = world.sent.map((payload) => payload.sequence);
  assert.deepEqual([...new Set(sequences)], [...new Set(sequences)].sort((a, b) => a - b));
  assert.equal(new Set(sequences).size, 3);
});

test("an answer changed before its first try replaces the old one and keeps its operation", async () => {
  const world = bench({ replies: [OFFLINE] });
  world.queue.add(VALUE("q1", 1), "one");
  world.queue.add(VALUE("q2", 1, "a note"), "one");
  world.queue.add(VALUE("q2", 2), "one");
  await world.settled();
  assert.equal(world.queue.unsent, 2);
  world.queue.hurry();
  await world.settled();
  assert.deepEqual(world.sent.at(-1).answers, [VALUE("q2", 2, "a note")]);
  assert.equal(world.sent.at(-1).operation, "operation-2");
});

test("an operation that was tried is never changed: the newer answer follows it, based on it", async () => {
  const world = bench({ replies: [OFFLINE] });
  world.queue.add(VALUE("q1", 1), "one");
  await world.settled();
  world.queue.add(VALUE("q1", 2), "one");
  await world.timer();
  assert.deepEqual(
    world.sent.map((payload) => [payload.operation, payload.answers[0].value, payload.base_revision]),
    [["operation-1", 1, 5], ["operation-1", 1, 5], ["operation-2", 2, 6]],
  );
});

test("the base revision is what this page knew of the item, not what the server has reached", async () => {
  const world = bench();
  world.queue.add(VALUE("q1", 1), "one");
  await world.settled();
  world.queue.add(VALUE("q2", 1), "one");
  await world.settled();
  assert.deepEqual(world.sent.map((payload) => payload.base_revision), [5, 5]);
});

for (const status of [500, 502, 503, 429, 408])
  test(`${status} is tried again`, async () => {
    const world = bench({ replies: [{ status, body: null }] });
    world.queue.add(VALUE("q1", 1), "one");
    await world.settled();
    assert.equal(world.queue.phase, "waiting");
    await world.timer();
    assert.equal(world.queue.phase, "saved");
  });

test("signed out: says so, keeps everything, and goes on by itself afterwards", async () => {
  const out = { status: 401, body: { error: "signed-out" } };
  const world = bench({ replies: [out, out] });
  world.queue.add(VALUE("q1", 1), "one");
  world.queue.add(VALUE("q2", 1), "one");
  await world.settled();
  assert.equal(world.queue.phase, "signed_out");
  await world.timer();
  assert.equal(world.queue.phase, "signed_out");
  assert.equal(world.queue.unsent, 2);
  await world.timer();
  assert.equal(world.queue.phase, "saved");
  assert.deepEqual(world.saved.map(([item]) => item), ["q1", "q2"]);
});

const CONFLICT = {
  status: 409,
  body: { error: "changed-elsewhere", revision: 9, conflicts: [{ item: "q1", theirs: { state: "value", value: 7, by: "Bob" } }] },
};

test("a conflict keeps both answers until one is chosen, and lets the others pass", async () => {
  const world = bench({ replies: [CONFLICT] });
  world.queue.add(VALUE("q1", 4), "one");
  world.queue.add(VALUE("q2", 1), "one");
  await world.settled();
  assert.deepEqual(world.saved.map(([item]) => item), ["q2"]);
  assert.equal(world.queue.unsent, 1);
  const kept = world.queue.kept.get("q1");
  assert.deepEqual([kept.why, kept.theirs.value, kept.answer.value], ["conflict", 7, 4]);
});

test("choosing mine sends it on top of the other answer; choosing theirs sends nothing", async () => {
  for (const mine of [true, false]) {
    const world = bench({ replies: [CONFLICT] });
    world.queue.add(VALUE("q1", 4), "one");
    await world.settled();
    world.queue.choose("q1", mine);
    await world.settled();
    assert.equal(world.sent.length, mine ? 2 : 1);
    assert.equal(world.queue.unsent, 0);
    if (mine) assert.deepEqual([world.sent[1].base_revision, world.sent[1].answers[0].value, world.sent[1].step], [9, 4, "one"]);
    world.queue.add(VALUE("q1", 5), "one");
    await world.settled();
    assert.ok(world.sent.at(-1).base_revision >= 9);
  }
});

test("what is written on while a conflict stands belongs to the own side of it", async () => {
  const world = bench({ replies: [CONFLICT] });
  world.queue.add(VALUE("q1", 4, "first"), "one");
  await world.settled();
  world.queue.add(VALUE("q1", 6), "one");
  await world.settled();
  assert.equal(world.sent.length, 1);
  assert.deepEqual(world.queue.kept.get("q1").answer, VALUE("q1", 6, "first"));
});

test("a newer answer waiting behind one in conflict joins it", async () => {
  const world = bench({ replies: [OFFLINE, CONFLICT] });
  world.queue.add(VALUE("q1", 4), "one");
  await world.settled();
  world.queue.add(VALUE("q1", 5), "one");
  await world.timer();
  assert.equal(world.queue.waiting.length, 0);
  assert.equal(world.queue.kept.get("q1").answer.value, 5);
});

test("an answer that is not asked any more is kept, and sent when the question comes back", async () => {
  const world = bench({ replies: [{ status: 422, body: { error: "not-asked", message: "…" } }] });
  world.queue.add(VALUE("q2", "words"), "one");
  await world.settled();
  assert.equal(world.queue.kept.get("q2").why, "not_asked");
  world.queue.askedAgain(new Set(["q1"]));
  await world.settled();
  assert.equal(world.sent.length, 1);
  world.queue.askedAgain(new Set(["q1", "q2"]));
  await world.settled();
  assert.equal(world.queue.unsent, 0);
  assert.notEqual(world.sent[1].operation, world.sent[0].operation);
});

test("a refused answer is named with its reason and counts as unsent until it is changed", async () => {
  const world = bench({ replies: [{ status: 422, body: { error: "answer-problems", message: "Too large." } }] });
  world.queue.add(VALUE("q1", 99), "one");
  await world.settled();
  assert.equal(world.queue.unsent, 1);
  assert.equal(world.queue.kept.get("q1").message, "Too large.");
  world.queue.add(VALUE("q1", 9), "one");
  await world.settled();
  assert.equal(world.queue.unsent, 0);
});

test("finalised: nothing more is sent, nothing is forgotten", async () => {
  const world = bench({ replies: [{ status: 409, body: { error: "finalised" } }] });
  world.queue.add(VALUE("q1", 1), "one");
  await world.settled();
  world.queue.add(VALUE("q2", 1), "one");
  world.queue.hurry();
  await world.settled();
  assert.equal(world.queue.phase, "finalised");
  assert.equal(world.sent.length, 1);
  assert.equal(world.queue.unsent, 2);
});

test("not to be reached: nothing is forgotten, and it goes on when the person who may is back at the tablet", async () => {
  const world = bench({ replies: [{ status: 404, body: null }, { status: 404, body: null }] });
  world.queue.add(VALUE("q1", 1), "one");
  await world.settled();
  world.queue.add(VALUE("q2", 1), "one");
  await world.settled();
  assert.deepEqual([world.queue.phase, world.queue.unsent, world.sent.length], ["gone", 2, 1]);
  await world.timer();
  assert.deepEqual([world.queue.phase, world.queue.unsent], ["gone", 2]);
  await world.timer();
  assert.deepEqual([world.queue.phase, world.queue.unsent], ["saved", 0]);
});

test("leaving the page sends what was never tried at once, and the same operations again if the page lives on", async () => {
  const world = bench({ replies: [OFFLINE, OFFLINE, OFFLINE] });
  for (const item of ["q1", "q2", "q3"]) world.queue.add(VALUE(item, 1), "one");
  await world.settled();
  world.queue.farewell();
  await world.settled();
  assert.deepEqual(world.sent.map((payload) => payload.operation), ["operation-1", "operation-2", "operation-3"]);
  world.queue.hurry();
  await world.settled();
  assert.deepEqual(world.sent.slice(3), world.sent.slice(0, 3));
  assert.equal(world.queue.unsent, 0);
});
