/** IndexedDB, as far as it is needed: several changes are one transaction, and are on the disk at its end. */

const VERSION = 1;
const STORES = /** @type {const} */ ({ kept: {}, notes: { autoIncrement: true }, letters: { autoIncrement: true }, receipts: {} });

export const NAME = "attune-offline";

/**
 * @typedef {keyof typeof STORES} Store
 * @typedef {{ store: Store, put?: unknown, key?: IDBValidKey, there?: true, remove?: IDBValidKey, clear?: true }} Change
 *   there: only in the place of what is still there
 */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBFactory} factory @returns {Promise<Database>} */
export async function openDatabase(factory) {
  const request = factory.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const [name, options] of Object.entries(STORES)) request.result.createObjectStore(name, options);
  };
  return new Database(await answer(request));
}

export class Database {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
    database.onversionchange = () => database.close(); // another tab clears or renews it
  }

  /** @param {Store} store @param {IDBValidKey} key @returns {Promise<any>} */
  get(store, key) {
    return answer(this.database.transaction(store).objectStore(store).get(key));
  }

  /** Everything of a store, in the order of its keys. @param {Store} store @returns {Promise<{ key: IDBValidKey, value: any }[]>} */
  async all(store) {
    const from = this.database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([answer(from.getAllKeys()), answer(from.getAll())]);
    return keys.map((key, place) => ({ key, value: values[place] }));
  }

  /** All of these or none; resolves when they are on the disk. @param {Change[]} changes @returns {Promise<void>} */
  change(changes) {
    const names = [...new Set(changes.map(({ store }) => store))];
    const transaction = this.database.transaction(names, "readwrite", { durability: "strict" });
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("It could not be kept."));
      try {
        for (const one of changes) make(transaction.objectStore(one.store), one);
      } catch (error) {
        transaction.abort();
        reject(error);
      }
    });
  }
}

/** @param {IDBObjectStore} to @param {Change} change */
function make(to, { put, key, there, remove, clear }) {
  if (clear) to.clear();
  else if (remove !== undefined) to.delete(remove);
  else if (there && key !== undefined) {
    const asked = to.getKey(key);
    asked.onsuccess = () => asked.result !== undefined && to.put(put, key);
  } else to.put(put, key);
}
