import assert from "node:assert/strict";
import { test } from "node:test";

import { Never, NotNow, SignedOut } from "../model/outbox.js";
import { Server } from "./server.js";

/** @type {import("../model/outbox.js").Letter[]} */
const letters = [{ id: "n1", change: { op: "remove", id: "a" } }];

/** @param {(Response | Error)[]} answers */
function server(...answers) {
  /** @type {{ address: string, init: RequestInit }[]} */
  const asked = [];
  const made = new Server("/changes/", "old-token", {
    pageAddress: "/moments/",
    fetch: async (address, init = {}) => {
      asked.push({ address: String(address), init });
      const answer = answers.shift();
      if (answer instanceof Error || !answer) throw answer;
      return answer;
    },
  });
  return { server: made, asked };
}

/** @param {number} status @param {unknown} body */
const json = (status, body) => new Response(JSON.stringify(body), { status });

test("what is sent carries ids and the token, and the answer comes back", async () => {
  const { server: it, asked } = server(json(200, { acknowledged: ["n1"] }));
  assert.deepEqual(await it.send(letters), { acknowledged: ["n1"] });
  assert.deepEqual(JSON.parse(String(asked[0].init.body)), { changes: letters });
  assert.equal(/** @type {any} */ (asked[0].init.headers)["X-CSRFToken"], "old-token");
  assert.equal(asked[0].init.keepalive, false);
});

test("a refusal is an answer", async () => {
  const refusal = { acknowledged: [], refused: "n1", sentence: "It is in a review.", moments: [] };
  assert.deepEqual(await server(json(422, refusal)).server.send(letters), refusal);
});

test("no connection, a busy server and a cut answer are for later", async () => {
  for (const answer of [new TypeError("Failed to fetch"), json(503, {}), json(429, {}), new Response("{")]) {
    await assert.rejects(server(answer).server.send(letters), NotNow);
  }
});

test("a redirect leads to the sign-in page: signed out", async () => {
  const redirect = { type: "opaqueredirect", status: 0, ok: false };
  const { server: it } = server(/** @type {any} */ (redirect));
  await assert.rejects(it.send(letters), SignedOut);
});

test("a token that has grown old is fetched anew, once", async () => {
  const page = new Response('<input type="hidden" name="csrfmiddlewaretoken" value="new-token">');
  const { server: it, asked } = server(json(403, {}), page, json(200, { acknowledged: ["n1"] }));
  assert.deepEqual(await it.send(letters), { acknowledged: ["n1"] });
  assert.deepEqual(asked.map(({ address }) => address), ["/changes/", "/moments/", "/changes/"]);
  assert.equal(it.token, "new-token");
});

test("what may never be saved says so in the server's words", async () => {
  const { server: it } = server(json(400, { sentence: "That can’t be read." }));
  await assert.rejects(it.send(letters), (error) => error instanceof Never && error.message === "That can’t be read.");
  const closed = new Response("no", { status: 403 });
  await assert.rejects(server(closed, new Response("", { status: 403 })).server.send(letters), Never);
});

test("a page that is being left lets its last changes live on", async () => {
  const { server: it, asked } = server(json(200, { acknowledged: ["n1"] }));
  it.leaving = true;
  await it.send(letters);
  assert.equal(asked[0].init.keepalive, true);
});
