// Runs `web-ext lint` over the extension: no error is allowed, and only those warnings that are explained here.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Each entry: what the warning says, and why it is right to live with it. */
const EXPLAINED = [
  {
    code: "MANIFEST_PERMISSIONS",
    text: "offscreen",
    why: "Chrome alone needs an offscreen document to write to the clipboard; Firefox ignores the permission.",
  },
  {
    code: "MANIFEST_PERMISSIONS",
    text: "sidePanel",
    why: "Chrome's side panel; Firefox shows the same page as its sidebar and ignores the permission.",
  },
  {
    code: "BACKGROUND_SERVICE_WORKER_IGNORED",
    text: "",
    why: "One manifest serves both browsers: Chrome runs background.service_worker, Firefox background.scripts.",
  },
];

/**
 * @param {{code: string, message: string, description?: string}} finding
 * @returns {boolean}
 */
function isExplained(finding) {
  const said = `${finding.message} ${finding.description ?? ""}`;
  return EXPLAINED.some((entry) => entry.code === finding.code && said.includes(entry.text));
}

/**
 * web-ext exits with 1 when it has found errors and still prints its report.
 * @returns {Promise<{errors: any[], warnings: any[], notices: any[]}>}
 */
async function lint() {
  const webExt = join(HERE, "node_modules", "web-ext", "bin", "web-ext.js");
  const args = [webExt, "lint", "--source-dir", join(HERE, "..", "extension"), "--output", "json", "--no-config-discovery"];
  const run = promisify(execFile)(process.execPath, args, { maxBuffer: 32 * 1024 * 1024 });
  const { stdout } = await run.catch((failure) => failure);
  return JSON.parse(stdout);
}

const { errors, warnings, notices } = await lint();
const faults = [...errors, ...warnings.filter((finding) => !isExplained(finding))];
for (const fault of faults) {
  console.error(`${fault._type} ${fault.code} ${fault.file ?? ""}:${fault.line ?? ""} ${fault.message} ${fault.description ?? ""}`);
}
console.log(`web-ext lint: ${errors.length} errors, ${warnings.length} warnings (${EXPLAINED.length} kinds explained), ${notices.length} notices`);
process.exitCode = faults.length > 0 ? 1 : 0;
