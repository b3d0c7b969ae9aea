// What the pill of each tab is told. Every message costs the page, so a state that passes in a moment is not told.
import { tellPage } from "./channels.js";

/** @typedef {Extract<import("../shared/messages.js").ToPage, {type: "pill"}>} Pill */

/** Answers are mostly there in a moment: that they are waited for is told only if they are not. */
const PATIENCE_MS = 150;

/** What each tab was told last, and what waits to be told. @type {Map<number, {phase: Pill["phase"], waiting?: ReturnType<typeof setTimeout>}>} */
const told = new Map();

/**
 * @param {number} tab
 * @param {Pill} pill
 */
export function tellPill(tab, pill) {
  const before = told.get(tab);
  clearTimeout(before?.waiting);
  const tell = () => {
    told.set(tab, { phase: pill.phase });
    void tellPage(tab, pill);
  };
  // While another ticket's answers are counted, they have to go at once.
  if (before?.phase === "idle" && pill.phase === "loading") told.set(tab, { ...before, waiting: setTimeout(tell, PATIENCE_MS) });
  else tell();
}

/**
 * The tab was closed.
 *
 * @param {number} tab
 */
export function forgetPill(tab) {
  clearTimeout(told.get(tab)?.waiting);
  told.delete(tab);
}
