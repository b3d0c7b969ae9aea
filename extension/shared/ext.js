// The browser's extension API under one name: Firefox calls it `browser`, Chromium `chrome`; both return promises.

/** @type {typeof chrome} */
export const ext = /** @type {any} */ (globalThis).browser ?? globalThis.chrome;

/**
 * A text of the interface in the browser's language.
 *
 * @param {string} key  as in _locales
 * @param {...string} values  what stands for $1, $2 ...
 * @returns {string}
 */
export function say(key, ...values) {
  return ext.i18n.getMessage(key, values);
}
