// Which versions of extension and sidecar understand each other.

/** The oldest sidecar whose answers this extension understands. */
export const OLDEST_SIDECAR = "0.1.0";

/**
 * Compare two versions by their numbers; what follows a dash or plus does not count.
 *
 * @param {string} left
 * @param {string} right
 * @returns {number} negative if left is older, 0 if equal, positive if newer
 */
export function compareVersions(left, right) {
  const [a, b] = [left, right].map((version) => version.split(/[-+]/)[0]?.split(".").map((part) => parseInt(part, 10) || 0) ?? []);
  for (let at = 0; at < Math.max(a?.length ?? 0, b?.length ?? 0); at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Which side has to be updated. The major number is the interface: a sidecar of a newer major speaks another one.
 *
 * @param {string} sidecar
 * @param {string} extension
 * @returns {"ok" | "old_sidecar" | "old_extension"}
 */
export function agreement(sidecar, extension) {
  if (compareVersions(sidecar, OLDEST_SIDECAR) < 0) return "old_sidecar";
  const major = (/** @type {string} */ version) => parseInt(version, 10) || 0;
  return major(sidecar) > major(extension) ? "old_extension" : "ok";
}
