// Writes an answer to the clipboard, as text and as HTML. A service worker has no clipboard, so Chromium does it in an
// offscreen document; Firefox's background is a page and does it itself. The helpdesk page is not involved.
import { ext } from "../shared/ext.js";
import { copyRich } from "./copy-rich.js";

/**
 * @param {string} text
 * @param {string} html
 * @returns {Promise<boolean>} whether it is there
 */
export async function writeClipboard(text, html) {
  if ("document" in globalThis) return copyRich(text, html);
  await ext.offscreen
    .createDocument({
      url: "background/offscreen.html",
      reasons: [ext.offscreen.Reason.CLIPBOARD],
      justification: "Copies the answer that the agent chose.",
    })
    .catch(() => undefined); // one is open already
  try {
    return Boolean(await ext.runtime.sendMessage({ type: "offscreen_copy", text, html }));
  } finally {
    await ext.offscreen.closeDocument().catch(() => undefined);
  }
}
