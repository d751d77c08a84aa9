/**
 * Leads the conversation in the page: shows steps and follow-ups at once, and hands each answer to the queue. The page works
 * without it as a plain form; everything it decides here is decided again on the server.
 */

import { compile } from "../instruments/expressions.js";
import { chips, marks, noteField, read, tidy, touched, write } from "./fields.js";
import { make, showAlerts, tell } from "./panels.js";
import { SaveQueue } from "./queue.js";
import { makeAlerts } from "./risks.js";
import { device, post, uuid } from "./sender.js";
import { looks, makeQuotes, makeWay, neighbour } from "./way.js";
import { speaker, statusLine } from "./words.js";

const TYPING = 800;

const form = /** @type {HTMLFormElement} */ (document.getElementById("guide"));
const data = JSON.parse(document.getElementById("guide-data")?.textContent ?? "{}");
const say = speaker(data.texts);
const wayFor = makeWay(data.form, compile);

/** @param {string} selector @param {ParentNode} [within] @returns {any[]} */
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** @type {Map<string, HTMLFieldSetElement>} */
const questions = new Map(all("fieldset.question", form).map((one) => [one.dataset.item, one]));
/** @type {Map<string, HTMLElement>} */
const sections = new Map(all("section.step", form).map((one) => [one.dataset.step, one]));
const status = document.getElementById("guide-status");
const goOn = /** @type {HTMLButtonElement} */ (form.querySelector("button[name=go][value=next], button[name=go][value=review]"));
const goBack = /** @type {HTMLButtonElement | null} */ (form.querySelector("button[name=go][value=back]"));
const opened = new Set();
/** What the queue was last told about an item, so that only changes are sent. @type {Map<string, string>} */
const told = new Map();
/** Texts that are being typed. @type {Map<string, number>} */
const typing = new Map();
const alerts = makeAlerts(data.risks, data.alerts, compile);
let here = all("section.step:not([hidden])", form)[0]?.dataset.step ?? data.form.steps[0].id;
let leaving = false;
/** The values that count, as they were last followed. @type {Record<string, any>} */
let counting = {};

const queue = new SaveQueue({
  send: (payload) => post(data.urls.save, payload),
  uuid,
  now: () => Date.now(),
  later: (run, wait) => setTimeout(run, wait),
  cancel: (handle) => clearTimeout(handle),
  device: device(),
  language: data.language,
  staff: data.staff,
  revision: data.revision,
  changed: () => showQueue(),
  saved: (body, answer) => {
    data.answers[answer.item] = { ...data.answers[answer.item], value: null, ...answer };
    alerts.raise(body.alerts ?? []);
  },
});

/** @param {HTMLFieldSetElement} question */
function answerOf(question) {
  const { state, value } = read(question);
  const answer = { item: question.dataset.item ?? "", state, note: noteField(question).value };
  return state === "value" ? { ...answer, value } : answer;
}

/** The answer is good and new: into the queue. @param {HTMLFieldSetElement} question */
function save(question) {
  const item = question.dataset.item ?? "";
  clearTimeout(typing.get(item));
  typing.delete(item);
  const { fault } = read(question);
  if (fault) return showQueue();
  const answer = answerOf(question);
  const now = JSON.stringify(answer);
  if (told.get(item) === now) return showQueue();
  const before = JSON.parse(told.get(item) ?? "{}");
  told.set(item, now);
  const { note, ...rest } = answer;
  queue.add(note === (before.note ?? "") ? rest : answer, here);
  showQueue();
}

function saveTyped() {
  for (const item of [...typing.keys()]) {
    const question = questions.get(item);
    if (question) save(question);
  }
}

// ---- what is seen ---------------------------------------------------------------------------------------------------

/** @type {{spans: HTMLElement[], quotes: ((values: any) => string)[]}[]} */
const quoting = [];
for (const step of data.form.steps) {
  const section = sections.get(step.id);
  if (section) addQuotes(all(":scope > .led > .say [data-quote]", section), step.say);
  for (const asked of step.ask) {
    const question = questions.get(asked.item);
    if (!question) continue;
    addQuotes(all("legend > .say [data-quote]", question), asked.say);
    addQuotes(all("legend > .ask [data-quote]", question), asked.title);
  }
}

/** @param {HTMLElement[]} spans @param {any} parts */
function addQuotes(spans, parts) {
  if (spans.length) quoting.push({ spans, quotes: makeQuotes(parts, compile) });
}

function values() {
  /** @type {Record<string, any>} */
  const found = {};
  for (const [item, question] of questions) found[item] = read(question).value;
  return found;
}

