/** Puts the editor together: the model, the video, the server, and what one sees. */

import { Growth } from "./io/growth.js";
import { newId } from "./io/ids.js";
import { watchLeaving } from "./io/leaving.js";
import { Reel } from "./io/reel.js";
import { Server } from "./io/server.js";
import { Sheets } from "./io/sheets.js";
import { Player } from "./io/video.js";
import { Editing } from "./model/editing.js";
import { FrameTable } from "./model/frameTable.js";
import { Buttons } from "./view/buttons.js";
import { openCameras } from "./view/cameras.js";
import { commandsOf } from "./view/commands.js";
import { find, write } from "./view/find.js";
import { Help } from "./view/help.js";
import { Growing } from "./view/growing.js";
import { commandFor } from "./view/keys.js";
import { List } from "./view/list.js";
import { Place } from "./view/place.js";
import { Saving } from "./view/saving.js";
import { Strip } from "./view/strip.js";
import { StripHands } from "./view/stripHands.js";
import { Thumbnails } from "./view/thumbnails.js";
import { Words } from "./view/words.js";

/** @param {HTMLElement} editor */
export async function start(editor) {
  const words = new Words(document);
  const video = /** @type {HTMLVideoElement} */ (find(editor, "[data-video]"));
  const trouble = find(editor, "[data-trouble]");
  /** @param {string} name */
  const tellTrouble = (name) => {
    trouble.hidden = false;
    write(trouble, words.say(name));
  };
  if (!("requestVideoFrameCallback" in HTMLVideoElement.prototype)) {
    tellTrouble("notThisBrowser");
    return;
  }
  video.addEventListener("error", () => tellTrouble("noFilm"));
  try {
    const film = await openFilm(editor);
    const cover = /** @type {HTMLCanvasElement} */ (find(editor, "[data-cover]"));
    build(editor, words, film, new Player(video, film.table, undefined, film.reel(video, cover)));
  } catch (error) {
    tellTrouble("noFilm");
    throw error;
  }
}

/**
 * @typedef {{ table: FrameTable, growth: Growth | null,
 *             reel: (video: HTMLVideoElement, cover?: HTMLCanvasElement) => Reel }} Film
 *   `growth` while it is still being prepared
 */

/** @param {HTMLElement} editor @returns {Promise<Film>} */
async function openFilm({ dataset: { frames = "", growth: address, whole: video = "" } }) {
  if (!address) {
    const table = new FrameTable(await fetchJson(frames));
    return { table, growth: null, reel: (element) => new Reel(element, table) };
  }
  const ask = (/** @type {number} */ rows) => fetchJson(`${address}?rows=${rows}`);
  const first = await ask(0);
  const table = new FrameTable(first);
  const growth = new Growth(table, first, { ask, video });
  return { table, growth, reel: (element, cover) => new Reel(element, table, () => growth.newest, cover) };
}

/** @param {HTMLElement} editor @param {Words} words @param {Film} film @param {Player} player */
function build(editor, words, film, player) {
  const { table, video } = player;
  const token = /** @type {HTMLInputElement} */ (find(document, "[name=csrfmiddlewaretoken]")).value;
  const server = new Server(editor.dataset.changes ?? "", token, {
    fetch: (...request) => fetch(...request),
    pageAddress: location.href,
  });
  const moments = JSON.parse(find(document, "#editor-moments").textContent ?? "[]");
  const editing = new Editing({
    table, moments, send: (letters) => server.send(letters), newId,
    later: (run, wait) => setTimeout(run, wait),
  });
  const announcer = find(editor, "[data-announce]");
  const say = (/** @type {string} */ name, /** @type {Record<string, number>} */ values = {}) =>
    write(announcer, words.say(name, values));
  const place = new Place(editor, player, words, (sentence) => write(announcer, sentence));
  new Saving(find(document, "[data-save-state]"), editing, words);
  const strip = new Strip(find(editor, "[data-strip]"), editing, player);
  const help = new Help(/** @type {HTMLDialogElement} */ (find(document, "[data-help]")), localStorage);
  const choose = chooser(editing, player);
  new StripHands(strip, (id) => editing.choose(id));
  const command = (/** @type {string} */ name) => (commands[name] ?? cameras[name])?.();
  /** @type {Record<string, () => void>} */
  const cameras = {};
  openCameras(editor, player, words, server).then((more) => Object.assign(cameras, more));
  const { growth } = film;
  const sheets = () => new Sheets(editor.dataset.sprite ?? "", fetchJson);
  const made = growth ? null : sheets();
  made?.warm().catch(() => {}); // so that a moment's picture is there when it is kept
  const thumbnails = new Thumbnails(video, table, film.reel, made);
  const list = new List(editor, /** @type {HTMLTemplateElement} */ (find(document, "[data-card]")), {
    editing, words, thumbnails, pictureAddress: editor.dataset.picture ?? "", choose, command,
  });
  const commands = commandsOf({ editing, player, strip, help, say, finishWriting: () => list.finishWriting() });
  new Buttons(document, command, { editing, player, words });
  listen({ editing, player, help, command, server, list, trouble: find(editor, "[data-trouble]"), words });
  const sound = () => showSound(editor.dataset.peaks ?? "", strip);
  const whole = () => {
    say("wholeReady");
    thumbnails.sheets = sheets();
    sound();
  };
  if (growth) new Growing(find(editor, "[data-growing]"), growth, { words, place, strip, whole });
  else sound();
  player.goTo(0);
}

/** @param {Editing} editing @param {Player} player @returns {(id: string) => void} */
function chooser(editing, player) {
  return (id) => {
    if (editing.chosenId === id) {
      editing.choose(null);
      return;
    }
    editing.choose(id);
    const { chosen } = editing;
    if (chosen) player.goTo(editing.framesOf(chosen).first);
  };
}

/**
 * @param {{ editing: Editing, player: Player, help: Help, command: (name: string) => void,
 *           server: Server, list: List, trouble: HTMLElement, words: Words }} parts
 */
function listen({ editing, player, help, command, server, list, trouble, words }) {
  document.addEventListener("keydown", (event) => {
    const name = commandFor(event, help.singleKeys);
    if (name === null) return;
    event.preventDefault();
    command(name);
  });
  editing.listen((news, sentence) => {
    if (news === "chosen" || news === "moments") followLoop(editing, player);
    if (news !== "refused" && news !== "moments") return;
    trouble.hidden = news === "moments";
    if (news === "refused") write(trouble, words.say("refused", { sentence }));
  });
  watchLeaving(window, {
    finishWriting: () => list.finishWriting(),
    unsent: () => editing.outbox.state.count,
    sendNow: (leaving) => {
      server.leaving = leaving;
      editing.outbox.now();
    },
  });
}

/** The loop is that of the chosen clip, wherever its edges are now. @param {Editing} editing @param {Player} player */
function followLoop(editing, player) {
  if (!player.loop) return;
  const { chosen } = editing;
  player.setLoop(chosen?.kind === "clip" ? editing.framesOf(chosen) : null);
}

/** @param {string} address @param {Strip} strip */
async function showSound(address, strip) {
  if (address) await fetchJson(address).then((peaks) => strip.showSound(peaks), () => {});
}

/** @param {string} address */
async function fetchJson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return response.json();
}
