// Which elements are editors a reply is written in, and which of them is the reply editor.
cuecard.define("editors", () => {
  const RICH = "[contenteditable]:not([contenteditable='false'])";
  const LINE = "input:not([type]), input[type='text']";
  const CANDIDATES = `textarea, ${RICH}, ${LINE}, iframe`;
  const ABOUT_REPLYING = /reply|respon|comment|answer|message|compos|editor|body|antwort|nachricht|kommentar|respuesta|پاسخ|رد/i;
  const NOT_REPLYING = /search|filter|such|subject|title|tag|recipient|\bto\b|\bcc\b|name|login|password|جستجو|بحث/i;
  const SMALLEST = { width: 120, height: 18 };
  /** @type {string | null} */
  let declared = null;

  /**
   * @param {Element | null | undefined} element
   * @returns {element is HTMLElement}
   */
  function isEditor(element) {
    if (!(element instanceof HTMLElement)) return false;
    if (element instanceof HTMLTextAreaElement) return !element.readOnly && !element.disabled && !isSearch(element);
    if (element instanceof HTMLInputElement) return element.matches(LINE) && !element.readOnly && isTheOnlyEditor(element);
    return element.isContentEditable || "editContext" in element && Boolean(element.editContext);
  }

  /** @param {Element} element */
  function isSearch(element) {
    const { id, className } = element;
    const said = `${id} ${className} ${element.getAttribute("name")} ${element.getAttribute("placeholder")} ${element.getAttribute("aria-label")}`;
    return NOT_REPLYING.test(said) || element.closest("[role='search'], [role='combobox'], nav") !== null;
  }

  /**
   * A one-line field is where a reply is written only in a chat that has nothing bigger.
   *
   * @param {HTMLInputElement} element
   */
  function isTheOnlyEditor(element) {
    if (isSearch(element) || element.getAttribute("role") === "combobox") return false;
    return ![...document.querySelectorAll(`textarea, ${RICH}`)].some(isShown);
  }

  /**
   * @param {Element} element
   * @returns {boolean}
   */
  function isShown(element) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: false })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width >= SMALLEST.width && height >= SMALLEST.height;
  }

  /**
   * The document of a frame that is an editor as a whole, as older editors have it.
   *
   * @param {Element} element
   * @returns {boolean}
   */
  function isEditorFrame(element) {
    if (!(element instanceof HTMLIFrameElement)) return false;
    try {
      const inside = element.contentDocument;
      return Boolean(inside && (inside.designMode === "on" || inside.body?.isContentEditable));
    } catch {
      return false; // another origin
    }
  }

  /**
   * @param {Element} element
   * @returns {number} how likely a reply is written here; 0 for no editor
   */
  function weight(element) {
    if (!(isEditor(element) || isEditorFrame(element)) || !isShown(element)) return 0;
    const { width, height } = element.getBoundingClientRect();
    const form = element.closest("form, [role='form'], [role='dialog']");
    const names = [element, element.parentElement, form].map((one) => `${one?.id} ${one?.className} ${one?.getAttribute?.("name")} ${one?.getAttribute?.("aria-label")}`);
    const fits = names.filter((name) => ABOUT_REPLYING.test(name)).length;
    return width * Math.min(height, 400) * (1 + fits) * (element instanceof HTMLInputElement ? 0.1 : 1);
  }

  /**
   * @param {Iterable<Element>} elements
   * @returns {HTMLElement | null}
   */
  function heaviestOf(elements) {
    let best = null;
    let most = 0;
    for (const element of elements) {
      if (element.parentElement?.closest(RICH)) continue;
      const own = weight(element);
      if (own > most) [best, most] = [element, own];
    }
    return /** @type {HTMLElement | null} */ (best);
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  function heaviest(selector) {
    return heaviestOf(document.querySelectorAll(selector)) ?? heaviestOf(cuecard.shadows.all(selector));
  }

  /** What was found in this very task, in which the page does not change. @type {{editor: HTMLElement | null} | null} */
  let found = null;

  /** @returns {HTMLElement | null} */
  function heaviestOfAll() {
    if (!found) {
      found = { editor: heaviest(CANDIDATES) };
      queueMicrotask(() => { found = null; });
    }
    return found.editor;
  }

  /** @returns {HTMLElement | null} where a reply is written, or the frame that holds it: what the pill stands beside */
  function best() {
    const last = cuecard.focus.last();
    if (last?.isConnected && isShown(last)) return last;
    if (declared) {
      const shown = [...document.querySelectorAll(declared)].find(isShown);
      if (shown) return /** @type {HTMLElement} */ (shown);
    }
    return heaviestOfAll();
  }

  /** @returns {HTMLElement | null} the editor of this very frame that an answer would go to */
  function own() {
    if (document.designMode === "on" || document.body?.isContentEditable) return document.body;
    const shown = declared ? [...document.querySelectorAll(declared)].find((one) => isShown(one) && isEditor(one)) : null;
    return /** @type {HTMLElement | null} */ (shown) ?? heaviest(`textarea, ${RICH}, ${LINE}`);
  }

  /** @returns {number} the size of this frame's editor in square px, 0 without one */
  function area() {
    const element = own();
    if (!element) return 0;
    const { width, height } = element.getBoundingClientRect();
    return Math.max(1, width * height);
  }

  return { isEditor, best, own, area, declare: (selector) => { declared = selector; } };
});
