/** Leaving the page: the last words are sent, and a warning comes when something is still unsent. */

/**
 * @param {Window} window
 * @param {{ finishWriting: () => void, unsent: () => number, sendNow: (leaving: boolean) => void }} means
 */
export function watchLeaving(window, { finishWriting, unsent, sendNow }) {
  window.addEventListener("beforeunload", (event) => {
    finishWriting();
    if (unsent() > 0) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    finishWriting();
    sendNow(true);
  });
  window.addEventListener("online", () => sendNow(false));
  window.document.addEventListener("visibilitychange", () => {
    if (window.document.visibilityState !== "hidden") return;
    finishWriting();
    sendNow(false);
  });
}
