// Starts what runs in every frame: it only remembers its editor, and gives it the focus back when the background says so.
(() => {
  if (!cuecard.alive() || cuecard.listening) return;
  cuecard.listening = true;

  /**
   * @param {import("../shared/messages.js").ToPage} message
   * @param {chrome.runtime.MessageSender} sender
   * @param {(restored: boolean) => void} reply
   */
  const heard = (message, sender, reply) => {
    if (sender.id !== cuecard.ext.runtime.id || !cuecard.alive() || message.type !== "restore") return false;
    void cuecard.focus.restore(message.relay).then(reply);
    return true;
  };
  cuecard.ext.runtime.onMessage.addListener(heard);
  cuecard.signal.addEventListener("abort", () => cuecard.ext.runtime?.onMessage?.removeListener(heard));
})();
