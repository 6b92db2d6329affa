import { FrameTable } from "../../editor/model/frameTable.js";
import { Player } from "../../editor/io/video.js";

/**
 * One moment's film: fetched, and standing on the moment's first frame.
 *
 * @typedef {{ player: Player, table: FrameTable, first: number, last: number }} Loaded
 */

/** How long we wait for more of a clip before the next one may begin to load, in milliseconds. */
const LONG_ENOUGH = 8000;

export class CannotShow extends Error {}

/** @type {Map<string, Promise<FrameTable>>} */
const tables = new Map();

/**
 * When every frame of the film is shown. Several moments of one film ask once.
 * @param {string} address @param {typeof fetch} ask @returns {Promise<FrameTable>}
 */
export function frameTable(address, ask = fetch) {
  const known = tables.get(address);
  if (known) return known;
  const coming = askFor(address, ask);
  tables.set(address, coming);
  coming.catch(() => tables.delete(address));
  return coming;
}

/** @param {string} address @param {typeof fetch} ask */
async function askFor(address, ask) {
  const answer = await ask(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new CannotShow(`${answer.status}`);
  return new FrameTable(await answer.json());
}

/**
 * Load a moment. Rejects when its film can't be had; it may be tried again.
 * @param {HTMLVideoElement} video
 * @param {{ film: string, frames: string, first: number, last: number }} moment ticks
 * @returns {Promise<Loaded>}
 */
export async function load(video, moment) {
  video.controls = false;
  video.preload = "auto";
  video.src = moment.film;
  const [table] = await Promise.all([frameTable(moment.frames), metadata(video)]);
  const [first, last] = [table.numberOf(moment.first), table.numberOf(moment.last)];
  if (first < 0 || last < first) throw new CannotShow("The moment is not on a frame of this film.");
  const player = new Player(video, table);
  player.setLoop({ first, last });
  await standing(player, video, first);
  return { player, table, first, last };
}

/** @param {HTMLVideoElement} video @returns {Promise<void>} */
function metadata(video) {
  if (video.readyState >= video.HAVE_METADATA) return Promise.resolve();
  return new Promise((found, failed) => {
    video.addEventListener("loadedmetadata", () => found(), { once: true });
    video.addEventListener("error", () => failed(new CannotShow("The film can't be read.")), {
      once: true,
    });
  });
}

/** @param {Player} player @param {HTMLVideoElement} video @param {number} frame */
function standing(player, video, frame) {
  return new Promise((found, failed) => {
    player.listen(() => player.settled && found(undefined));
    video.addEventListener("error", () => failed(new CannotShow("The film broke off.")), {
      once: true,
    });
    player.goTo(frame);
  });
}

/**
 * Settles when the whole clip is here, or the browser says it will be in time, or it has had a fair
 * chance: then the next moment may use the line.
 * @param {HTMLVideoElement} video @param {number} until seconds @returns {Promise<void>}
 */
export function fetched(video, until) {
  const here = () => {
    for (let range = 0; range < video.buffered.length; range += 1) {
      if (video.buffered.start(range) <= video.currentTime && video.buffered.end(range) >= until) {
        return true;
      }
    }
    return video.readyState === video.HAVE_ENOUGH_DATA;
  };
  return new Promise((done) => {
    const end = () => {
      clearTimeout(patience);
      for (const event of EVENTS) video.removeEventListener(event, look);
      done();
    };
    const look = () => here() && end();
    const patience = setTimeout(end, LONG_ENOUGH);
    for (const event of EVENTS) video.addEventListener(event, look);
    look();
  });
}

const EVENTS = ["progress", "canplaythrough", "error"];
