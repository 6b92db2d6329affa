import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { same } from "./upload-same.js";

const SIZE = 4;
const AT_ONCE = 2;

/** A server that has the bytes `arrived`. @param {string} arrived */
function server(arrived) {
  /** @type {string[]} */
  const asked = [];
  const digest = (/** @type {string} */ block) => createHash("sha256").update(block).digest("hex");
  const fetch = async (/** @type {string} */ url) => {
    asked.push(url);
    const first = Number(new URL(url, "http://x").searchParams.get("first"));
    const digests = [];
    for (let at = first * SIZE; at < arrived.length && digests.length < AT_ONCE; at += SIZE) {
      digests.push(digest(arrived.slice(at, at + SIZE)));
    }
    return Response.json({ size: SIZE, arrived: arrived.length, digests });
  };
  return { asked, fetch: /** @type {any} */ (fetch) };
}

for (const arrived of ["", "a", "aaaa", "aaaab", "aaaabbbbccccd", "aaaabbbbccccdddd"]) {
  test(`a film of which ${arrived.length} bytes are there is known again`, async () => {
    const { fetch } = server(arrived);
    /** @type {number[]} */
    const seen = [];
    const file = new Blob(["aaaabbbbccccddddeeee"]);
    assert.equal(await same(file, "/blocks", { fetch, seen: (bytes) => seen.push(bytes) }), true);
    assert.equal(seen.at(-1) ?? 0, arrived.length);
  });
}

for (const [other, why] of [["aaaabbxb", "one byte differs"], ["aaaabbb", "it is shorter"]]) {
  test(`another film is told apart: ${why}`, async () => {
    const { fetch } = server("aaaabbbb");
    assert.equal(await same(new Blob([other]), "/blocks", { fetch }), false);
  });
}

test("blocks are asked for a few at a time", async () => {
  const { asked, fetch } = server("aaaabbbbccccd");
  await same(new Blob(["aaaabbbbccccdddd"]), "/blocks", { fetch });
  assert.deepEqual(asked, ["/blocks?first=0", "/blocks?first=2"]);
});

test("an answer that is none stops the comparing", async () => {
  const fetch = /** @type {any} */ (async () => new Response("gone", { status: 410 }));
  await assert.rejects(same(new Blob(["a"]), "/blocks", { fetch }), /gone/);
});
