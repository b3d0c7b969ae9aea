// The browser's own panel beside the page: Chrome calls it the side panel, Firefox the sidebar.
import { ext } from "../shared/ext.js";

/** @typedef {{toggle: () => Promise<void>}} Sidebar */

/**
 * Open it. Both browsers do so only at the agent's own key or click: nothing may be awaited before.
 *
 * @param {chrome.tabs.Tab | undefined} tab  the one in front; Firefox needs to know none
 * @returns {Promise<void>}
 */
export async function openPanel(tab) {
  const { sidebarAction } = /** @type {{sidebarAction?: Sidebar}} */ (/** @type {unknown} */ (ext));
  if (sidebarAction) await sidebarAction.toggle();
  else if (tab) await ext.sidePanel.open({ windowId: tab.windowId });
}
