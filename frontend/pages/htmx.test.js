import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./testing/page.js";

test("htmx neither evaluates text, nor writes styles, nor asks other hosts, nor keeps pages", async () => {
  const { window } = page("");
  const { document, location, MutationObserver, XPathEvaluator } = window;
  Object.assign(globalThis, { window, document, location, MutationObserver, XPathEvaluator });
  const { htmx } = await import("./htmx.js");
  assert.equal(htmx.config.allowEval, false);
  assert.equal(htmx.config.allowScriptTags, false);
  assert.equal(htmx.config.includeIndicatorStyles, false);
  assert.equal(htmx.config.selfRequestsOnly, true);
  assert.equal(htmx.config.historyCacheSize, 0);
});
