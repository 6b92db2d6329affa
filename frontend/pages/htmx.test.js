import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./testing/page.js";

test("htmx neither evaluates text, nor writes styles, nor asks other hosts, nor keeps pages", async () => {
  const { document, window } = page("");
  // As in a module script: the document is read, and htmx waits until all scripts have run.
  Object.defineProperty(document, "readyState", { value: "interactive" });
  const { location, Element, XPathEvaluator } = window;
  Object.assign(globalThis, { window, document, location, Element, XPathEvaluator });
  const { htmx } = await import("./htmx.js");
  assert.equal(htmx.config.allowEval, false);
  assert.equal(htmx.config.allowScriptTags, false);
  assert.equal(htmx.config.includeIndicatorStyles, false);
  assert.equal(htmx.config.selfRequestsOnly, true);
  assert.equal(htmx.config.historyCacheSize, 0);
});
