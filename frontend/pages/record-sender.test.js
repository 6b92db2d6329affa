import assert from "node:assert/strict";
import { test } from "node:test";

import { Sender } from "./record-sender.js";

/** A server that keeps what it is sent, and breaks off as it is told. */
class Place {
  bytes = "";
  /** @type {string | null} */
  length = null;
  /** What goes wrong with the next requests. @type {((body: string) => Response | void)[]} */
  wrongs = [];
  /** @type {string[]} */
  methods = [];

  /** @param {any} _url @param {any} request */
  fetch = async (_url, { method, headers, body }) => {
    this.methods.push(method);
    const text = body ? await body.text() : "";
    const wrong = this.wrongs.shift()?.(text);
    if (wrong) return wrong;
    if (method === "PATCH") {
      if (headers["Upload-Offset"] !== String(this.bytes.length)) return new Response("", { status: 409 });
      this.bytes += text;
      this.length = headers["Upload-Length"] ?? this.length;
    }
    return new Response(null, { status: 204, headers: { "Upload-Offset": String(this.bytes.length) } });
  };
}

function sending() {
  const place = new Place();
  const waits = /** @type {number[]} */ ([]);
  /** @type {(() => void)[]} */
  const timers = [];
  const sender = new Sender("/upload", {
    fetch: /** @type {any} */ (place.fetch), token: "t", changed: () => {},
    later: (run, wait) => (waits.push(wait), timers.push(run)),
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done));
  };
  const wake = async () => {
    timers.shift()?.();
    await settle();
  };
  return { place, sender, waits, settle, wake };
}

const line = () => {
  throw new TypeError("no line");
};

test("each part goes at once, and the length comes with the last", async () => {
  const { place, sender, settle } = sending();
  sender.add(new Blob(["one "]));
  await settle();
  assert.deepEqual([place.bytes, place.length, sender.sent, sender.waiting], ["one ", null, 4, 0]);
  sender.add(new Blob(["two "]));
  sender.add(new Blob(["three"]));
  sender.finish();
  await settle();
  assert.deepEqual([place.bytes, place.length, sender.state], ["one two three", "13", "done"]);
});

test("a recording that ends with nothing left tells its length all the same", async () => {
  const { place, sender, settle } = sending();
  sender.add(new Blob(["one"]));
  await settle();
  assert.equal(sender.state, "sending");
  sender.finish();
  await settle();
  assert.deepEqual([place.bytes, place.length, sender.state], ["one", "3", "done"]);
});

test("without a line it waits, more patiently each time, and goes on where the server is", async () => {
  const { place, sender, waits, settle, wake } = sending();
  place.wrongs = [line, line, line];
  sender.add(new Blob(["one "]));
  await settle();
  assert.equal(sender.state, "waiting");
  sender.add(new Blob(["two "]));
  await settle();
  assert.equal(sender.waiting, 8);
  await wake();
  await wake();
  assert.deepEqual(waits, [1000, 2000, 4000]);
  await wake();
  assert.deepEqual([place.bytes, sender.state, sender.waiting], ["one two ", "sending", 0]);
});

test("bytes that arrived before the line broke are not sent again", async () => {
  const { place, sender, settle, wake } = sending();
  place.wrongs = [(body) => {
    place.bytes += body.slice(0, 6);
    throw new TypeError("cut");
  }];
  sender.add(new Blob(["one two"]));
  sender.add(new Blob([" three"]));
  sender.finish();
  await settle();
  await wake();
  assert.deepEqual([place.bytes, place.length, sender.state], ["one two three", "13", "done"]);
  assert.deepEqual(place.methods, ["PATCH", "HEAD", "PATCH"]);
});

test("when the server will take no more, its sentence is kept and nothing more is sent", async () => {
  const { place, sender, settle } = sending();
  place.wrongs = [() => new Response("Someone changed their mind.", { status: 403 })];
  sender.add(new Blob(["one"]));
  await settle();
  sender.add(new Blob(["two"]));
  sender.finish();
  await settle();
  assert.deepEqual([sender.state, sender.sentence, place.methods], ["stopped", "Someone changed their mind.", ["PATCH"]]);
});

test("a server that has less than it had acknowledged is not believed", async () => {
  const { place, sender, settle, wake } = sending();
  sender.add(new Blob(["one"]));
  await settle();
  place.bytes = "";
  sender.add(new Blob(["two"]));
  await settle();
  await wake();
  assert.equal(sender.state, "stopped");
});

test("signed out, it says so and goes on when signed in again", async () => {
  const { place, sender, settle, wake } = sending();
  place.wrongs = [() => new Response("", { status: 401 })];
  sender.add(new Blob(["one"]));
  await settle();
  assert.equal(sender.state, "signedOut");
  await wake();
  assert.deepEqual([sender.state, place.bytes], ["sending", "one"]);
});
