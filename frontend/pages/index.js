// The index of behaviours: what `data-behaviour="name"` brings to an element.
import { attach } from "./attach.js";
import { Autosave } from "./autosave.js";
import { Copy } from "./copy.js";
import { Dialog } from "./dialog.js";
import { DrawBoxes } from "./draw-boxes.js";
import { DropZone } from "./drop-zone.js";
import { ErrorSummary } from "./error-summary.js";
import { Grow } from "./grow.js";
import { htmx } from "./htmx.js";
import { LeaveWarning } from "./leave-warning.js";
import { Menu } from "./menu.js";
import { OfflineWaiting } from "./offline-waiting.js";
import { OpenLink } from "./open-link.js";
import { Print } from "./print.js";
import { Record } from "./record.js";
import { SubmitOnce } from "./submit-once.js";
import { Upload } from "./upload.js";

const behaviours = {
  autosave: Autosave,
  copy: Copy,
  dialog: Dialog,
  "draw-boxes": DrawBoxes,
  "drop-zone": DropZone,
  "error-summary": ErrorSummary,
  grow: Grow,
  "leave-warning": LeaveWarning,
  menu: Menu,
  "offline-waiting": OfflineWaiting,
  "open-link": OpenLink,
  print: Print,
  record: Record,
  "submit-once": SubmitOnce,
  upload: Upload,
};

attach(document, behaviours);
htmx.onLoad((fresh) => attach(/** @type {Element} */ (fresh), behaviours));
