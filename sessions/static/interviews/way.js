/**
 * Which way the conversation goes for the answers given so far: the same single pass from the first step to the last as on the
 * server. A hidden item counts as unanswered for all that follows.
 *
 * @typedef {Record<string, any>} Values
 * @typedef {(values: Values) => any} Expression
 * @typedef {string | {tree: any, labels?: [any, string][]}} Part
 * @typedef {{item: string, when: any, title: Part[] | null, say: Part[] | null}} Question
 * @typedef {{id: string, title: string, stage: string | null, when: any, say: Part[] | null, ask: Question[]}} Step
 * @typedef {{names: Record<string, string>, steps: Step[]}} Form
 * @typedef {{steps: Set<string>, items: Set<string>, counting: Values}} Way
 */

/** @param {Form} form @param {(tree: any) => Expression} compile @returns {(values: Values) => Way} */
export function makeWay(form, compile) {
  const condition = (/** @type {any} */ when) => (when === null ? null : compile(when));
  const route = form.steps.map((step) => ({
    id: step.id,
    when: condition(step.when),
    ask: step.ask.map((question) => ({ item: question.item, when: condition(question.when) })),
  }));
  const blank = Object.fromEntries(Object.keys(form.names).map((name) => [name, null]));
  return (values) => {
    const counting = { ...blank };
    const steps = new Set();
    const items = new Set();
    for (const step of route) {
      if (step.when && step.when(counting) !== true) continue;
      steps.add(step.id);
      for (const { item, when } of step.ask) {
        if (when && when(counting) !== true) continue;
        items.add(item);
        counting[item] = values[item] ?? null;
      }
    }
    return { steps, items, counting };
  };
}

/** The quoted answers of a text, in order. @param {Part[] | null} parts @param {(tree: any) => Expression} compile @returns {((values: Values) => string)[]} */
export function makeQuotes(parts, compile) {
  return (parts ?? []).flatMap((part) => {
    if (typeof part === "string") return [];
    const run = compile(part.tree);
    const labels = new Map(part.labels ?? []);
    return [(/** @type {Values} */ values) => spoken(run(values), labels)];
  });
}

/** @param {any} value @param {Map<any, string>} labels @returns {string} */
function spoken(value, labels) {
  if (value === null || value === undefined) return "…";
  if (Array.isArray(value)) return value.map((one) => spoken(one, labels)).join(", ") || "…";
  return labels.get(value) ?? String(value);
}

/**
 * How each step looks on the bar. An opened step without an answer is "opened"; where the worker is now is "here".
 * @param {Form} form @param {Way} way @param {Set<string>} given items with any kind of answer @param {Set<string>} opened
 * @param {string} here @returns {Map<string, string>}
 */
export function looks(form, way, given, opened, here) {
  const look = (/** @type {Step} */ step) => {
    if (step.id === here) return "here";
    if (!way.steps.has(step.id)) return "not_needed";
    if (step.ask.some(({ item }) => given.has(item))) return "answered";
    return opened.has(step.id) ? "opened" : "new";
  };
  return new Map(form.steps.map((step) => [step.id, look(step)]));
}

/** The next needed step in a direction (1 or -1), or null. @param {Form} form @param {Way} way @param {string} here @param {number} by */
export function neighbour(form, way, here, by) {
  const ids = form.steps.map((step) => step.id);
  for (let place = ids.indexOf(here) + by; place >= 0 && place < ids.length; place += by)
    if (way.steps.has(ids[place])) return ids[place];
  return null;
}
