/** Web Locks of one browser: whoever asks waits for their turn, or is told that somebody has it. */
export function queue() {
  /** @type {Map<string, Promise<unknown>>} */
  const held = new Map();
  return {
    /** @param {string} name @param {any} options @param {(lock: object | null) => Promise<any>} [then] */
    async request(name, options, then) {
      const run = then ?? options;
      const before = held.get(name);
      if (then && options.ifAvailable && before) return run(null);
      const mine = (before ?? Promise.resolve()).then(() => run({}));
      const turn = mine.catch(() => {}).finally(() => {
        if (held.get(name) === turn) held.delete(name);
      });
      held.set(name, turn);
      return mine;
    },
  };
}
