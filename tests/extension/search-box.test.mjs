// A search in the overlay: what the ticket beside it says fills the placeholders of what was found.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";
import { proof } from "./proof-stub.mjs";

const browser = installBrowser();
/** @type {{path: string, body: any}[]} */
let asked = [];
/** @type {Record<string, {status?: number, body: any}>} */
let answers = {};
Object.assign(globalThis, {
  fetch: (/** @type {string} */ url, /** @type {any} */ { body } = {}) => {
    const { pathname, port } = new URL(url);
    asked.push({ path: pathname, body: body === undefined ? null : JSON.parse(body) });
    const { status = 200, body: answer } = answers[pathname] ?? { body: { name: "cuecard", ready: true, ...proof(url, port, "cue_x") } };
    return Promise.resolve(new Response(JSON.stringify(answer), { status, headers: { "X-Cuecard-Version": "0.1.0" } }));
  },
});
const { search } = await import("../../extension/background/search-box.js");
const { restartTab, tabState, updateTab } = await import("../../extension/background/tabs.js");

const TAB = 1;
const GAP = { name: "customer.first_name", value: null, missing: true };
const reading = { page: { url: "https://desk.example/tickets/7", helpdesk: null, ticket_id: "7" }, messages: [], customer: { name: "Ada Brennan" } };
const found = (/** @type {string} */ id, /** @type {object[]} */ placeholders) => ({ answer_id: id, passage_id: `${id}.0`, html: "Hello …", text: "Hello …", placeholders });
const renders = () => asked.filter(({ path }) => path.endsWith("/render"));

beforeEach(async () => {
  asked = [];
  browser.storage.session.clear();
  await browser.storage.local.set({ pairing: { token: "cue_x", name: "Chrome" } });
  await restartTab(TAB);
  const results = [found("gaps", [GAP]), found("whole", [])];
  answers = { "/v1/search": { body: { query_id: "q", total: 2, took_ms: 1, results } } };
});

test("a placeholder that the page can fill is not asked for", async () => {
  await updateTab(TAB, { reading });
  const filled = { html: "Hello Ada", text: "Hello Ada", missing: [], placeholders: [{ ...GAP, value: "Ada", missing: false }] };
  answers["/v1/answers/gaps/render"] = { body: { answer_id: "gaps", ...filled } };
  await search(TAB, "hello");
  const [first, second] = (await tabState(TAB)).search?.results ?? [];
  assert.deepEqual([first?.html, first?.text, first?.placeholders], [filled.html, filled.text, filled.placeholders]);
  assert.equal(second?.html, "Hello …");
  assert.deepEqual(renders().map(({ path, body }) => [path, body.customer, body.ticket.id]), [["/v1/answers/gaps/render", reading.customer, "7"]]);
});

test("a result that cannot be filled stays in the list as it was found", async () => {
  await updateTab(TAB, { reading });
  answers["/v1/answers/gaps/render"] = { status: 404, body: { error: { code: "not_found", message: "That answer is gone.", details: null } } };
  await search(TAB, "hello");
  const results = (await tabState(TAB)).search?.results ?? [];
  assert.deepEqual(results.map(({ answer_id, placeholders }) => [answer_id, placeholders.length]), [["gaps", 1], ["whole", 0]]);
});

test("without a ticket nothing is asked of the sidecar but the search", async () => {
  await search(TAB, "hello");
  assert.equal(renders().length, 0);
  assert.equal((await tabState(TAB)).search?.total, 2);
});
