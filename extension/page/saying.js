// What a screen reader is told by the pill: politely, once the page has come to rest, and each thing once.
cuecard.define("saying", () => {
  const REST_MS = 1000;
  /** Read later, in passing, it would be said twice: the pill's button says it, too. */
  const LASTS_MS = 5000;

  const element = cuecard.shell.element("span", { class: "spoken", role: "status", "aria-live": "polite" });
  let found = "";
  let told = "";
  const tell = cuecard.debounce(() => {
    // What is written into something hidden is heard by nobody, not even once it is shown.
    if (found === told || !element.checkVisibility({ visibilityProperty: true })) return;
    told = found;
    element.textContent = found;
    forget();
  }, REST_MS);
  const forget = cuecard.debounce(() => {
    if (element.textContent === told) element.textContent = "";
  }, LASTS_MS);

  return {
    element,
    /** @param {string} text  what was just done; empty when it is over */
    now(text) {
      element.textContent = text;
    },
    /** @param {string | null} text  which answers there are; null while there are none, so that the next ones are told again */
    answers(text) {
      found = text ?? "";
      if (text === null) {
        if (element.textContent === told) element.textContent = "";
        told = "";
      }
      tell();
    },
    shown: tell,
  };
});
