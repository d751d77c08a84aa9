/**
 * The fields of one question: what stands in them, and putting an answer there.
 *
 * @typedef {import("./queue.js").Answer} Answer
 * @typedef {{key: string, values?: Record<string, string | number>}} Fault
 * @typedef {{state: string, value: any, fault?: Fault}} Given
 */

const WHOLE = /^[+-]?[0-9]{1,16}$/;
const NUMBER = /^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$/;

/** @param {string} written @param {{low?: string, high?: string}} limits @param {boolean} whole @returns {{value: number | null, fault?: Fault}} */
export function readNumber(written, { low, high }, whole) {
  const text = written.trim().replace(",", ".").replace("−", "-");
  if (!text) return { value: null };
  if (!(whole ? WHOLE : NUMBER).test(text)) return { value: null, fault: { key: whole ? "not_whole" : "not_number" } };
  const value = Number(text);
  if ((low !== undefined && value < Number(low)) || (high !== undefined && value > Number(high)))
    return { value: null, fault: { key: "outside", values: { low: low ?? "…", high: high ?? "…" } } };
  return { value };
}

/** @param {HTMLFieldSetElement} question @returns {HTMLInputElement[]} */
export const marks = (question) => [...question.querySelectorAll(".option > input")].map((one) => /** @type {HTMLInputElement} */ (one));

/** @param {HTMLFieldSetElement} question @returns {HTMLInputElement | HTMLTextAreaElement | null} */
export const line = (question) => question.querySelector(`[name="${question.dataset.item}"]:not([type=radio]):not([type=checkbox])`);

/** @param {HTMLFieldSetElement} question @returns {HTMLTextAreaElement} */
export const noteField = (question) => /** @type {HTMLTextAreaElement} */ (question.querySelector(".note > textarea"));

/** @param {HTMLFieldSetElement} question @returns {HTMLInputElement[]} */
export const chips = (question) => [...question.querySelectorAll(".chip > input")].map((one) => /** @type {HTMLInputElement} */ (one));

/** @param {HTMLFieldSetElement} question @param {string} written */
function typed(question, written) {
  if (question.dataset.type === "yes_no") return written === "true";
  return question.dataset.type === "ruler" || "numbers" in question.dataset ? Number(written) : written;
}

/** What the question says now. @param {HTMLFieldSetElement} question @returns {Given} */
export function read(question) {
  const state = chips(question).find((chip) => chip.checked)?.value;
  if (state) return { state, value: null };
  const { value, fault } = readValue(question);
  return { state: value === null ? "empty" : "value", value, fault };
}

/** @param {HTMLFieldSetElement} question @returns {{value: any, fault?: Fault}} */
function readValue(question) {
  const chosen = marks(question).filter((mark) => mark.checked);
  if (question.dataset.type === "choices") {
    const most = Number(question.querySelector("[data-most]")?.getAttribute("data-most") ?? Infinity);
    if (chosen.length > most) return { value: null, fault: { key: "too_many", values: { count: most } } };
    return { value: chosen.length ? chosen.map((mark) => typed(question, mark.value)) : null };
  }
  const field = line(question);
  if (!field) return { value: chosen.length ? typed(question, chosen[0].value) : null };
  if (field.classList.contains("number")) return readNumber(field.value, field.dataset, field.inputMode === "numeric");
  return { value: field.value.trim() ? field.value.normalize() : null };
}

/** Does anything stand in the question that the server did not put there? @param {HTMLFieldSetElement} question */
export function touched(question) {
  const marked = [...marks(question), ...chips(question)].some((one) => one.checked !== one.defaultChecked);
  return marked || [line(question), noteField(question)].some((field) => field && field.value !== field.defaultValue);
}

/** Put an answer in the fields. @param {HTMLFieldSetElement} question @param {{state: string, value?: any, note?: string}} answer */
export function write(question, answer) {
  const values = [answer.value ?? []].flat().map(String);
  for (const mark of marks(question)) mark.checked = answer.state === "value" && values.includes(mark.value);
  for (const chip of chips(question)) chip.checked = chip.value === answer.state;
  const field = line(question);
  if (field) field.value = answer.state === "value" ? String(answer.value ?? "") : "";
  if (answer.note !== undefined) noteField(question).value = answer.note;
}

/** What stood in a question before another kind of answer took its place. @type {WeakMap<Element, any>} */
const before = new WeakMap();

/**
 * After a touch: a value and another kind of answer take each other's place (taking the other kind back brings the value
 * again), and options that stand alone push the others away.
 * @param {HTMLFieldSetElement} question @param {Element} target
 */
export function tidy(question, target) {
  const input = /** @type {HTMLInputElement} */ (target);
  if (input.closest(".chip")) {
    const { value } = readValue(question);
    if (input.checked && value !== null) before.set(question, value);
    const back = input.checked ? null : (before.get(question) ?? null);
    write(question, input.checked ? { state: input.value } : { state: back === null ? "empty" : "value", value: back });
    return;
  }
  if (target === noteField(question)) return;
  for (const chip of chips(question)) chip.checked = false;
  if (question.dataset.type !== "choices" || !input.checked) return;
  const alone = "alone" in input.dataset;
  for (const mark of marks(question)) if (mark !== input && (alone || "alone" in mark.dataset)) mark.checked = false;
}

/** An answer in words, for choosing between two. @param {HTMLFieldSetElement} question @param {Answer | null} answer @param {(key: string) => string} say @returns {string} */
export function inWords(question, answer, say) {
  if (!answer || answer.state === "empty") return say("no_answer");
  if (answer.state !== "value") return say(answer.state);
  const label = (/** @type {any} */ value) =>
    marks(question).find((mark) => mark.value === String(value))?.nextElementSibling?.textContent ?? String(value);
  return [answer.value].flat().map(label).join(", ");
}
