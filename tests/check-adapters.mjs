// Checks the declared helpdesk adapters: each file follows the schema, is listed, and its patterns compile.
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..", "extension", "helpdesks");
const NOT_ADAPTERS = ["index.json", "adapter.schema.json", "README.md"];

/** @param {string} file */
const read = async (file) => JSON.parse(await readFile(join(FOLDER, file), "utf8"));

/**
 * @param {unknown} value
 * @returns {string[]} every regular expression in an adapter
 */
function patterns(value) {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isPattern = ["pattern", "address", "text"].includes(key) && typeof inner === "string";
    return isPattern ? [inner] : patterns(inner);
  });
}

const validate = new Ajv({ allErrors: true }).compile(await read("adapter.schema.json"));
const listed = await read("index.json");
const present = (await readdir(FOLDER)).filter((file) => !NOT_ADAPTERS.includes(file)).map((file) => file.replace(/\.json$/, ""));
const faults = [
  ...listed.filter((id) => !present.includes(id)).map((id) => `index.json lists ${id}, which has no file`),
  ...present.filter((id) => !listed.includes(id)).map((id) => `${id}.json is not listed in index.json`),
];
for (const id of present) {
  const adapter = await read(`${id}.json`);
  if (!validate(adapter)) faults.push(...validate.errors.map(({ instancePath, message }) => `${id}.json ${instancePath} ${message}`));
  if (adapter.id !== id) faults.push(`${id}.json calls itself ${adapter.id}`);
  for (const pattern of patterns(adapter)) {
    try {
      RegExp(pattern, "i");
    } catch (error) {
      faults.push(`${id}.json: ${error.message}`);
    }
  }
}
for (const fault of faults) console.error(fault);
console.log(`adapters: ${present.length} checked, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
