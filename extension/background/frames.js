// Which frame of a tab holds the editor the agent wrote in last. Asked of the frames themselves, so that it is right
// even when the background has just woken.
import { ext } from "../shared/ext.js";
import { injectFrames } from "./content-scripts.js";

/**
 * @param {number} tab
 * @returns {Promise<{frameId: number, used: boolean} | null>} null if there is no editor; `used`: the agent was in it
 */
export async function editorFrame(tab) {
  const frames = await run(tab, () => {
    const { focus, editors } = /** @type {any} */ (globalThis).cuecard ?? {};
    return focus && editors ? { focused: focus.lastAt(), area: editors.area() } : null;
  });
  const best = frames
    .filter(({ result }) => result && (result.focused > 0 || result.area > 0))
    .sort((a, b) => b.result.focused - a.result.focused || b.result.area - a.result.area)[0];
  return best ? { frameId: best.frameId, used: best.result.focused > 0 } : null;
}

/**
 * Old editors rewrite the document of their frame, which removes our listeners there (Firefox, CKEditor 4): each frame
 * looks whether its own still hear, and those without our scripts get them.
 *
 * @param {number} tab
 * @returns {Promise<void>}
 */
export async function rearm(tab) {
  const arm = () => /** @type {any} */ (globalThis).cuecard?.focus?.rearm() ?? false;
  const bare = (await run(tab, arm)).filter(({ result }) => !result).map(({ frameId }) => frameId);
  if (bare.length === 0) return;
  await injectFrames(tab, bare).catch(() => undefined);
  await run(tab, arm, bare);
}

/**
 * @param {number} tabId
 * @param {() => any} func
 * @param {number[]} [frameIds]
 * @returns {Promise<{frameId: number, result?: any}[]>}
 */
async function run(tabId, func, frameIds) {
  const target = frameIds ? { tabId, frameIds } : { tabId, allFrames: true };
  return ext.scripting.executeScript({ target, func }).catch(() => []);
}
