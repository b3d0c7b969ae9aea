// The way from the frame in the page to the browser's side panel.

import { ext } from "../shared/ext.js";

/**
 * Chrome lets a frame of the extension open the panel at a click. Firefox gives a frame in a page no such call: there, its
 * shortcut and the browser's own button open it.
 *
 * @param {() => void} opened
 * @returns {(() => void) | null}
 */
export function panelOpener(opened) {
  const { sidePanel, tabs } = ext;
  if (!sidePanel?.open || !tabs?.getCurrent) return null;
  return async () => {
    const tab = await tabs.getCurrent();
    if (!tab) return;
    await sidePanel.open({ windowId: tab.windowId });
    opened();
  };
}
