/** How much of what was entered on this device without internet waits to be sent. Looks, and makes nothing. */
import { NAME } from "../offline/io/database.js";

export class OfflineWaiting {
  /** @param {HTMLElement} element @param {IDBFactory | undefined} [factory] */
  constructor(element, factory = element.ownerDocument.defaultView?.indexedDB) {
    this.element = element;
    this.counted = factory ? this.count(factory) : Promise.resolve();
  }

  /** @param {IDBFactory} factory */
  async count(factory) {
    const found = await factory.databases?.().catch(() => []);
    if (!found?.some(({ name }) => name === NAME)) return;
    const n = await waiting(factory);
    this.element.hidden = n === 0;
    const place = this.element.querySelector("[data-count]");
    const sentence = (n === 1 ? this.element.dataset.one : this.element.dataset.many) ?? "";
    if (place) place.textContent = sentence.replace("{n}", String(n));
  }
}

/** @param {IDBFactory} factory @returns {Promise<number>} */
function waiting(factory) {
  return new Promise((resolve, reject) => {
    const opening = factory.open(NAME);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const counting = database.transaction("letters").objectStore("letters").count();
      counting.onsuccess = () => {
        database.close();
        resolve(counting.result);
      };
    };
  });
}