/** Everything that follows from the answers: follow-ups, quotes, the bar, back and next. */
function follow() {
  const way = wayFor(values());
  for (const [item, question] of questions) question.hidden = !way.items.has(item) && !queue.kept.has(item);
  for (const aside of all(".beside[data-for]", form)) aside.hidden = !way.items.has(aside.dataset.for);
  for (const { spans, quotes } of quoting) spans.forEach((span, place) => setText(span, quotes[place]?.(way.counting) ?? "…"));
  for (const [step, section] of sections) {
    const needed = way.steps.has(step);
    section.toggleAttribute("data-not-needed", !needed);
    const line = /** @type {HTMLElement | null} */ (section.querySelector(".not-needed"));
    if (line) line.hidden = needed;
  }
  queue.askedAgain(way.items);
  showBar(way);
  counting = way.counting;
  drawAlerts();
}

/** @param {HTMLElement} node @param {string} text */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {import("./way.js").Way} way */
function showBar(way) {
  const given = new Set([...questions].filter(([, question]) => read(question).state !== "empty").map(([item]) => item));
  const look = looks(data.form, way, given, opened, here);
  for (const link of all("a.step-link")) {
    const own = look.get(link.dataset.go) ?? "new";
    link.dataset.look = own;
    link.toggleAttribute("aria-current", own === "here");
    if (own === "here") link.setAttribute("aria-current", "step");
    setText(link.querySelector("[data-said]"), say(`look_${own}`));
  }
  for (const dot of all("[data-dot]")) dot.dataset.look = look.get(dot.dataset.dot);
  for (const link of all("a.stage-link")) {
    const steps = data.form.steps.filter((/** @type {any} */ step) => step.stage === link.dataset.stage);
    const first = (/** @type {string} */ wanted) => steps.find((/** @type {any} */ step) => look.get(step.id) === wanted)?.id;
    const target = first("new") ?? first("opened") ?? first("answered") ?? first("here") ?? steps[0].id;
    link.dataset.go = target;
    link.href = stepUrl(target);
    if (first("here")) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const place = data.form.steps.findIndex((/** @type {any} */ step) => step.id === here);
  for (const node of all("[data-count]")) setText(node, say("step_of", { number: place + 1, count: data.form.steps.length }));
  for (const node of all("[data-here]")) setText(node, data.form.steps[place]?.title ?? "");
  const last = neighbour(data.form, way, here, 1) === null;
  goOn.value = last ? "review" : "next";
  setText(goOn, say(goOn.value));
  if (goBack) goBack.disabled = neighbour(data.form, way, here, -1) === null;
}

function showQueue() {
  for (const [item, question] of questions) {
    const { state, fault } = read(question);
    const kept = queue.kept.get(item);
    question.dataset.state = state;
    const clear = /** @type {HTMLElement | null} */ (question.querySelector(".clear"));
    if (clear) clear.hidden = state === "empty" && !fault;
    const said = fault && !typing.has(item) ? say(fault.key, fault.values) : "";
    tell(question, kept, said, say, (mine) => choose(item, mine));
    if (kept) question.hidden = false;
  }
  if (status) {
    setText(status, statusLine(say, queue));
    status.dataset.phase = queue.kept.size ? "look" : queue.phase;
  }
  drawAlerts();
  if (leaving) review();
}

function drawAlerts() {
  // What is half typed is no answer yet.
  if (!typing.size) alerts.follow(counting);
  const now = alerts.now(queue.unsent + typing.size > 0);
  let place = document.getElementById("guide-alerts");
  if (!place) {
    place = make("section", "alerts");
    place.id = "guide-alerts";
    place.setAttribute("aria-live", "polite");
    form.before(place);
  }
  showAlerts(place, now.alerts, data.texts.emergency_numbers ?? [], data.language, say);
  if (now.more) place.scrollIntoView({ block: "start" });
}

/** @param {string} item @param {boolean} mine */
function choose(item, mine) {
  const kept = queue.kept.get(item);
  const question = questions.get(item);
  if (question && kept && !mine) {
    const before = kept.why === "conflict" ? (kept.theirs ?? { state: "empty", note: "" }) : (data.answers[item] ?? { state: "empty" });
    write(question, before);
    told.set(item, JSON.stringify(answerOf(question)));
  }
  queue.choose(item, mine);
  follow();
}

// ---- moving about ---------------------------------------------------------------------------------------------------

/** @param {string} step */
const stepUrl = (step) => data.urls.step.replace(/\{step\}|%7Bstep%7D|__step__/i, step);

/** @param {string} step @param {boolean} remember */
function open(step, remember) {
  const section = sections.get(step);
  if (!section) return;
  saveTyped();
  const moved = step !== here;
  here = step;
  opened.add(step);
  for (const [id, other] of sections) other.hidden = id !== step;
  for (const menu of all("details.menu")) menu.open = false;
  follow();
  showQueue();
  if (!moved) return;
  leaving = false;
  if (remember) history.pushState({ step }, "", stepUrl(step));
  form.action = stepUrl(step);
  window.scrollTo(0, 0);
  /** @type {HTMLElement | null} */ (section.querySelector("h2"))?.focus({ preventScroll: true });
  void post(data.urls.place, { step });
}

/** Go to the review once everything is saved; until then say what is missing and try. */
function review() {
  if (!queue.unsent) {
    if (leaving) location.assign(data.urls.review);
    leaving = false;
    return;
  }
  const first = [...queue.kept.keys()][0];
  if (first && !queue.waiting.length) {
    leaving = false;
    const question = questions.get(first);
    open(/** @type {HTMLElement} */ (question?.closest("section.step"))?.dataset.step ?? here, true);
    question?.scrollIntoView({ block: "center" });
  } else if (status && queue.phase === "saving") setText(status, say("before_review"));
}

function startReview() {
  saveTyped();
  leaving = true;
  queue.hurry();
}

// ---- what the worker does -------------------------------------------------------------------------------------------

form.addEventListener("input", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const question = /** @type {HTMLFieldSetElement | null} */ (input.closest("fieldset.question"));
  if (!question) return;
  leaving = false;
  tidy(question, input);
  const item = question.dataset.item ?? "";
  if (input.type === "radio" || input.type === "checkbox") save(question);
  else {
    clearTimeout(typing.get(item));
    typing.set(item, window.setTimeout(() => save(question), TYPING));
  }
  follow();
  showQueue();
});

