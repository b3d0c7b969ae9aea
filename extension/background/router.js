// Who may ask the background for what. Ordered by trust: our own options page first, then the page scripts, which run
// in a document whose process belongs to the helpdesk's site; nothing else is heard here (surfaces have their Port).
import { ext } from "../shared/ext.js";
import { ready } from "./gate.js";
import { takeOptionsMessage } from "./options-requests.js";
import { takePageMessage } from "./page-requests.js";

/**
 * @param {unknown} message
 * @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<unknown> | null} null if nobody is to be answered
 */
export function takeMessage(message, sender) {
  if (sender.id !== ext.runtime.id || !isTyped(message)) return null;
  if (sender.url?.startsWith(ext.runtime.getURL("options/"))) return ready().then(() => takeOptionsMessage(message));
  if (sender.tab?.id !== undefined && !sender.url?.startsWith(ext.runtime.getURL(""))) {
    return ready().then(() => takePageMessage(message, sender));
  }
  return null;
}

/**
 * @param {unknown} message
 * @returns {message is {type: string}}
 */
function isTyped(message) {
  return typeof message === "object" && message !== null && "type" in message && typeof message.type === "string";
}
