// The shared review. README.md says what lies where.
import { KeepWords } from "./view/keepWords.js";
import { Watching } from "./view/watching.js";

new KeepWords(document);
const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-watch]"));
if (room) new Watching(room);
