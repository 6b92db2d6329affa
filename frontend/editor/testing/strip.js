import { Strip } from "../view/strip.js";
import { find } from "../view/find.js";
import { desk } from "./desk.js";

/** A strip of 1,000 by 100 pixels over the film of the desk, and a brush that notes what it does. */
export function stripDesk() {
  const parts = desk("strip");
  const element = find(parts.document, "[data-strip]");
  /** @type {[string, ...unknown[]][]} */
  const strokes = [];
  const brush = new Proxy({}, {
    get: (_, name) => (/** @type {unknown[]} */ ...given) => {
      strokes.push([String(name), ...given]);
      return { width: 24 }; // what is asked of a text's measure
    },
    set: () => true,
  });
  /** @type {(() => void)[]} */
  const frames = [];
  Object.assign(globalThis, {
    getComputedStyle: parts.window.getComputedStyle.bind(parts.window),
    requestAnimationFrame: (/** @type {() => void} */ run) => frames.push(run),
    ResizeObserver: class {
      /** @param {() => void} run */
      constructor(run) {
        this.observe = run;
      }
    },
  });
  Object.defineProperties(element, { clientWidth: { value: 1000 }, clientHeight: { value: 100 } });
  Object.assign(element, {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture: () => {},
  });
  Object.assign(find(element, "canvas"), { getContext: () => brush });
  const strip = new Strip(element, parts.editing, parts.player);
  const paint = () => {
    strokes.length = 0;
    for (const run of frames.splice(0)) run();
    return strokes;
  };
  return { ...parts, element, strip, frames, paint };
}
