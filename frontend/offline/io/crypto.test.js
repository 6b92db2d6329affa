import assert from "node:assert/strict";
import { createDecipheriv, createHash, pbkdf2Sync } from "node:crypto";
import { test } from "node:test";

import { fits, lockFile, newKey, NoFile, openFile, seal, sha256, unseal, verifierOf, WrongSentence } from "./crypto.js";

const FEW = 1000; // rounds: what is tested is the way, not the time

test("what is sealed opens with its key, for what it is, and each time looks different", async () => {
  const key = await newKey();
  const [one, two] = [await seal(key, { a: "é" }, "note"), await seal(key, { a: "é" }, "note")];
  assert.deepEqual(await unseal(key, one, "note"), { a: "é" });
  assert.notDeepEqual(one.iv, two.iv);
  await assert.rejects(unseal(key, one, "letter"));
  await assert.rejects(unseal(await newKey(), one, "note"));
});

test("the key can't be taken out of the browser", async () => {
  const key = await newKey();
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("the checksum is the one that others work out", async () => {
  const text = '{"words":"für Ana 🐦"}';
  assert.equal(await sha256(text), createHash("sha256").update(text, "utf8").digest("hex"));
});

test("a PIN fits its verifier, as Node's own PBKDF2 has it, and no other fits", async () => {
  const verifier = await verifierOf("2468", FEW);
  const own = pbkdf2Sync("2468", Buffer.from(verifier.salt, "base64"), FEW, 32, "sha256").toString("base64");
  assert.equal(verifier.hash, own);
  assert.deepEqual([await fits(verifier, "2468"), await fits(verifier, "2469")], [true, false]);
  assert.notEqual((await verifierOf("2468", FEW)).hash, verifier.hash);
});

test("a file opens with its sentence, also with another library, and with no other sentence", async () => {
  const text = await lockFile("a long sentence of mine", { letters: [1] }, FEW);
  assert.deepEqual(await openFile("a long sentence of mine", text), { letters: [1] });
  await assert.rejects(openFile("another sentence", text), WrongSentence);
  const file = JSON.parse(text);
  const [iv, salt, data] = [file.iv, file.salt, file.data].map((part) => Buffer.from(part, "base64"));
  const cipher = createDecipheriv("aes-256-gcm", pbkdf2Sync("a long sentence of mine", salt, FEW, 32, "sha256"), iv);
  cipher.setAAD(Buffer.from("attune-offline")).setAuthTag(data.subarray(-16));
  assert.equal(cipher.update(data.subarray(0, -16), undefined, "utf8") + cipher.final("utf8"), '{"letters":[1]}');
});

test("another file is no file of ours", async () => {
  const good = JSON.parse(await lockFile("sentence", 1, FEW));
  const others = ["", "{}", "null", "[]", JSON.stringify({ ...good, format: 2 }), JSON.stringify({ ...good, iv: "§" }), JSON.stringify({ ...good, rounds: 1e12 })];
  for (const text of others) await assert.rejects(openFile("sentence", text), NoFile, text);
});
