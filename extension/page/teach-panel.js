// What teach mode shows in the page: a shield that takes the pointer, an outline around what it is over, and a card that
// says what to point at. All of it in a closed shadow root, as everything of ours.
cuecard.define("teachPanel", () => {
  const STYLES = `
    .shield { position: fixed; inset: 0; cursor: crosshair; background: transparent; }
    .outline { position: fixed; pointer-events: none; border: 2px solid light-dark(#0a6b70, #66c5c5); border-radius: 4px; background: rgb(10 107 112 / 12%);
      box-shadow: 0 0 0 1px light-dark(#fff, #1b2022); }
    .outline[hidden] { display: none; }
    .card { position: fixed; inset-block-end: 16px; inset-inline-start: 50%; translate: calc(-50% * var(--toward, 1)) 0; box-sizing: border-box; inline-size: min(520px, calc(100vw - 32px));
      max-block-size: calc(100vh - 32px); overflow: auto; padding: 16px; border-radius: 10px; border: 1px solid light-dark(#dfe5e6, #343c3f); background: light-dark(#fff, #1b2022);
      color: light-dark(#182022, #e9eded); font: 400 14px/20px system-ui, sans-serif; box-shadow: 0 1px 2px rgb(0 0 0 / 20%), 0 6px 20px rgb(0 0 0 / 20%); text-align: start; }
    .card[data-at="top"] { inset-block: 16px auto; }
    .card:dir(rtl) { --toward: -1; }
    .card:focus-visible { outline: 2px solid light-dark(#0a6b70, #66c5c5); outline-offset: 2px; }
    h2 { font: 600 15px/20px system-ui, sans-serif; margin: 0 0 4px; display: flex; align-items: center; gap: 8px; }
    p, dl { margin: 0 0 8px; }
    .muted, dt { color: light-dark(#556165, #a7b2b5); }
    .warn { color: light-dark(#875000, #e9b765); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 12px; }
    .row button { height: 32px; padding: 0 14px; border-radius: 6px; box-shadow: none; }
    .row .primary { background: light-dark(#0a6b70, #66c5c5); border-color: transparent; color: light-dark(#fff, #10201f); }
    .row .primary:hover { background: light-dark(#085559, #8ad6d6); }
    @media (forced-colors: active) { .outline { border-color: Highlight; } }
  `;
  const { say } = cuecard.words;
  const { element } = cuecard.shell;

  /** @typedef {{label: string, primary?: boolean, act: () => void}} Button */

  /**
   * @param {{over: (x: number, y: number) => void, pick: () => void, key: (event: KeyboardEvent) => boolean}} acts
   */
  function open(acts) {
    const { host, root } = cuecard.shell.make("cuecard-teach");
    addStyles(root);
    const shield = element("div", { class: "shield" });
    const outline = element("div", { class: "outline", hidden: "" });
    const card = element("div", { class: "card", role: "dialog", tabindex: "-1", "aria-labelledby": "title", "aria-describedby": "what", lang: say("language_tag"), dir: say("text_direction") });
    const spoken = element("div", { class: "spoken", role: "status", "aria-live": "polite" });
    root.append(shield, outline, card, spoken);
    cuecard.placing.container().append(host);
    cuecard.shell.set(host, { visibility: "visible" });
    cuecard.manners.blendIn(cuecard.editors.best());

    shield.addEventListener("pointermove", (event) => event.isTrusted && acts.over(event.clientX, event.clientY));
    shield.addEventListener("mousedown", (event) => event.preventDefault());
    shield.addEventListener("click", (event) => {
      if (!event.isTrusted) return;
      acts.over(event.clientX, event.clientY);
      acts.pick();
    });
    root.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isTrusted && acts.key(/** @type {KeyboardEvent} */ (event))) event.preventDefault();
    });

    /** @param {Element | null} target */
    function mark(target) {
      outline.hidden = target === null;
      if (!target) return;
      const { left, top, width, height } = target.getBoundingClientRect();
      for (const [name, value] of Object.entries({ left, top, width, height })) outline.style.setProperty(name, `${value}px`);
      // The card makes room for what is pointed at.
      card.dataset.at = top + height > window.innerHeight - card.offsetHeight - 32 && top > card.offsetHeight + 32 ? "top" : "bottom";
    }

    /**
     * @param {string} title
     * @param {Node[]} content
     * @param {Button[]} buttons
     * @param {boolean} pointing  whether the page's parts are being pointed at
     */
    function show(title, content, buttons, pointing) {
      const heading = element("h2", { id: "title" });
      heading.append(cuecard.shell.mark(), element("span", {}, title));
      const what = element("div", { id: "what" });
      what.append(...content);
      const row = element("div", { class: "row" });
      row.append(...buttons.map(button));
      card.replaceChildren(heading, what, row);
      shield.hidden = !pointing;
      shield.style.setProperty("display", pointing ? "block" : "none");
      if (!pointing) mark(null);
      card.focus({ preventScroll: true });
    }

    return {
      host,
      mark,
      show,
      tell: (/** @type {string} */ text) => { spoken.textContent = text; },
      close: () => host.remove(),
      isOnButton: () => root.activeElement?.tagName === "BUTTON",
    };
  }

  /** @param {Button} offered */
  function button({ label, primary, act }) {
    const made = element("button", { type: "button", ...(primary && { class: "primary" }) }, label);
    made.addEventListener("click", (event) => event.isTrusted && act());
    return made;
  }

  /** @param {ShadowRoot} root */
  function addStyles(root) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      root.append(element("style", {}, STYLES));
    }
  }

  return { open };
});
