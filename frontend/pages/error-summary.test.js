import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorSummary } from "./error-summary.js";
import { page } from "./testing/page.js";

const BODY = `<div id="it" tabindex="-1"><a id="link" href="#id_name">Enter a name</a><a id="lost" href="#none">x</a></div>
  <div class="attune-field"><input id="id_name"></div>`;

test("the summary takes the focus", () => {
  const { it, document } = page(BODY);
  new ErrorSummary(it);
  assert.equal(document.activeElement, it);
});

test("a link takes the focus to its field", () => {
  const { it, document } = page(BODY);
  new ErrorSummary(it);
  document.getElementById("link")?.click();
  assert.equal(document.activeElement?.id, "id_name");
});

test("a link to a field that is not there leaves the focus", () => {
  const { it, document } = page(BODY);
  new ErrorSummary(it);
  document.getElementById("lost")?.click();
  assert.equal(document.activeElement, it);
});
