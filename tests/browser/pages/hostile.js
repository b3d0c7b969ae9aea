// What a page can try. Everything it gets hold of is collected in `loot`.

globalThis.loot = [];

/** @param {unknown} value */
function keep(value) {
  globalThis.loot.push(typeof value === "string" ? value : JSON.stringify(value) ?? String(value));
}

for (const type of ["message", "keydown", "keyup", "paste", "beforeinput", "focusin", "focusout"]) {
  window.addEventListener(type, (event) => keep([type, event.data ?? null, event.key ?? null]), true);
}
const attachShadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attachShadow.call(this, { ...options, mode: "open" });
  keep("attachShadow");
  return root;
};

/** Read whatever there is to read. */
globalThis.spy = () => {
  keep(document.documentElement.outerHTML);
  keep(document.documentElement.innerText);
  document.getSelection().selectAllChildren(document.documentElement);
  keep(String(document.getSelection()));
  document.getSelection().removeAllRanges();
  keep(performance.getEntries().map((entry) => entry.name));
  for (const element of document.querySelectorAll("*")) {
    keep(element.shadowRoot?.innerHTML ?? "");
    if (element.shadowRoot) keep([...element.shadowRoot.querySelectorAll("iframe")].map((frame) => frame.src));
  }
  for (let index = 0; index < window.length; index += 1) {
    try {
      keep(window[index].document.documentElement.outerHTML);
    } catch (error) {
      keep(String(error));
    }
  }
  return globalThis.loot.join("\n");
};

/** Press whatever there is to press, without the agent. */
globalThis.meddle = () => {
  for (const element of document.querySelectorAll("*")) {
    if (element.closest("main, head") || element === document.documentElement) continue;
    for (const type of ["pointerdown", "mousedown", "mouseup", "click", "dblclick"]) {
      element.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, cancelable: true }));
    }
    for (const key of ["Enter", "1", " "]) {
      for (const type of ["keydown", "keyup"]) {
        element.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true }));
      }
    }
    element.click?.();
  }
  for (let index = 0; index < window.length; index += 1) {
    window[index].postMessage({ type: "insert" }, "*");
    window[index].postMessage({ type: "hello" }, "*");
  }
};

/**
 * Load the list's page in a frame of this page's own.
 * @param {string} address
 * @returns {Promise<boolean>} whether the frame came into being
 */
globalThis.embed = (address) =>
  new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.id = "stolen";
    frame.addEventListener("load", () => resolve(true));
    frame.src = address;
    document.body.append(frame);
    setTimeout(() => resolve(false), 3000);
  });
