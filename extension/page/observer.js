// Notices cheaply that the page shows something else: another address, or another conversation. Watches only the part
// of the page where the conversation stands, and no attributes.
cuecard.define("observer", () => {
  const SETTLE_MS = 120;
  const LONGEST_MS = 700;
  const ADDRESS_POLL_MS = 1000;

  /**
   * @param {() => void} changed  called at most a few times a second
   * @returns {void}
   */
  function watch(changed) {
    const later = cuecard.debounce(changed, SETTLE_MS, LONGEST_MS);
    let address = location.href;
    const look = () => {
      if (location.href === address) return;
      address = location.href;
      later();
    };
    const mutations = new MutationObserver((records) => {
      if (records.some(isOfThePage)) later();
    });
    const { signal } = cuecard;
    mutations.observe(document.body, { childList: true, subtree: true });
    signal.addEventListener("abort", () => mutations.disconnect());
    watchAddress(look);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && later(), { signal });
    // Which of "public reply" and "internal note" is chosen shows in attributes alone.
    document.addEventListener("click", later, { signal, capture: true, passive: true });
  }

  /** @param {() => void} look */
  function watchAddress(look) {
    const { signal } = cuecard;
    const navigation = /** @type {EventTarget | undefined} */ (/** @type {any} */ (window).navigation);
    if (navigation) {
      navigation.addEventListener("currententrychange", look, { signal });
      return;
    }
    window.addEventListener("popstate", look, { signal });
    const timer = setInterval(() => (cuecard.alive() ? look() : clearInterval(timer)), ADDRESS_POLL_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /**
   * What happens inside an editor is the agent typing.
   *
   * @param {MutationRecord} record
   */
  function isOfThePage({ target }) {
    const element = target instanceof Element ? target : target.parentElement;
    return !element?.closest("[contenteditable]:not([contenteditable='false']), textarea");
  }

  return { watch };
});
