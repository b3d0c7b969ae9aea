// When to step aside: the page's own dialogs and menus come first. And how to look at home: dark where the page is dark.
cuecard.define("manners", () => {
  const OPEN = "dialog:modal";
  const MODAL = `${OPEN}, [aria-modal='true']`;
  const MODAL_ROLES = ["dialog", "alertdialog"];
  const POPUPS = "[role='menu'], [role='listbox'], [role='tooltip'], [popover], dialog[open]";
  /** Below this relative luminance (0 to 1) a background is dark. */
  const DARK = 0.3;

  /** @param {Element} element */
  function isShown(element) {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  }

  /**
   * Whether the page shows a dialog that has to be dealt with first.
   *
   * @param {Element | null} editor  a dialog around it is where the agent writes
   * @returns {boolean}
   */
  function isBlocked(editor) {
    const apart = (/** @type {Element} */ dialog) => !editor || !dialog.contains(editor);
    const says = (/** @type {Element} */ one) => one.tagName === "DIALOG" || MODAL_ROLES.includes(one.getAttribute("role") ?? "");
    return [...document.querySelectorAll(MODAL)].some((one) => apart(one) && (one.matches(OPEN) || (says(one) && isShown(one))));
  }

  /**
   * Where the page's menus and other popups stand now.
   *
   * @param {Element | null} editor  what it lies in is where the agent writes
   * @returns {{left: number, top: number, width: number, height: number}[]}
   */
  function popups(editor) {
    const ours = cuecard.shell.hosts();
    const others = [...document.querySelectorAll(POPUPS)].filter((one) => !ours.includes(one) && !(editor && one.contains(editor)));
    const shown = others.filter((one) => isShown(one) && isLoose(one));
    return shown.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
  }

  /**
   * A list box that stands in the page's flow is no popup.
   *
   * @param {Element} element
   */
  function isLoose(element) {
    for (let up = /** @type {Element | null} */ (element); up && up !== document.body; up = up.parentElement) {
      if (["absolute", "fixed"].includes(getComputedStyle(up).position)) return true;
    }
    return false;
  }

  /**
   * Whether the page is dark around an element, whatever the system prefers. Plain fields are often white on a dark page.
   *
   * @param {Element | null} beside
   * @returns {boolean}
   */
  function isDark(beside) {
    for (let up = /** @type {Element | null} */ (beside?.parentElement ?? document.body); up; up = up.parentElement) {
      const light = luminance(getComputedStyle(up).backgroundColor);
      if (light !== null) return light < DARK;
    }
    const schemes = getComputedStyle(document.documentElement).colorScheme;
    return schemes.includes("dark") && (!schemes.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches);
  }

  /**
   * Relative luminance, as WCAG 2 defines it.
   *
   * @param {string} color  as `getComputedStyle` gives it
   * @returns {number | null} null if one sees through it, or if it is given in another space than sRGB
   */
  function luminance(color) {
    const [red, green, blue, alpha = 1] = (/^rgba?\((.+)\)$/.exec(color)?.[1] ?? "").split(/[\s,/]+/).map(Number);
    if (red === undefined || green === undefined || blue === undefined || Number.isNaN(red) || alpha < 0.5) return null;
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  /**
   * Give our things the page's scheme.
   *
   * @param {Element | null} beside
   * @returns {boolean} whether it is dark
   */
  function blendIn(beside) {
    const dark = isDark(beside);
    for (const host of cuecard.shell.hosts()) cuecard.shell.set(/** @type {HTMLElement} */ (host), { "color-scheme": dark ? "dark" : "light" });
    return dark;
  }

  return { isBlocked, popups, blendIn };
});
