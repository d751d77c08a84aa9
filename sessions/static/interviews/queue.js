/**
 * Answers on their way to the server: one at a time, in the order given, until the server says that it has them.
 *
 * Nothing here knows the page: the sender, the clock and the random numbers are given. An answer leaves the queue only when the
 * server has named its operation, or when the worker has chosen. Operations that were tried are never changed, since the
 * server may have stored them without our hearing of it; the same operation again does nothing there.
 *
 * @typedef {{item: string, state: string, value?: unknown, note?: string}} Answer
 * @typedef {{operation: string, device: string, sequence: number, client_at: string, base_revision: number, answers: Answer[],
 *   language: string, step: string, staff: string}} Payload
 * @typedef {{id: string, sequence: number, at: string, step: string, answer: Answer, sent: Payload | null}} Waiting
 * @typedef {{status: number, body: any}} Reply  status 0: no answer came
 * @typedef {{why: "conflict" | "not_asked" | "refused", answer: Answer, step: string, revision: number, theirs: any, message: string}} Kept
 * @typedef {"quiet" | "saved" | "saving" | "waiting" | "signed_out" | "other_person" | "finalised" | "gone"} Phase
 */

const SOON = 1000;
const LATE = 30000;
const SIGN_IN = 10000;

export class SaveQueue {
  /**
   * @param {{send: (payload: Payload) => Promise<Reply>, uuid: () => string, now: () => number,
   *   later: (run: () => void, ms: number) => unknown, cancel: (handle: any) => void, device: string, language: string, staff: string,
   *   revision: number, changed: () => void, saved: (body: any, answer: Answer) => void}} means
   */
  constructor(means) {
    this.means = means;
    /** @type {Waiting[]} */
    this.waiting = [];
    /** Answers that wait for the worker, by item. @type {Map<string, Kept>} */
    this.kept = new Map();
    /** The revision at which this page last saw an item change. @type {Map<string, number>} */
    this.seen = new Map();
    /** @type {Phase} */
    this.phase = "quiet";
    this.tries = 0;
    this.sequence = 0;
    this.busy = false;
    /** @type {any} */
    this.timer = null;
  }

  /** How many answers the server has not confirmed. */
  get unsent() {
    return this.waiting.length + this.kept.size;
  }

  get ended() {
    return this.phase === "finalised";
  }

  /** An answer was given. @param {Answer} answer @param {string} step */
  add(answer, step) {
    const kept = this.kept.get(answer.item);
    if (kept?.why === "conflict") {
      kept.answer = { ...kept.answer, ...answer };
      this.means.changed();
      return;
    }
    this.kept.delete(answer.item);
    const old = this.waiting.find((one) => one.answer.item === answer.item && !one.sent);
    if (old) Object.assign(old, { answer: merged(old.answer, answer), at: this.time() });
    else {
      this.sequence = Math.max(this.sequence + 1, this.means.now());
      this.waiting.push({ id: this.means.uuid(), sequence: this.sequence, at: this.time(), step, answer, sent: null });
    }
    this.go();
  }

  time() {
    return new Date(this.means.now()).toISOString();
  }

  /** Try now, whatever the timer says: the network is back, the page is seen again. */
  hurry() {
    this.means.cancel(this.timer);
    this.timer = null;
    this.go();
  }

  /** The page is going away: everything that was never tried is sent at once. If the page lives on, the same operations follow again. */
  farewell() {
    for (const one of this.waiting) {
      if (one.sent || this.ended) continue;
      one.sent = this.payload(one);
      void this.means.send(one.sent);
    }
  }

  go() {
    if (!this.busy && !this.timer && !this.ended && this.waiting.length) void this.sendFirst();
    this.means.changed();
  }

  async sendFirst() {
    const first = this.waiting[0];
    first.sent ??= this.payload(first);
    this.busy = true;
    if (this.phase !== "signed_out" && this.tries === 0) this.phase = "saving";
    this.means.changed();
    const reply = await this.means.send(first.sent);
    this.busy = false;
    this.settle(first, reply);
    this.go();
  }

