// The keyboard shortcuts as they are set now, and the way to change them.

import { fill, h } from "../shared/dom.js";
import { ext } from "../shared/ext.js";
import { t } from "../shared/i18n.js";

/** @typedef {typeof ext.commands & {openShortcutSettings?: () => Promise<void>}} Commands */

/**
 * @param {HTMLElement} place  a description list
 * @param {HTMLElement} help
 */
export async function showShortcuts(place, help) {
  const all = await ext.commands.getAll();
  const rows = all.filter(({ description }) => description).map(({ description, shortcut }) => {
    return h("div", {}, h("dt", {}, description), h("dd", {}, shortcut ? h("kbd", {}, shortcut) : h("span", { class: "muted" }, t("shortcut_none"))));
  });
  fill(place, ...rows);
  const change = h("button", { type: "button", class: "plain" }, t("shortcuts_change"));
  change.addEventListener("click", () => void openShortcutSettings());
  fill(help, change);
}

/** Firefox has a call for it; Chromium has an address, which only an extension's page may open. */
function openShortcutSettings() {
  const commands = /** @type {Commands} */ (ext.commands);
  return commands.openShortcutSettings ? commands.openShortcutSettings() : ext.tabs.create({ url: "chrome://extensions/shortcuts" });
}
