// The shared review. README.md says what lies where.
import { KeepWords } from "./view/keepWords.js";
import { Picture } from "./view/picture.js";
import { Watching } from "./view/watching.js";

new KeepWords(document);
for (const image of document.querySelectorAll("img[data-picture]")) {
  new Picture(/** @type {HTMLImageElement} */ (image));
}
const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-watch]"));
if (room) new Watching(room);
