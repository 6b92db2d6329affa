import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./testing/page.js";
import { Upload } from "./upload.js";

/** @param {string} attributes */
const body = (attributes) => `<form id="it" ${attributes}>
  <input name="csrfmiddlewaretoken" value="token">
  <div data-fields><input type="file" name="file"><input name="title" value="Bath"></div>
  <div data-sending hidden data-word-of="%s of %s" data-word-megabyte="%s MB" data-word-left="%s left"
    data-word-waiting="waiting" data-word-trying="trying" data-word-other="other" data-word-again="again"
    data-word-unsure="unsure"
    data-word-begin="begin" data-word-done="done" data-word-working="Sending %s" data-word-sure="sure?">
    <div data-going><div class="attune-progress"><span class="attune-progress__label"></span>
    <span class="attune-progress__text"></span><progress></progress></div></div>
    <p data-note></p><span data-again hidden><button type="button"></button></span>
    <span data-stop><button type="button"></button></span><p data-there hidden><a href=""></a></p></div>
  <div data-send><button></button></div></form>`;

/** A form with a file in it, and a server and a sender that do as they are told.
 * @param {any} answers */
function given({ attributes = 'data-new="/new"', file = new File(["film"], "a.mp4"), answer, sure = true }) {
  const { it, window } = page(body(attributes));
  Object.defineProperty(window.document.querySelector("input[type=file]"), "files", {
    value: file ? [file] : [],
    writable: true,
  });
  /** @type {any} */
  const seen = { asked: [], went: [], started: 0 };
  class Sender {
    /** @param {any} file @param {any} options */
    constructor(file, options) {
      Object.assign(seen, { file, options });
    }
    start() {
      seen.started += 1;
    }
    async abort() {}
  }
  const upload = new Upload(it, {
    Upload: Sender,
    confirm: () => sure,
    go: (/** @type {string} */ url) => seen.went.push(url),
    fetch: async (/** @type {string} */ url, /** @type {any} */ options) => {
      seen.asked.push([options?.method, url, options]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const note = () => it.querySelector("[data-note]").textContent;
  const press = async (/** @type {string} */ selector) => {
    it.querySelector(selector).click();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const send = async () => {
    it.dispatchEvent(new window.Event("submit", { cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { it, window, upload, seen, note, press, send };
}

const begun = () => new Response(null, { status: 201, headers: { Location: "/films/1/upload", Film: "/films/1/" } });
const refused = (/** @type {number} */ status, text = "") => ({
  originalResponse: { getStatus: () => status, getBody: () => text },
});

test("the server is told of the film first, and the file does not travel with the form", async () => {
  const { seen, send } = given({ answer: begun() });
  await send();
  const [method, , { body }] = seen.asked[0];
  assert.equal(method, "POST");
  assert.deepEqual([...body.keys()].sort(), ["csrfmiddlewaretoken", "original_name", "size", "title"]);
  assert.equal(body.get("size"), "4");
  assert.equal(body.get("original_name"), "a.mp4");
});

test("then its bytes go to where the server said, in parts, with the page's token", async () => {
  const { it, seen, send } = given({ answer: begun() });
  await send();
  assert.equal(seen.started, 1);
  assert.equal(seen.options.uploadUrl, "/films/1/upload");
  assert.equal(seen.options.headers["X-CSRFToken"], "token");
  assert.equal(seen.options.storeFingerprintForResuming, false);
  assert.equal(it.querySelector("[data-fields]").hidden, true);
  assert.equal(it.querySelector(".attune-progress__label").textContent, "Sending a.mp4");
});

test("what the server has to say stands in place of the form, and nothing is sent", async () => {
  const { it, seen, send, window } = given({
    answer: new Response("<p>too large</p>", { status: 413 }),
  });
  /** @type {any[]} */
  const loaded = [];
  window.document.addEventListener("htmx:load", (/** @type {any} */ event) => loaded.push(event.detail.elt));
  await send();
  assert.deepEqual(loaded, [it.querySelector("[data-fields]")]);
  assert.equal(it.querySelector("[data-fields]").textContent, "too large");
  assert.equal(seen.started, 0);
});

test("a server that can't be reached is said, and one may try again", async () => {
  const { it, note, send } = given({ answer: new Error("no line") });
  await send();
  assert.equal(note(), "begin");
  assert.equal(it.querySelector("[data-send]").hidden, false);
});

test("progress says megabytes, and the film's page follows when all has arrived", async () => {
  const { it, seen, send, note } = given({ answer: begun() });
  await send();
  seen.options.onProgress(3_000_000, 12_000_000);
  assert.equal(it.querySelector(".attune-progress__text").textContent, "3.0 MB of 12 MB");
  assert.deepEqual([it.querySelector("progress").value, it.querySelector("progress").max], [3e6, 12e6]);
  seen.options.onSuccess();
  assert.deepEqual([note(), seen.went], ["done", ["/films/1/"]]);
});

for (const [status, helps] of [[0, true], [500, true], [409, true], [423, true], [507, false], [410, false], [403, false]]) {
  test(`after an answer ${status} it ${helps ? "tries again by itself" : "waits for the person"}`, async () => {
    const { seen, send } = given({ answer: begun() });
    await send();
    assert.equal(seen.options.onShouldRetry(status ? refused(Number(status)) : {}), helps);
  });
}

test("a sentence of the server is shown, and one may go on", async () => {
  const { it, seen, note, press, send } = given({ answer: begun() });
  await send();
  seen.options.onError(refused(507, "There is no room."));
  assert.equal(note(), "There is no room.");
  assert.equal(it.querySelector("[data-again]").hidden, false);
  await press("[data-again] button");
  assert.equal(seen.started, 2);
});

test("a page of markup is no sentence", async () => {
  const { seen, note, send } = given({ answer: begun() });
  await send();
  seen.options.onError(refused(403, "<html>"));
  assert.equal(note(), "again");
});

test("a line that is gone is said, and when it is back it goes on", async () => {
  const { seen, note, send, window } = given({ answer: begun() });
  await send();
  Object.defineProperty(window.navigator, "onLine", { value: false, configurable: true });
  window.dispatchEvent(new window.Event("offline"));
  assert.equal(note(), "waiting");
  window.dispatchEvent(new window.Event("online"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(seen.started, 2);
  seen.options.onProgress(1, 4);
  assert.equal(note(), "");
});

test("leaving in the middle is asked about; before and after it is not", async () => {
  const { seen, send, window } = given({ answer: begun() });
  const asks = () => !window.dispatchEvent(new window.Event("beforeunload", { cancelable: true }));
  assert.equal(asks(), false);
  await send();
  assert.equal(asks(), true);
  seen.options.onSuccess();
  assert.equal(asks(), false);
});

test("a browser that can’t compare on this connection says so, and sends nothing", async (t) => {
  const subtle = t.mock.getter(globalThis.crypto, "subtle", () => undefined);
  const { seen, note, send } = given({ attributes: 'data-upload="/up" data-size="4"' });
  await send();
  assert.equal(subtle.mock.callCount(), 1);
  assert.deepEqual([note(), seen.started, seen.asked], ["unsure", 0, []]);
});

for (const [file, why] of [[new File(["another film"], "a.mp4"), "size"], [null, "absence"]]) {
  test(`a film that is continued is known by its ${why} to be another`, async () => {
    const attributes = 'data-upload="/films/1/upload" data-film="/films/1/" data-size="4"';
    const { seen, note, send } = given({ attributes, file });
    await send();
    assert.deepEqual([note(), seen.started], ["other", 0]);
  });
}

test("the same film goes on", async () => {
  const attributes = 'data-upload="/films/1/upload" data-film="/films/1/" data-size="4"';
  const answer = Response.json({ size: 4, arrived: 0, digests: [] });
  const { seen, send } = given({ attributes, answer });
  await send();
  assert.deepEqual([seen.asked[0][1], seen.started], ["/films/1/upload/blocks?first=0", 1]);
});

for (const { status, went } of [
  { status: 204, went: ["/new"] },
  { status: 404, went: ["/new"] },
  { status: 410, went: ["/new"] },
  { status: 500, went: [] },
]) {
  test(`stopping that is answered ${status} ${went.length ? "is done" : "says why it is not"}`, async () => {
    const attributes = 'data-new="/new" data-upload="/films/1/upload" data-size="4"';
    const body = status === 204 ? null : "It has arrived already.";
    const { seen, press, note } = given({ attributes, answer: new Response(body, { status }) });
    await press("[data-stop] button");
    assert.deepEqual(seen.asked.map((/** @type {any} */ each) => each[0]), ["DELETE"]);
    assert.deepEqual(seen.went, went);
    assert.equal(note(), went.length ? "" : "It has arrived already.");
  });
}

test("a film that has arrived meanwhile is not stopped: the way leads to its page", async () => {
  const attributes = 'data-new="/new" data-upload="/films/1/upload" data-film="/films/1/" data-size="4"';
  const { it, seen, press, note, upload } = given({ attributes, answer: new Response("It has arrived.", { status: 409 }) });
  await press("[data-stop] button");
  assert.deepEqual([seen.went, note(), upload.busy], [[], "It has arrived.", false]);
  const hidden = ["there", "stop", "again", "going"].map((part) => it.querySelector(`[data-${part}]`).hidden);
  assert.deepEqual(hidden, [false, true, true, true]);
  assert.equal(it.querySelector("[data-there] a").getAttribute("href"), "/films/1/");
});

for (const [sure, asked] of [[true, ["DELETE"]], [false, []]]) {
  test(`stopping ${sure ? "erases what arrived" : "is asked about first"}`, async () => {
    const { seen, press, send } = given({ answer: begun(), sure });
    await send();
    await press("[data-stop] button");
    assert.deepEqual(seen.asked.slice(1).map((/** @type {any} */ each) => each[0]), asked);
    assert.deepEqual(seen.went, sure ? ["/new"] : []);
  });
}
