// What a page hands over is somebody else's: only what has the right form and size reaches the sidecar.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asReading } from "../../extension/background/readings.js";

const page = { url: "https://desk.example/tickets/7", helpdesk: null, ticket_id: "7" };
const reading = (/** @type {object} */ more) => asReading({ page, messages: [{ from: "customer", text: "Where is it?" }], ...more });

test("a plain reading passes as it is", () => {
  assert.deepEqual(reading({ subject: "Parcel", reply_public: true }), {
    page,
    messages: [{ from: "customer", text: "Where is it?" }],
    subject: "Parcel",
    reply_public: true,
  });
});

test("what is no reading is none", () => {
  for (const value of [null, 7, "x", {}, { page: {} }, { page: { url: "no address" }, messages: [] }, { page, messages: "x" }]) {
    assert.equal(asReading(value), null);
  }
});

test("messages of unknown senders and without text are left out", () => {
  const messages = [
    { from: "customer", text: "kept" },
    { from: "admin", text: "who?" },
    { from: "agent", text: "   " },
    { from: "agent" },
    null,
  ];
  assert.deepEqual(reading({ messages })?.messages, [{ from: "customer", text: "kept" }]);
});

test("only the newest sixty messages go on", () => {
  const messages = Array.from({ length: 100 }, (_, at) => ({ from: "customer", text: `message ${at}` }));
  const kept = reading({ messages })?.messages ?? [];
  assert.equal(kept.length, 60);
  assert.equal(kept[0]?.text, "message 40");
});

test("times become ISO dates, and what is no time is dropped", () => {
  const messages = [
    { from: "customer", text: "a", at: "2026-11-05T09:00:00+01:00" },
    { from: "customer", text: "b", at: "yesterday" },
  ];
  assert.deepEqual(
    reading({ messages })?.messages.map(({ at }) => at),
    ["2026-11-05T08:00:00.000Z", undefined],
  );
});

test("unknown fields and wrong types are dropped", () => {
  const kept = reading({ draft: 5, reply_public: "yes", language: "not a tag!", token: "x", customer: { name: "Ada", age: 5, email: "" } });
  assert.deepEqual(Object.keys(kept ?? {}).sort(), ["customer", "messages", "page"]);
  assert.deepEqual(kept?.customer, { name: "Ada" });
});

test("long texts are cut", () => {
  const kept = reading({ subject: "x".repeat(5000), messages: [{ from: "customer", text: "y".repeat(100_000) }] });
  assert.equal(kept?.subject?.length, 500);
  assert.equal(kept?.messages[0]?.text.length, 20_000);
});
