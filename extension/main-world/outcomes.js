// What goes into an insertion and how it ends: the types that the inserter and the background share. Nothing of this runs.

/**
 * An answer as an editor can hold it, with what must be seen of it afterwards.
 * @typedef {object} Fitted
 * @property {string} text  for plain editors: list marks and addresses visible
 * @property {string} html  the same for rich editors
 * @property {boolean} asText  the editor is rich, but would lose lists and addresses
 * @property {string} shown  the text that the HTML shows
 * @property {string[]} links  the addresses it links to
 * @property {string[]} images  the addresses of its pictures
 */

/**
 * How an insertion ended.
 *
 * `code` says why not: `empty`, `no_editor`, `disabled`, `read_only`, `too_long` (maxlength; nothing was changed),
 * `not_taken` (nothing arrived), `partial` (some of it arrived), `draft_changed` (it arrived, but the text around it
 * did not stay), `reverted` (the page took it out again), `html_forbidden` (the page forbids HTML from its own world;
 * nothing was changed). With `ok` it may be `links_lost` (the editor stripped an address that is not visible in the text
 * either) or `images_lost`.
 * @typedef {object} Inserted
 * @property {boolean} ok  the whole answer stands in the editor and the draft around it is as it was
 * @property {string} [via]  the way that was taken
 * @property {string} [code]
 * @property {string[]} trace  each way tried and what it did
 */

/**
 * What became of a draft.
 * @typedef {"whole" | "draft_changed" | "nothing" | "part"} State
 */

/**
 * A way into an editor: its name, and what it does; true if the editor took the event, null if it is not for this editor.
 * @typedef {[string, (element: HTMLElement) => boolean | null]} Way
 */

export {};
