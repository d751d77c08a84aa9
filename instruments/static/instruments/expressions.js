/**
 * Runs checked expressions in the browser: the tree that the server made, as closures. It must mean what
 * forms_engine/core/expressions means; both run the vectors in tests/core/expressions/vectors.
 *
 * @typedef {number | string | boolean | null | Value[]} Value  null is unanswered; a date is its text 'YYYY-MM-DD'
 * @typedef {{op: string, type: string, span: number[], value?: Value, name?: string, args?: Tree[], of?: string, over?: number}} Tree
 * @typedef {(values: Record<string, Value | undefined>) => Value} Expression
 * @typedef {{run: Function, open?: boolean, flat?: boolean}} Operation
 *   open: `run` sees null arguments (else one makes the result null); flat: `run` gets all values as one list
 */

/** @param {Value[]} values */
const total = (values) => values.reduce((left, right) => left + right, 0);
const mean = (/** @type {Value[]} */ values) => (values.length ? total(values) / values.length : null);
const smallest = (/** @type {Value[]} */ values) => (values.length ? Math.min(...values) : null);
const largest = (/** @type {Value[]} */ values) => (values.length ? Math.max(...values) : null);

/** One `decisive` value settles it, otherwise one null leaves it open. @type {(decisive: boolean) => (values: Value[]) => Value} */
const kleene = (decisive) => (values) =>
  values.includes(decisive) ? decisive : values.includes(null) ? null : !decisive;

/** @param {Value[]} values @param {Value} wanted */
const contains = (values, wanted) => values.includes(wanted) || (values.includes(null) ? null : false);

/** floor(value * 10^digits + 0.5) / 10^digits @param {number} value @param {number} digits */
const round = (value, digits = 0) => Math.floor(value * Number(`1e${digits}`) + 0.5) / Number(`1e${digits}`);

/** @param {string} start @param {string} end */
const days = (start, end) => (Date.parse(end) - Date.parse(start)) / 864e5;

/** @param {string} start @param {string} end @returns {number} */
const years = (start, end) =>
  end < start
    ? -years(end, start)
    : Number(end.slice(0, 4)) - Number(start.slice(0, 4)) - Number(end.slice(5) < start.slice(5));

/** @param {number} value @param {Value[][]} pairs */
const lookup = (value, pairs) => pairs.reduce((found, [from, result]) => (value >= from ? result : found), null);

/** @type {(run: Function) => Operation} */
const strict = (run) => ({ run, flat: true });
/** @type {(run: Function) => Operation} */
const lenient = (run) => ({ run, flat: true, open: true });
/** The function over what is answered; null when nothing is. @type {(run: Function) => Operation} */
const known = (run) =>
  lenient((/** @type {Value[]} */ values) => {
    const answers = values.filter((value) => value !== null);
    return answers.length ? run(answers) : null;
  });

/** @type {Map<string, Operation>} */
const OPERATIONS = new Map(
  Object.entries({
    or: lenient(kleene(true)),
    and: lenient(kleene(false)),
    not: { run: (a) => !a },
    "==": { run: (a, b) => a === b },
    "!=": { run: (a, b) => a !== b },
    "<": { run: (a, b) => a < b },
    "<=": { run: (a, b) => a <= b },
    ">": { run: (a, b) => a > b },
    ">=": { run: (a, b) => a >= b },
    in: { run: (a, b) => contains(b, a) },
    "+": strict(total),
    "-": { run: (a, b) => a - b },
    "*": { run: (a, b) => a * b },
    "/": { run: (a, b) => a / b },
    negative: { run: (a) => -a },
    if: { run: (a, b, c) => (a === null ? null : a ? b : c), open: true },
    coalesce: { run: (...values) => values.find((value) => value !== null) ?? null, open: true },
    answered: { run: (a) => a !== null, open: true },
    round: { run: round },
    abs: { run: Math.abs },
    sum: strict(total),
    mean: strict(mean),
    min: strict(smallest),
    max: strict(largest),
    sum_answered: known(total),
    mean_answered: known(mean),
    min_answered: known(smallest),
    max_answered: known(largest),
    count: strict((values) => values.filter(Boolean).length),
    count_answered: lenient((values) => values.filter((value) => value !== null).length),
    any: lenient(kleene(true)),
    all: lenient(kleene(false)),
    contains: { run: contains },
    days_between: { run: days },
    years_between: { run: years },
    lookup: { run: lookup },
  }),
);

/** A value that is not of the type of its name counts as unanswered. @type {(value: unknown, type: string) => Value} */
function read(value, type) {
  if (type.endsWith("s")) return Array.isArray(value) ? value.map((element) => read(element, type.slice(0, -1))) : null;
  if (type === "number") return Number.isFinite(value) ? value + 0 : null;
  if (type === "date") return isDate(value) ? value : null;
  return typeof value === (type === "text" ? "string" : type) ? value : null;
}

/** @param {unknown} value */
function isDate(value) {
  if (typeof value !== "string" || !/^(?!0000)\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(value);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(value);
}

/** @type {(operation: Operation, args: Value[]) => Value} */
function apply({ run, flat, open }, args) {
  // A list in a list is one value: only the arguments themselves are opened, and only by one level.
  const given = flat ? args.flat() : args;
  if (!open && given.includes(null)) return null;
  const result = flat ? run(given) : run(...given);
  if (typeof result !== "number") return result;
  return Number.isFinite(result) ? result + 0 : null; // + 0 makes 0 of -0
}

/** @param {string} name */
function operationOf(name) {
  const operation = OPERATIONS.get(name);
  if (!operation) throw new Error(`No operation '${name}'`);
  return operation;
}

/**
 * The function that gives a checked tree's value for these answers; an absent name is null. The function never throws.
 * @param {Tree} tree
 * @returns {Expression}
 */
export function compile(tree) {
  const { op, type, value, name, over } = tree;
  if (op === "value") return () => value;
  if (op === "name") return (values) => (Object.hasOwn(values, name) ? read(values[name], type) : null);
  const parts = tree.args.map(compile);
  if (op === "list") return (values) => parts.map((part) => part(values));
  const operation = operationOf(op === "each" ? tree.of : op);
  if (op !== "each") return (values) => apply(operation, parts.map((part) => part(values)));
  return (values) => {
    const args = parts.map((part) => part(values));
    return args[over] && args[over].map((element) => apply(operation, args.map((arg, place) => (place === over ? element : arg))));
  };
}
