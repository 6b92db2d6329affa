/**
 * Encryption with the browser's own means. What lies on the device is sealed with a key that can't be taken
 * out of this browser; a file that leaves it is sealed with a sentence that a person types.
 *
 * @typedef {{ iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer }} Sealed
 * @typedef {{ salt: string, rounds: number, hash: string }} Verifier base64
 */

const ROUNDS = 600_000; // of PBKDF2 with SHA-256, as OWASP says in 2025
const utf8 = new TextEncoder();

/** A key for this device alone. @returns {Promise<CryptoKey>} */
export function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * @param {CryptoKey} key @param {unknown} value anything that is JSON
 * @param {string} about what it is: it can't be put in the place of something else
 * @returns {Promise<Sealed>}
 */
export async function seal(key, value, about) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = utf8.encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(about) }, key, plain) };
}

/** @param {CryptoKey} key @param {Sealed} sealed @param {string} about @returns {Promise<any>} */
export async function unseal(key, { iv, data }, about) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(about) }, key, data);
  return JSON.parse(new TextDecoder().decode(plain));
}

/** @param {string} text @returns {Promise<string>} in hexadecimal */
export async function sha256(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a PIN can be held against; the PIN is kept nowhere. @param {string} pin @returns {Promise<Verifier>} */
export async function verifierOf(pin, rounds = ROUNDS) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: toBase64(salt), rounds, hash: toBase64(await stretched(pin, salt, rounds)) };
}

/** @param {Verifier} verifier @param {string} pin */
export async function fits({ salt, rounds, hash }, pin) {
  return toBase64(await stretched(pin, fromBase64(salt), rounds)) === hash;
}

/** @param {string} secret @param {Uint8Array<ArrayBuffer>} salt @param {number} rounds */
async function stretched(secret, salt, rounds) {
  const base = await crypto.subtle.importKey("raw", utf8.encode(secret.normalize("NFKC")), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, 256));
}

/** @param {string} sentence @param {Uint8Array<ArrayBuffer>} salt @param {number} rounds */
async function keyOf(sentence, salt, rounds) {
  return crypto.subtle.importKey("raw", await stretched(sentence, salt, rounds), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** This is no file of ours. */
export class NoFile extends Error {}
/** The sentence does not open it. */
export class WrongSentence extends Error {}

const KIND = "attune-offline";

/** @param {string} sentence @param {unknown} value @returns {Promise<string>} the text of a file */
export async function lockFile(sentence, value, rounds = ROUNDS) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { iv, data } = await seal(await keyOf(sentence, salt, rounds), value, KIND);
  const said = { kind: KIND, format: 1, derived: "PBKDF2-SHA-256", cipher: "AES-256-GCM", rounds };
  return JSON.stringify({ ...said, salt: toBase64(salt), iv: toBase64(iv), data: toBase64(new Uint8Array(data)) });
}

/** @param {string} sentence @param {string} text @returns {Promise<any>} */
export async function openFile(sentence, text) {
  const file = readFile(text);
  try {
    return await unseal(await keyOf(sentence, file.salt, file.rounds), file, KIND);
  } catch (error) {
    throw new WrongSentence("The sentence does not open this file.", { cause: error });
  }
}

/** @param {string} text */
function readFile(text) {
  try {
    const { kind, format, rounds, salt, iv, data } = JSON.parse(text);
    if (kind !== KIND || format !== 1 || !(rounds > 0 && rounds <= 10 * ROUNDS)) throw new NoFile("Another kind of file.");
    return { rounds, salt: fromBase64(salt), iv: fromBase64(iv), data: fromBase64(data).buffer };
  } catch (error) {
    throw new NoFile("This is no file that was taken out of a device.", { cause: error });
  }
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
