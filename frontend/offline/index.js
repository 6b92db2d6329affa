// Forms without internet. README.md says what lies where.
import { Words } from "../editor/view/words.js";
import { serverOf, start } from "./start.js";
import { Importing } from "./view/importing.js";

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-offline]"));
if (page) start(page);
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-offline-import]"));
if (place) new Importing(place, new Words(place), serverOf(place), navigator.locks);
