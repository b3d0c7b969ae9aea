// The few parts of the browser's API that the background's own logic needs, in memory.

/** One storage area. */
function area() {
  /** @type {Record<string, unknown>} */
  let kept = {};
  return {
    get: async (/** @type {string | null} */ key) => (key === null ? { ...kept } : key in kept ? { [key]: structuredClone(kept[key]) } : {}),
    set: async (/** @type {object} */ values) => void (kept = { ...kept, ...structuredClone(values) }),
    remove: async (/** @type {string | string[]} */ keys) => {
      for (const key of [keys].flat()) delete kept[key];
    },
    clear: () => (kept = {}),
  };
}

/**
 * Put the API in place; has to run before a module of the extension is imported.
 *
 * @returns {any}
 */
export function installBrowser() {
  const api = {
    runtime: { id: "cuecard", getManifest: () => ({ version: "0.1.0" }), getURL: (/** @type {string} */ path) => `chrome-extension://cuecard/${path}` },
    storage: { local: area(), session: area(), managed: area() },
    i18n: { getMessage: (/** @type {string} */ key) => key },
  };
  Object.assign(globalThis, { chrome: api });
  // Node 20 has none.
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Mozilla/5.0 Chrome/130" }, configurable: true });
  return api;
}