  /** @param {Waiting} one @returns {Payload} */
  payload(one) {
    return {
      operation: one.id,
      device: this.means.device,
      sequence: one.sequence,
      client_at: one.at,
      base_revision: Math.max(this.means.revision, this.seen.get(one.answer.item) ?? 0),
      answers: [one.answer],
      language: this.means.language,
      step: one.step,
      staff: this.means.staff,
    };
  }

  /** @param {Waiting} one @param {Reply} reply */
  settle(one, { status, body }) {
    const code = body?.error;
    if (status === 200 && body?.operation === one.id) this.confirm(one, body);
    else if (status === 401 || status === 403) this.retry("signed_out", SIGN_IN);
    // On a shared tablet: the answers are not that person's. They wait for the one whose page this is.
    else if (status === 409 && code === "other-person") this.retry("other_person", SIGN_IN);
    else if (status === 409 && code === "changed-elsewhere") this.keepConflicts(one, body);
    else if (status === 409) this.phase = "finalised";
    // Perhaps for ever; perhaps somebody without a part in this case has signed in on the tablet and gives it back.
    else if (status === 404 || status === 410) this.retry("gone", LATE);
    else if (status === 422 && code === "not-asked") this.keep(one, "not_asked", body);
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) this.keep(one, "refused", body);
    else this.retry("waiting", Math.min(LATE, SOON * 2 ** this.tries));
  }

  /** @param {Waiting} one @param {any} body */
  confirm(one, body) {
    this.drop(one);
    for (const { item, revision } of body.saved ?? []) this.seen.set(item, Math.max(revision, this.seen.get(item) ?? 0));
    this.phase = this.waiting.length ? "saving" : "saved";
    this.means.saved(body, one.answer);
  }

  /** @param {Waiting} one */
  drop(one) {
    this.waiting = this.waiting.filter((other) => other !== one);
    this.tries = 0;
    if (!this.waiting.length) this.phase = "saved";
  }

  /** @param {Phase} phase @param {number} wait */
  retry(phase, wait) {
    this.phase = phase;
    this.tries += 1;
    this.timer = this.means.later(() => this.hurry(), wait);
  }

  /** @param {Waiting} one @param {Kept["why"]} why @param {any} body */
  keep(one, why, body) {
    this.drop(one);
    const message = body?.message ?? "";
    // A newer answer to the same item is on its way: it decides, this one is history.
    if (this.waiting.some((other) => other.answer.item === one.answer.item)) return;
    this.kept.set(one.answer.item, { why, answer: one.answer, step: one.step, revision: 0, theirs: null, message });
  }

  /** @param {Waiting} one @param {any} body */
  keepConflicts(one, body) {
    const { item } = one.answer;
    const theirs = body.conflicts?.find((/** @type {any} */ entry) => entry.item === item)?.theirs ?? null;
    const newest = this.waiting.filter((other) => other !== one && other.answer.item === item).map((other) => other.answer);
    this.drop(one);
    this.waiting = this.waiting.filter((other) => other.answer.item !== item);
    const answer = newest.reduce(merged, one.answer);
    this.kept.set(item, { why: "conflict", answer, step: one.step, revision: body.revision ?? 0, theirs, message: "" });
  }

  /** The worker has chosen between two answers, or lets a kept one go. @param {string} item @param {boolean} mine */
  choose(item, mine) {
    const kept = this.kept.get(item);
    if (!kept) return;
    this.kept.delete(item);
    if (kept.why === "conflict") this.seen.set(item, kept.revision);
    if (mine) this.add(kept.answer, kept.step);
    this.means.changed();
  }

  /** Answers to items that are asked again go on their way. @param {Set<string>} items */
  askedAgain(items) {
    for (const [item, kept] of [...this.kept]) if (kept.why === "not_asked" && items.has(item)) this.choose(item, true);
  }
}

/** The newer answer; a note that it leaves out is not changed by it. @param {Answer} older @param {Answer} newer @returns {Answer} */
function merged(older, newer) {
  return "note" in older && !("note" in newer) ? { ...newer, note: older.note } : newer;
}
