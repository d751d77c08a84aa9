/** What the page tells beside the questions: a line under a question, two answers to choose from, alerts. */

import { inWords } from "./fields.js";

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Say */

/** @param {string} tag @param {string} className @param {...(Node | string)} children */
export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

/** @param {string} text @param {string} className @param {() => void} act */
function button(text, className, act) {
  const node = /** @type {HTMLButtonElement} */ (make("button", className, text));
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

/** A quiet line under a question; without nodes it goes away. @param {HTMLFieldSetElement} question @param {string} look @param {(Node | string)[]} nodes */
export function lineUnder(question, look, nodes) {
  let place = question.querySelector(":scope > .told");
  if (!place) {
    if (!nodes.length) return;
    place = make("div", "told");
    place.setAttribute("role", "status");
    question.append(place);
  }
  const told = nodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
  // Drawn again only when it says something else, so that it is not read aloud twice and a button keeps its focus.
  if (place.getAttribute("data-told") === told) return;
  place.setAttribute("data-told", told);
  place.className = `told ${look}`;
  place.replaceChildren(...nodes);
  /** @type {HTMLElement} */ (place).hidden = !nodes.length;
}

/**
 * What waits for the worker at a question.
 * @param {HTMLFieldSetElement} question @param {import("./queue.js").Kept | undefined} kept @param {string} fault
 * @param {Say} say @param {(mine: boolean) => void} choose
 */
export function tell(question, kept, fault, say, choose) {
  if (!kept) return lineUnder(question, "told-fault", fault ? [fault] : []);
  if (kept.why === "refused") return lineUnder(question, "told-fault", [say("refused", { message: kept.message })]);
  if (kept.why === "not_asked") {
    const nodes = [make("p", "", say("not_asked")), button(say("discard"), "button button-quiet", () => choose(false))];
    return lineUnder(question, "told-kept", nodes);
  }
  const { theirs, answer } = kept;
  const side = (/** @type {string} */ title, /** @type {any} */ one, /** @type {string} */ label, /** @type {boolean} */ mine) => {
    const words = make("bdi", "told-words", inWords(question, one, say));
    const note = one?.note ? [make("bdi", "told-note", one.note)] : [];
    return make("div", "told-side", make("strong", "", title), words, ...note, button(label, "button button-quiet", () => choose(mine)));
  };
  const by = theirs?.by ? say("theirs_by", { by: theirs.by }) : say("theirs");
  const sides = make("div", "told-sides");
  sides.append(side(by, theirs, say("keep_theirs"), false), side(say("yours"), answer, say("keep_yours"), true));
  lineUnder(question, "told-conflict", [make("p", "", say("conflict")), sides]);
}

/**
 * Drawn again only when there is something else to say; one that was folded or unfolded by hand stays so.
 * @param {HTMLElement} place @param {import("./risks.js").Alert[]} alerts @param {any[]} numbers name and number, in pairs
 * @param {string} language of their words @param {Say} say
 */
export function showAlerts(place, alerts, numbers, language, say) {
  const told = JSON.stringify(alerts);
  if (place.dataset.told === told) return;
  place.dataset.told = told;
  place.hidden = alerts.length === 0;
  const before = new Map([...place.querySelectorAll("details")].map((one) => [one.dataset.key, one.open]));
  const calls = () => numbers.map(([name, number]) => make("li", "", `${name} `, make("strong", "", number)));
  const entries = alerts.map((alert) => {
    const paragraphs = alert.text.split(/\n\s*\n/).map((text) => make("p", "", text));
    const list = make("ul", "alert-numbers", ...calls());
    list.setAttribute("aria-label", say("emergency"));
    const said = [make("summary", "", alert.title), ...paragraphs];
    for (const node of said) node.lang = language;
    const words = /** @type {HTMLDetailsElement} */ (make("details", "alert-words", ...said, list));
    words.dataset.key = alert.key;
    words.open = before.get(alert.key) ?? Boolean(alert.fresh);
    return make("div", "alert", words, ...recording(alert, say));
  });
  const head = make("p", "alert-head", make("strong", "", say("alert_title")), " ", make("small", "", say("alert_private")));
  place.replaceChildren(head, ...entries);
}

/** Where it is recorded, or that it will be. @param {import("./risks.js").Alert} alert @param {Say} say */
function recording({ url, unsaved }, say) {
  if (!url) return unsaved ? [make("p", "", say("alert_unsaved"))] : [];
  const link = /** @type {HTMLAnchorElement} */ (make("a", "button button-warm", say("alert_link")));
  link.href = url;
  return [link];
}
