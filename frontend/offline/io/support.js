/** Whether this browser can keep a session's forms without internet. */

/**
 * The first thing that is missing; null where all is there. A private window often has no storage that lasts.
 * @param {any} window @returns {Promise<"secure" | "storage" | "worker" | null>}
 */
export async function lacks(window) {
  if (!window.isSecureContext || !window.crypto?.subtle) return "secure";
  if (!window.navigator.serviceWorker) return "worker";
  if (!window.indexedDB || !window.navigator.locks) return "storage";
  return (await canOpen(window.indexedDB)) ? null : "storage";
}

/** @param {IDBFactory} factory */
async function canOpen(factory) {
  const name = "attune-offline-trial";
  const opened = await new Promise((resolve) => {
    try {
      const request = factory.open(name);
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
  if (opened) await new Promise((resolve) => (factory.deleteDatabase(name).onsuccess = resolve));
  return opened;
}

/** Register the worker, and wait until it has everything. @param {ServiceWorkerContainer} container @param {string} address */
export async function bringShell(container, address) {
  const registration = await container.register(address, { updateViaCache: "none" });
  const worker = registration.active ?? registration.installing ?? registration.waiting;
  if (!worker || worker.state === "activated") return;
  await new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(true);
      if (worker.state === "redundant") reject(new Error("The pages could not be kept."));
    });
  });
}

/** Ask the browser not to clear what is kept when space is short. @param {StorageManager | undefined} storage */
export async function askToStay(storage) {
  return (await storage?.persist?.().catch(() => false)) ?? false;
}
