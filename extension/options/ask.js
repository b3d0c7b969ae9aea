// Asks the background, and knows the type of each answer.

import { ext } from "../shared/ext.js";

/** @typedef {import("../shared/messages.js").FromOptions} FromOptions */
/** @typedef {import("../shared/messages.js").OptionsAnswers} OptionsAnswers */

/**
 * @template {FromOptions["type"]} Type
 * @param {Extract<FromOptions, {type: Type}>} message
 * @returns {Promise<OptionsAnswers[Type]>}
 */
export function ask(message) {
  return ext.runtime.sendMessage(message);
}
