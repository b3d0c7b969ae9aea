// What has to be done once, each time the background wakes, before anything else happens.
import { ext } from "../shared/ext.js";

/** @type {Promise<void> | undefined} */
let opened;

/**
 * Resolves when the background may answer. Content scripts must not read what the extension stores: the token lies in
 * storage.local. Browsers that cannot restrict it (Firefox) run our scripts only on sites the agent enabled.
 *
 * @returns {Promise<void>}
 */
export function ready() {
  opened ??= restrictStorage();
  return opened;
}

/** @returns {Promise<void>} */
async function restrictStorage() {
  const areas = [ext.storage.local, ext.storage.session].filter((area) => "setAccessLevel" in area);
  await Promise.allSettled(areas.map((area) => area.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" })));
}
