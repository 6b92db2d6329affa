import assert from "node:assert/strict";
import { test } from "node:test";

import { NotNow, Refused, Server, SignedOut } from "./server.js";

const ADDRESSES = { pack: "/cases/00000000-0000-0000-0000-000000000000/offline/", sender: "/offline/sender/", letters: "/offline/submissions/" };

/** @param {any} answer */
function server(answer) {
  /** @type {{ address: string, init: RequestInit }[]} */
  const asked = [];
  const made = new Server(ADDRESSES, async (address, init = {}) => {
    asked.push({ address: String(address), init });
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { server: made, asked };
}

/** @param {number} status @param {unknown} body */
const json = (status, body) => new Response(JSON.stringify(body), { status });

test("a letter goes byte for byte, with the token, and follows no redirect", async () => {
  const { server: it, asked } = server(json(200, { id: "a" }));
  const text = '{ "id":"a", "words":"für Ana" }';
  assert.deepEqual(await it.post(text, "token"), { id: "a" });
  const { address, init } = asked[0];
  assert.deepEqual([address, init.method, init.body, init.redirect], ["/offline/submissions/", "POST", text, "manual"]);
  assert.equal(/** @type {any} */ (init.headers)["X-CSRFToken"], "token");
});

test("a pack is asked for by its case", async () => {
  const { server: it, asked } = server(json(200, { label: "Willow" }));
  assert.deepEqual(await it.pack("abc"), { label: "Willow" });
  assert.equal(asked[0].address, "/cases/abc/offline/");
});

test("no connection, a busy server and a page that is not ours are for later", async () => {
  const others = [new TypeError("Failed to fetch"), json(503, {}), json(429, {}), new Response("<h1>Hotel</h1>"), json(404, {}), new Response("no", { status: 502 })];
  for (const answer of others) await assert.rejects(server(answer).server.sender(), NotNow);
});

test("the way to the sign-in page, or a token that has grown old: signed out", async () => {
  await assert.rejects(server({ type: "opaqueredirect", status: 0, ok: false }).server.post("{}", ""), SignedOut);
  await assert.rejects(server(new Response("CSRF", { status: 403 })).server.post("{}", ""), SignedOut);
});

test("a refusal says why", async () => {
  for (const status of [400, 403, 404, 409, 422]) {
    const { server: it } = server(json(status, { sentence: "No." }));
    await assert.rejects(it.post("{}", ""), (error) => error instanceof Refused && error.status === status && error.message === "No.");
  }
});
