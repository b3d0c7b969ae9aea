// Notices cheaply that the page shows something else: another address, or another conversation. Watches only the part
// of the page where the conversation stands, and no attributes.
cuecard.define("observer", () => {
  /** Reading costs a few milliseconds; waiting longer would only make the agent wait. */
  const SETTLE_MS = 24;
  const LONGEST_MS = 200;
  const ADDRESS_POLL_MS = 250;
  /** What changes beside the conversation (a counter, a draft that was saved, a clock) is looked at in passing. */
  const ELSEWHERE_MS = 1500;
  const EDITORS = "textarea, [contenteditable]:not([contenteditable='false']), iframe";
  const MOST_EDITORS = 20;

  /**
   * @param {(elsewhere: boolean) => void} changed  called when the page has come to rest, and then at most a few times a
   *   second; `elsewhere`: not in the conversation
   * @param {() => void} moved  called at once when the address changes
   * @returns {void}
   */
  function watch(changed, moved) {
    // All in one task: much of what is looked up serves all of it.
    const act = (/** @type {boolean} */ elsewhere) => cuecard.whenIdle(() => {
      changed(elsewhere);
      editors();
      observe();
    });
    const later = cuecard.debounce(() => act(false), SETTLE_MS, LONGEST_MS);
    const inPassing = cuecard.debounce(() => act(true), ELSEWHERE_MS, 2 * ELSEWHERE_MS);
    let address = location.href;
    const look = () => {
      if (location.href === address) return;
      address = location.href;
      cuecard.roots.seen([]);
      moved();
      later();
    };
    const mutations = new MutationObserver((records) => {
      const ofThePage = [...new Set(records.map(({ target }) => target))].filter(isOfThePage);
      if (ofThePage.length === 0) return;
      const room = cuecard.roots.room();
      if (ofThePage.some((target) => touches(room, target))) later();
      else inPassing();
    });
    const { signal } = cuecard;
    const editors = watchEditors(later);
    const watchedRoots = new WeakSet();
    const observeIn = (/** @type {Document | ShadowRoot} */ root) => {
      if (watchedRoots.has(root)) return;
      watchedRoots.add(root);
      mutations.observe(root instanceof Document ? root.body : root, { childList: true, subtree: true });
    };
    // Changes inside shadow roots are told only to those who watch these.
    const observe = () => cuecard.roots.all().forEach(observeIn);
    observeIn(document);
    later();
    signal.addEventListener("abort", () => mutations.disconnect());
    watchAddress(look);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && later(), { signal });
    // Which of "public reply" and "internal note" is chosen shows in attributes alone.
    document.addEventListener("click", later, { signal, capture: true, passive: true });
  }

  /**
   * A reply editor often waits in the page behind a tab or a button. Showing it changes attributes only, which are not
   * watched; whether an element can be seen, the browser tells for nothing.
   *
   * @param {() => void} later
   * @returns {() => void} looks for editors that are new
   */
  function watchEditors(later) {
    /** @type {WeakMap<Element, boolean>} */
    const seen = new WeakMap();
    const watching = new IntersectionObserver((entries) => {
      const changed = entries.filter(({ target, isIntersecting }) => seen.has(target) && seen.get(target) !== isIntersecting);
      for (const { target, isIntersecting } of entries) seen.set(target, isIntersecting);
      if (changed.length > 0) later();
    });
    cuecard.signal.addEventListener("abort", () => watching.disconnect());
    const look = () => {
      const found = [...document.querySelectorAll(EDITORS)].filter((one) => !watched.has(one)).slice(0, MOST_EDITORS);
      for (const one of found) {
        watched.add(one);
        watching.observe(one);
      }
    };
    const watched = new WeakSet();
    return look;
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
   * @param {Element | null} room  where the conversation stands, if it is known
   * @param {Node} target  what has changed
   * @returns {boolean}
   */
  function touches(room, target) {
    return !room || room.contains(target) || target.contains(room) || target.getRootNode() !== document;
  }

  /**
   * What happens inside an editor is the agent typing.
   *
   * @param {Node} target
   */
  function isOfThePage(target) {
    const element = target instanceof Element ? target : target.parentElement;
    return !element?.closest("[contenteditable]:not([contenteditable='false']), textarea");
  }

  return { watch };
});
