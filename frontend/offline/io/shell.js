/**
 * What the service worker keeps: the page at /offline/ and the files it is made of, all of one version.
 *
 * @typedef {object} Known
 * @property {string} version @property {string} page its address @property {string[]} files addresses
 */

const PREFIX = "attune-offline-";

export class Shell {
  /**
   * @param {Known} known @param {CacheStorage} caches
   * @param {(address: string, init: RequestInit) => Promise<Response>} fetch
   */
  constructor({ version, page, files }, caches, fetch) {
    this.name = PREFIX + version;
    this.page = page;
    this.addresses = new Set([page, ...files]);
    this.caches = caches;
    this.fetch = fetch;
  }

  /** Bring everything, past the browser's own store; one that is missing fails the whole. */
  async keep() {
    const cache = await this.caches.open(this.name);
    await Promise.all(
      [...this.addresses].map(async (address) => {
        const answer = await this.fetch(address, { cache: "reload", credentials: "omit", redirect: "error" });
        if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
        await cache.put(address, answer);
      }),
    );
  }

  async clearOlder() {
    for (const name of await this.caches.keys()) {
      if (name.startsWith(PREFIX) && name !== this.name) await this.caches.delete(name);
    }
  }

  /** Whether this is one of the things it keeps, asked for and not sent. @param {Request} request */
  holds(request) {
    return request.method === "GET" && this.addresses.has(this.#path(request));
  }

  /** @param {Request} request */
  async answer(request) {
    const kept = await (await this.caches.open(this.name)).match(this.#path(request));
    return kept ?? this.fetch(request.url, { redirect: "follow" });
  }

  /** @param {Request} request */
  #path(request) {
    return new URL(request.url).pathname;
  }
}
