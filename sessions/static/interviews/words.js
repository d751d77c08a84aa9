/** The page's own sentences, which the server sends in the worker's language. */

/** @param {Record<string, any>} texts */
export function speaker(texts) {
  /** @param {string} key @param {Record<string, string | number>} [values] */
  return (key, values = {}) =>
    String(texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {ReturnType<typeof speaker>} say @param {import("./queue.js").SaveQueue} queue @returns {string} */
export function statusLine(say, queue) {
  const many = (/** @type {string} */ key, /** @type {number} */ count) => say(`${key}_${count === 1 ? "one" : "many"}`, { count });
  if (["signed_out", "other_person", "finalised", "gone"].includes(queue.phase)) return say(queue.phase);
  if (queue.waiting.length && queue.phase === "waiting") return many("waiting", queue.unsent);
  if (queue.waiting.length) return say("saving");
  if (queue.kept.size) return many("look_at", queue.kept.size);
  return queue.phase === "quiet" ? "" : say("saved");
}
