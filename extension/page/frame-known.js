// When a screen reader can know of the list's frame. In Chromium it hears of the page and of the frame from two processes,
// of the page up to a few tenths of a second later. If the keyboard is in the frame before the page has told of it, Orca
// takes the frame for another tab, and reads none of its announcements out.
cuecard.define("known", () => {
  /** A frame that does not come, and a page that draws nothing as nobody looks at it, are not waited for: in ms. */
  const [LOADING_MS, DRAWING_MS] = [1000, 100];

  let open = false;
  let loaded = true;
  /** @type {Promise<void>} */
  let loading = Promise.resolve();

  /** Chromium tells at once of a button that says whether what belongs to it is there, and of all else that is new with it. */
  function tell() {
    cuecard.pill.expand(open && loaded);
  }

  /**
   * @param {number} ms
   * @returns {Promise<void>}
   */
  function atMost(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** @returns {Promise<void>} settles when what stands in the page now has been drawn, and told */
  function drawn() {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  async function settled() {
    await Promise.race([loading, atMost(LOADING_MS)]);
    await Promise.race([drawn(), atMost(DRAWING_MS)]);
  }

  /**
   * `list_known` is answered once a screen reader can know of the frame.
   *
   * @param {import("../shared/messages.js").ToPage} message
   * @param {chrome.runtime.MessageSender} sender
   * @param {(answer: unknown) => void} reply
   */
  function asked(message, sender, reply) {
    if (sender.id !== cuecard.ext.runtime.id || !cuecard.alive() || message.type !== "list_known") return false;
    void settled().then(() => reply(true));
    return true;
  }

  cuecard.ext.runtime.onMessage.addListener(asked);
  cuecard.signal.addEventListener("abort", () => cuecard.ext.runtime?.onMessage?.removeListener(asked));

  return {
    /** @param {HTMLIFrameElement} frame  that is put in now */
    mounting(frame) {
      loaded = false;
      tell();
      loading = new Promise((resolve) => {
        frame.addEventListener("load", () => {
          loaded = true;
          tell();
          resolve();
        }, { once: true });
      });
    },
    /** @param {boolean} now  the list is open */
    opened(now) {
      open = now;
      tell();
    },
  };
});
