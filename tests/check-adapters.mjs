// Checks the declared helpdesk adapters: each file follows the schema, is listed, its patterns compile, every name in its
// selectors has a source, and README.md tells how each was tested.
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..", "extension", "helpdesks");
const READINGS = join(dirname(fileURLToPath(import.meta.url)), "browser", "readings");
const NOT_ADAPTERS = ["index.json", "adapter.schema.json", "README.md"];
const PATTERNS = ["pattern", "address", "text"];
/** Attributes whose values HTML itself defines: nobody has to have seen them. */
const OF_HTML = ["type", "role", "contenteditable", "readonly", "aria-multiline", "name"];
const TESTED = { live: "tested live", rebuilt: "rebuilt page" };

/** @param {string} file */
const read = async (file) => JSON.parse(await readFile(join(FOLDER, file), "utf8"));

/**
 * @param {unknown} value
 * @param {(key: string) => boolean} wanted
 * @returns {string[]} every text in an adapter that stands under such a key
 */
function texts(value, wanted) {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner !== "string") return key === "sources" ? [] : texts(Array.isArray(inner) ? Object.fromEntries(inner.map((one, at) => [typeof one === "string" ? key : String(at), one])) : inner, wanted).concat(Array.isArray(inner) && wanted(key) ? inner.filter((one) => typeof one === "string") : []);
    return wanted(key) ? [inner] : [];
  });
}

/**
 * @param {string} selector
 * @returns {string[]} the classes, ids, data attributes and values in it
 */
function names(selector) {
  const found = [];
  const bare = selector.replace(/\[([\w-]+)(?:[\^$*~|]?=(['"])(.*?)\2)?\s*i?\]/g, (_all, attribute, _quote, value) => {
    if (attribute.startsWith("data-") && !/^data-(test-?id|selenium-test|cy)$/.test(attribute)) found.push(attribute);
    if (value !== undefined && !OF_HTML.includes(attribute)) found.push(value);
    return "";
  });
  for (const [, name] of bare.matchAll(/[.#]((?:\\.|[\w-])+)/g)) found.push(name.replace(/\\/g, ""));
  return found;
}

const validate = new Ajv({ allErrors: true }).compile(await read("adapter.schema.json"));
const listed = await read("index.json");
const readme = await readFile(join(FOLDER, "README.md"), "utf8");
const readings = await readdir(READINGS);
const present = (await readdir(FOLDER)).filter((file) => !NOT_ADAPTERS.includes(file)).map((file) => file.replace(/\.json$/, ""));
const faults = [
  ...listed.filter((id) => !present.includes(id)).map((id) => `index.json lists ${id}, which has no file`),
  ...present.filter((id) => !listed.includes(id)).map((id) => `${id}.json is not listed in index.json`),
];
for (const id of present) {
  const adapter = await read(`${id}.json`);
  if (!validate(adapter)) faults.push(...validate.errors.map(({ instancePath, message }) => `${id}.json ${instancePath} ${message}`));
  if (adapter.id !== id) faults.push(`${id}.json calls itself ${adapter.id}`);
  for (const pattern of texts(adapter, (key) => PATTERNS.includes(key))) {
    try {
      RegExp(pattern, "i");
    } catch (error) {
      faults.push(`${id}.json: ${error.message}`);
    }
  }
  const vouched = new Set((adapter.sources ?? []).flatMap((source) => source.names));
  const used = texts(adapter, (key) => !PATTERNS.includes(key) && !["id", "name", "from", "order", "otherwise", "tested", "property", "attribute", "side"].includes(key)).flatMap(names);
  for (const name of new Set(used)) if (!vouched.has(name)) faults.push(`${id}.json: no source names ${name}`);
  for (const name of vouched) if (!used.includes(name) && !JSON.stringify(adapter).replace(JSON.stringify(adapter.sources), "").includes(name)) faults.push(`${id}.json: a source names ${name}, which nothing uses`);
  if (!adapter.tested) faults.push(`${id}.json does not say how it was tested`);
  const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${id}\``));
  if (!row?.includes(TESTED[adapter.tested])) faults.push(`README.md does not say that ${id} is "${TESTED[adapter.tested]}"`);
  if (adapter.messages && row?.includes("by shape")) faults.push(`README.md says of ${id} that messages are found by shape, but it declares them`);
  if (!readings.some((folder) => folder === id || folder.startsWith(`${id}-`))) faults.push(`tests/browser/readings has no page for ${id}`);
}
for (const fault of faults) console.error(fault);
console.log(`adapters: ${present.length} checked, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
