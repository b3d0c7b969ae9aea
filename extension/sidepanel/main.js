// The side panel: the same surface as the overlay, in the browser's own panel. It follows the tab in front of its window;
// opened in a tab of its own, it stays with the tab that its address names (`?tab=12`).

import { ext } from "../shared/ext.js";
import { startSurface } from "../overlay/surface.js";

const named = Number(new URLSearchParams(location.search).get("tab"));

/** @param {number} tab @returns {{type: "hello_panel", tab: number}} */
const greeting = (tab) => ({ type: "hello_panel", tab });

/** @returns {Promise<{tab: number, own: number}>} the tab to begin with, and the window to follow */
async function inFront() {
  const [tab] = await ext.tabs.query({ active: true, currentWindow: true });
  return { tab: tab?.id ?? ext.tabs.TAB_ID_NONE, own: tab?.windowId ?? ext.windows.WINDOW_ID_NONE };
}

if (named > 0) {
  startSurface({ greeting: greeting(named), panel: true });
} else {
  const { tab, own } = await inFront();
  const surface = startSurface({ greeting: greeting(tab), panel: true });
  ext.tabs.onActivated.addListener(({ tabId, windowId }) => {
    if (windowId === own) surface.follow(greeting(tabId));
  });
}
