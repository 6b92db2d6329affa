import assert from "node:assert/strict";
import { test } from "node:test";
import { LeaveWarning } from "./leave-warning.js";
import { page } from "./testing/page.js";

/** @param {any} window */
function asks(window) {
  const event = new window.Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

test("an untouched form lets one go", () => {
  const { it, window } = page('<form id="it"><input></form>');
  new LeaveWarning(it);
  assert.equal(asks(window), false);
});

test("what was written is asked about until it is sent", () => {
  const { it, window } = page('<form id="it"><input></form>');
  new LeaveWarning(it);
  it.querySelector("input").dispatchEvent(new window.Event("input", { bubbles: true }));
  assert.equal(asks(window), true);
  it.dispatchEvent(new window.Event("submit"));
  assert.equal(asks(window), false);
});

test("a form that came back with errors is not kept yet", () => {
  const { it, window } = page('<form id="it"><input aria-invalid="true"></form>');
  new LeaveWarning(it);
  assert.equal(asks(window), true);
});

test("a form that has left the page asks nothing", () => {
  const { it, window } = page('<form id="it"><input aria-invalid="true"></form>');
  new LeaveWarning(it);
  it.remove();
  assert.equal(asks(window), false);
});
