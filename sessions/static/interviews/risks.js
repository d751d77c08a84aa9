/**
 * The alerts of a conversation: those that the server has raised, and until it does so those that the answers on this page call
 * for. What an answer means for somebody's safety must be seen when it is given, with or without a network.
 *
 * @typedef {{key: string, title: string, when: any, text: import("./way.js").Part[]}} Risk
 * @typedef {{key: string, title: string, text: string, url?: string, fresh?: boolean, unsaved?: boolean}} Alert
 *   url: where the server's alert is recorded; fresh: raised while this page is open; unsaved: the server does not know of it yet
 */

import { makeQuotes } from "./way.js";

/** @param {Risk[]} risks @param {Alert[]} given that the server had raised before @param {(tree: any) => import("./way.js").Expression} compile */
export function makeAlerts(risks, given, compile) {
  const rules = risks.map(({ key, title, when, text }) => ({ key, title, holds: compile(when), words: makeText(text, compile) }));
  /** The server's word counts, and stays. @type {Map<string, Alert>} */
  const raised = new Map(given.map((alert) => [alert.key, alert]));
  /** @type {Alert[]} */
  let own = [];
  let seen = new Set(raised.keys());
  return {
    /** The server has raised these. @param {Alert[]} alerts */
    raise(alerts) {
      for (const alert of alerts) if (!raised.has(alert.key)) raised.set(alert.key, { ...alert, fresh: true });
    },
    /** The answers have changed. @param {import("./way.js").Values} counting without those that are hidden */
    follow(counting) {
      own = rules
        .filter(({ holds }) => holds(counting) === true)
        .map(({ key, title, words }) => ({ key, title, text: words(counting), fresh: true }));
    },
    /** All that are to be seen, and whether one among them was not there last time. @param {boolean} unsaved do answers wait? @returns {{alerts: Alert[], more: boolean}} */
    now(unsaved) {
      const waiting = own.filter(({ key }) => !raised.has(key)).map((alert) => ({ ...alert, unsaved }));
      const alerts = [...raised.values(), ...waiting];
      const more = alerts.some(({ key }) => !seen.has(key));
      seen = new Set(alerts.map(({ key }) => key));
      return { alerts, more };
    },
  };
}

/** @param {import("./way.js").Part[]} parts @param {(tree: any) => import("./way.js").Expression} compile @returns {(values: import("./way.js").Values) => string} */
function makeText(parts, compile) {
  const pieces = parts.map((part) => (typeof part === "string" ? () => part : makeQuotes([part], compile)[0]));
  return (values) => pieces.map((piece) => piece(values)).join("");
}
