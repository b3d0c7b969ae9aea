// Each ticket gets its own answers: late ones of another ticket are dropped, and what is asked twice is asked once.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { installBrowser } from "./browser-stub.mjs";
import { proof } from "./proof-stub.mjs";

const browser = installBrowser();
/** @type {{body: any, resolve: (answer: Response) => void}[]} */
let questions = [];
Object.assign(globalThis, {
  fetch: (/** @type {string} */ url, /** @type {any} */ { body }) => {
    const headers = { "X-Cuecard-Version": "0.1.0" };
    const answer = (/** @type {unknown} */ value) => new Response(JSON.stringify(value), { headers });
    if (!url.endsWith("/v1/suggest")) return Promise.resolve(answer({ name: "cuecard", ready: true, ...proof(url, new URL(url).port, "cue_x") }));
    return new Promise((resolve) => questions.push({ body: JSON.parse(body), resolve: (value) => resolve(answer(value)) }));
  },
});
const { takeReading } = await import("../../extension/background/tickets.js");
const { restartTab, tabState } = await import("../../extension/background/tabs.js");

const TAB = 1;
const url = "https://desk.example/tickets/";
const message = (/** @type {string} */ ticket, /** @type {string[]} */ ...texts) => ({
  reading: { page: { url: url + ticket, helpdesk: null, ticket_id: ticket }, messages: texts.map((text) => ({ from: /** @type {const} */ ("customer"), text })) },
  ticket_key: ticket,
  has_editor: true,
});
const answer = (/** @type {string} */ id) => /** @type {any} */ ({ query_id: id, suggestions: [], confident: false, confidence: 0 });

/** Wait until so many questions were asked. @param {number} count */
async function asked(count) {
  for (let turn = 0; turn < 100 && questions.length < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(questions.length, count);
}

beforeEach(async () => {
  questions = [];
  browser.storage.session.clear();
  await browser.storage.local.set({ pairing: { token: "cue_x", name: "Chrome" } });
  await restartTab(TAB);
});

test("a ticket is asked about, and its answers are kept for it", async () => {
  const done = takeReading(TAB, message("a", "Where is it?"));
  await asked(1);
  assert.equal((await tabState(TAB)).phase, "loading");
  assert.equal(questions[0]?.body.messages[0].text, "Where is it?");
  questions[0]?.resolve(answer("for a"));
  await done;
  const { phase, response } = await tabState(TAB);
  assert.deepEqual([phase, response?.query_id], ["ready", "for a"]);
});

test("another ticket clears the list at once, and late answers of the one before are dropped", async () => {
  const first = takeReading(TAB, message("a", "Where is it?"));
  await asked(1);
  const second = takeReading(TAB, message("b", "It is broken"));
  await asked(2);
  questions[1]?.resolve(answer("for b"));
  await second;
  questions[0]?.resolve(answer("for a"));
  await first;
  assert.equal((await tabState(TAB)).response?.query_id, "for b");
  const third = takeReading(TAB, message("c", "Hello"));
  await asked(3);
  assert.equal((await tabState(TAB)).response, null);
  questions[2]?.resolve(answer("for c"));
  await third;
});

test("leaving a ticket for a page without one clears the list", async () => {
  const done = takeReading(TAB, message("a", "Where is it?"));
  await asked(1);
  questions[0]?.resolve(answer("for a"));
  await done;
  await takeReading(TAB, { reading: null, ticket_key: "", has_editor: false });
  const { phase, response, ticket_key } = await tabState(TAB);
  assert.deepEqual([phase, response, ticket_key], ["idle", null, ""]);
});

test("the same reading is not asked about again; a new message is", async () => {
  const done = takeReading(TAB, message("a", "Where is it?"));
  await asked(1);
  questions[0]?.resolve(answer("first"));
  await done;
  await takeReading(TAB, message("a", "Where is it?"));
  await takeReading(TAB, message("a", "Where is it?", "Hello?"));
  await asked(2);
  assert.equal(questions[1]?.body.messages.length, 2);
  questions[1]?.resolve(answer("second"));
});

test("a reply page without the conversation is asked about with what was read before", async () => {
  const done = takeReading(TAB, message("a", "Where is it?"));
  await asked(1);
  questions[0]?.resolve(answer("ticket"));
  await done;
  await restartTab(TAB);
  const reply = message("a");
  const again = takeReading(TAB, { ...reply, reading: { ...reply.reading, reply_public: false } });
  await asked(2);
  assert.deepEqual(questions[1]?.body.messages, [{ from: "customer", text: "Where is it?" }]);
  assert.equal(questions[1]?.body.reply_public, false);
  questions[1]?.resolve(answer("reply"));
  await again;
});
