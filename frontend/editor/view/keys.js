/**
 * Which key does what. Keys count outside text fields only; single keys can be switched off (WCAG
 * 2.1.4), those with Ctrl stay.
 */

/** @type {Record<string, string>} */
const SINGLE = {
  " ": "toggle", k: "pause", l: "forwards", j: "backwards",
  ArrowLeft: "back-1", ArrowRight: "on-1", "Shift+ArrowLeft": "back-10", "Shift+ArrowRight": "on-10",
  Home: "to-start", End: "to-end", "-": "slower", "−": "slower", "+": "faster", "=": "faster",
  r: "loop", m: "mute", i: "mark-begin", o: "mark-end", c: "keep-clip", s: "still",
  "[": "begin-earlier", "{": "begin-later", "]": "end-later", "}": "end-earlier",
  v: "camera-swap", h: "camera-hold", ",": "camera-earlier", ".": "camera-later",
  b: "camera-same", "Shift+b": "camera-undo",
  ArrowUp: "moment-before", ArrowDown: "moment-after", Delete: "remove", "?": "help",
};

/** @type {Record<string, string>} */
const CONTROL = {
  z: "undo", "Shift+z": "redo", y: "redo",
  ArrowUp: "zoom-in", ArrowDown: "zoom-out", 0: "zoom-fit",
};

/** Keys that some elements need for themselves. @type {[string, RegExp][]} */
const NEEDED = [
  ["button, a[href], summary, input[type=checkbox]", /^( |Enter)$/],
  ["select", /^(Arrow.*|Home|End| |Enter|[a-z0-9.])$/i],
];

const WRITING = "input:not([type=checkbox]), textarea, [contenteditable]";

/**
 * @param {KeyboardEvent} event @param {boolean} singleKeys whether single keys are shortcuts
 * @returns {string | null} the command, or null when the key is none
 */
export function commandFor(event, singleKeys) {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(WRITING) || target?.closest("dialog[open]")) return null;
  const typed = event.getModifierState("AltGraph");
  const control = (event.ctrlKey || event.metaKey) && !typed;
  if (event.altKey && !typed) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && (event.key.length > 1 || /[a-z]/.test(key));
  const name = shifted ? `Shift+${key}` : key;
  if (control) return CONTROL[name] ?? null;
  if (!singleKeys || event.defaultPrevented) return null;
  if (target && NEEDED.some(([who, keys]) => target.closest(who) && keys.test(event.key))) return null;
  return SINGLE[name] ?? null;
}