form.addEventListener("focusout", (event) => {
  const question = /** @type {HTMLElement} */ (event.target).closest("fieldset.question");
  if (question && typing.has(/** @type {HTMLElement} */ (question).dataset.item ?? "")) save(/** @type {HTMLFieldSetElement} */ (question));
});

form.addEventListener("click", (event) => {
  const clear = /** @type {HTMLElement} */ (event.target).closest("button.clear");
  const question = /** @type {HTMLFieldSetElement | null} */ (clear?.closest("fieldset.question"));
  if (!question) return;
  event.preventDefault();
  write(question, { state: "empty" });
  save(question);
  follow();
  showQueue();
  /** @type {HTMLElement | undefined} */ (marks(question)[0] ?? question.querySelector("textarea, input") ?? chips(question)[0])?.focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (pressed?.name !== "go") return;
  if (pressed.value === "review") return startReview();
  const target = neighbour(data.form, wayFor(values()), here, pressed.value === "back" ? -1 : 1);
  if (pressed.value === "back" || pressed.value === "next") if (target) open(target, true);
});

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const step = link.closest("nav.bar") && link.dataset.go;
  if (step) {
    event.preventDefault();
    open(step, true);
  } else if (link.href === new URL(data.urls.review, location.href).href) {
    event.preventDefault();
    startReview();
  }
});

/** One touch folds the private column, and it stays folded from step to step. @param {boolean} unfolded */
function fold(unfolded) {
  for (const column of all("details.guidance", form)) column.open = unfolded;
}
for (const column of all("details.guidance", form)) column.addEventListener("toggle", () => fold(column.open));

window.addEventListener("popstate", (event) => {
  const step = event.state?.step ?? [...sections.keys()].find((id) => location.pathname.endsWith(new URL(stepUrl(id), location.href).pathname));
  if (step) open(step, false);
});
window.addEventListener("online", () => queue.hurry());
window.addEventListener("pagehide", () => {
  saveTyped();
  queue.farewell();
});
document.addEventListener("visibilitychange", () => {
  saveTyped();
  if (!document.hidden && queue.waiting.length) queue.hurry();
});
window.addEventListener("beforeunload", (event) => {
  saveTyped();
  if (queue.unsent) event.preventDefault();
});

// ---- start ----------------------------------------------------------------------------------------------------------

/** Answered before this script had come, or put back by the browser: not saved yet. @type {HTMLFieldSetElement[]} */
const early = [];
for (const [item, question] of questions) {
  const given = touched(question) ? answerOf(question) : null;
  write(question, { state: "empty", note: "", ...data.answers[item] });
  told.set(item, JSON.stringify(answerOf(question)));
  if (!given) continue;
  write(question, given);
  early.push(question);
}
document.documentElement.classList.add("with-script");
history.replaceState({ step: here }, "");
open(here, false);
for (const question of early) save(question);
