// The service worker of /offline/. It keeps one page and the files that this page is made of, and gives
// these from its store, with or without internet. Everything else, and above all everything that is
// sent, goes its way untouched.
import { Shell } from "./io/shell.js";

/** @typedef {import("./io/shell.js").Known} Known */

const worker = /** @type {any} */ (self);
const shell = new Shell(/** @type {Known} */ (worker.attuneShell), caches, (address, init) => fetch(address, init));

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(shell.keep()));
// A newer one waits until every page of the older one is closed, so that no page mixes two versions.
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(shell.clearOlder()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (shell.holds(event.request)) event.respondWith(shell.answer(event.request));
});
