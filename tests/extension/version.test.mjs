// Which versions of extension and sidecar work together, and which of the two to update.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OLDEST_SIDECAR, agreement, compareVersions } from "../../extension/shared/version.js";

test("versions are compared by their numbers, not by their letters", () => {
  assert.ok(compareVersions("0.10.0", "0.9.9") > 0);
  assert.ok(compareVersions("1.0", "1.0.1") < 0);
  assert.equal(compareVersions("1.2.0", "1.2"), 0);
});

test("what follows a dash or plus does not count", () => {
  assert.equal(compareVersions("1.2.0-rc1", "1.2.0+debian"), 0);
});

test("a sidecar older than the extension understands is to be updated", () => {
  assert.equal(agreement("0.0.9", "0.1.0"), "old_sidecar");
  assert.equal(agreement(OLDEST_SIDECAR, "0.1.0"), "ok");
});

test("a sidecar of a newer major asks for a newer extension, one of a newer minor does not", () => {
  assert.equal(agreement("1.0.0", "0.1.0"), "old_extension");
  assert.equal(agreement("0.9.0", "0.1.0"), "ok");
});
