// The first thing that a new user sees: the options page, to pair.
import { ext } from "../shared/ext.js";
import { pairing } from "./settings.js";

/** Whoever opens the options page themselves, as `cuecard demo` does, gets this much time. */
const PATIENCE_MS = 1500;

/**
 * Open the options page, unless this browser is paired or it is open already: an extension that is loaded from the
 * command line counts as newly installed at every start of the browser.
 *
 * @returns {Promise<void>}
 */
export async function welcome() {
  if (await pairing()) return;
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const open = await ext.runtime.getContexts({ contextTypes: [ext.runtime.ContextType.TAB] });
  if (open.length === 0) await ext.runtime.openOptionsPage();
}
