// What our two things in the page share: a closed shadow host that the page's styles do not reach, and its own styles.
cuecard.define("shell", () => {
  const STYLES = `
    button { font: 600 13px/18px system-ui, sans-serif; font-variant-numeric: tabular-nums; box-sizing: border-box; height: 28px;
      display: inline-flex; align-items: center; gap: 6px; padding: 0 10px 0 8px; border-radius: 14px; margin: 0;
      border: 1px solid light-dark(#dfe5e6, #343c3f); background: light-dark(#fff, #1b2022); color: light-dark(#182022, #e9eded);
      box-shadow: 0 1px 2px light-dark(rgb(20 30 32 / 18%), rgb(0 0 0 / 55%)); white-space: nowrap; vertical-align: top; }
    button { cursor: pointer; touch-action: none; user-select: none; }
    button:hover { background: light-dark(#eff3f3, #262c2e); }
    button:focus-visible { outline: 2px solid light-dark(#0a6b70, #66c5c5); outline-offset: 2px; }
    svg { width: 16px; height: 16px; flex: none; color: light-dark(#0a6b70, #66c5c5); }
    .number:empty, .dot[hidden], .notice:empty, [data-says="done"] > :is(.number, .dot), [data-says="not"] > :is(.number, .dot) { display: none; }
    .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: light-dark(#19703a, #7bd39a); }
    [data-look="weak"] .number, [data-look="none"] .number, [data-look="loading"] .number { color: light-dark(#556165, #a7b2b5); font-weight: 400; }
    [data-look="weak"], [data-look="none"], [data-look="off"] { border-style: dashed; border-color: light-dark(#7f8b8f, #7a878c); }
    [data-look="off"] svg { color: light-dark(#556165, #a7b2b5); }
    [data-look="off"] .number { color: light-dark(#875000, #e9b765); }
    .notice { font-weight: 400; }
    [data-says="not"] .notice { color: light-dark(#875000, #e9b765); }
    iframe { display: block; border: 0; width: 100%; height: 100%; border-radius: 10px; color-scheme: light dark; background: light-dark(#fff, #1b2022);
      box-shadow: 0 1px 2px light-dark(rgb(20 30 32 / 18%), rgb(0 0 0 / 55%)), 0 6px 20px light-dark(rgb(20 30 32 / 18%), rgb(0 0 0 / 55%)); }
    @media (forced-colors: active) { button, iframe { border: 1px solid CanvasText; } .dot { background: CanvasText; } }
  `;

  /** Stated on the element itself and as important, so that no style of the page weighs more. */
  const HOST = { all: "initial", position: "fixed", inset: "0 auto auto 0", "z-index": "2147483647", "color-scheme": "light dark", display: "block", visibility: "hidden" };

  /** @type {Element[]} */
  const hosts = [];
  /** Read once for all of our things. @type {CSSStyleSheet | undefined} */
  let sheet;

  /**
   * @param {string} name
   * @returns {{host: HTMLElement, root: ShadowRoot}}
   */
  function make(name) {
    const host = document.createElement(name);
    const root = host.attachShadow({ mode: "closed" });
    dress(root);
    set(host, HOST);
    hosts.push(host);
    cuecard.signal.addEventListener("abort", () => host.remove());
    return { host, root };
  }

  /**
   * @param {HTMLElement} host
   * @param {Record<string, string>} styles
   */
  function set(host, styles) {
    const { style } = host;
    // Stating the same again would have the browser look at the page's styles anew.
    for (const [name, value] of Object.entries(styles)) if (style.getPropertyValue(name) !== value) style.setProperty(name, value, "important");
  }

  /**
   * A constructed sheet is not subject to the page's CSP. Firefox refuses sheets made in a content script's own world.
   *
   * @param {ShadowRoot} root
   */
  function dress(root) {
    try {
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLES);
      }
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(element("style", {}, STYLES));
    }
  }

  /**
   * @param {string} tag
   * @param {Record<string, string>} attributes
   * @param {string} [text]
   * @returns {HTMLElement}
   */
  function element(tag, attributes, text) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** @returns {SVGElement} Cuecard's mark: a speech card with a tick */
  function mark() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const look = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
    for (const [name, value] of Object.entries(look)) svg.setAttribute(name, value);
    for (const d of ["M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z", "m8 10.5 3 3 5-5.5"]) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", d);
      svg.append(path);
    }
    return svg;
  }

  /**
   * @param {() => void} act
   * @returns {() => void} runs it at most once per painted frame
   */
  function perFrame(act) {
    let asked = false;
    return () => {
      if (asked || !cuecard.alive()) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        act();
      });
    };
  }

  // Firefox ends the scripts of an extension that is updated without a word: what they added is left in the page.
  for (const left of document.querySelectorAll("cuecard-pill, cuecard-list, cuecard-teach")) left.remove();

  return { make, set, element, mark, perFrame, hosts: () => hosts };
});

cuecard.define("words", () => {
  const isMac = navigator.platform.startsWith("Mac");
  return {
    say: (key, ...values) => cuecard.ext.i18n.getMessage(key, values),
    undoKeys: isMac ? "⌘Z" : "Ctrl+Z",
    pasteKeys: isMac ? "⌘V" : "Ctrl+V",
  };
});
