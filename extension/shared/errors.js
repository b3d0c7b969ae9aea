// Failures that the interface has words for, told apart by a code instead of by their text.

/**
 * @typedef {Error & {state: import("./messages.js").ConnectionState, detail: string, status?: number, code?: string}} SidecarFault
 */

/**
 * An error that says how the sidecar stands.
 *
 * @param {import("./messages.js").ConnectionState} state
 * @param {string} detail  technical, shown behind "Details"
 * @param {{status?: number, code?: string}} [answer]  what the sidecar answered, if it did
 * @returns {SidecarFault}
 */
export function sidecarFault(state, detail, answer = {}) {
  return Object.assign(new Error(detail), { state, detail, ...answer });
}

/**
 * Whether an error came from speaking to the sidecar.
 *
 * @param {unknown} error
 * @returns {error is SidecarFault}
 */
export function isSidecarFault(error) {
  return error instanceof Error && "state" in error && "detail" in error;
}
