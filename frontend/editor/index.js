import { start } from "./start.js";

const editor = document.querySelector("[data-editor]");
if (editor instanceof HTMLElement) start(editor);
