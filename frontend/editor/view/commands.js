/** What each button and key does, by name. */

import { faster, shuttle, slower } from "../model/speeds.js";

/**
 * @typedef {import("../model/editing.js").Editing} Editing
 * @typedef {import("../io/video.js").Player} Player
 * @typedef {{ editing: Editing, player: Player, strip: { zoom: (factor: number) => void, fit: () => void },
 *             help: { open: () => void }, say: (name: string, values?: Record<string, number>) => void,
 *             finishWriting: () => void }} Means
 */

/** @param {Means} means @returns {Record<string, () => void>} */
export function commandsOf(means) {
  return { ...moving(means), ...marking(means), ...trimming(means), ...keeping(means) };
}

/** @param {Means} means @returns {Record<string, () => void>} */
function moving({ player, editing, strip, help, say }) {
  /** @param {"playing" | "backwards"} wanted */
  const move = (wanted) => {
    const next = shuttle(player.mode, wanted, player.speed);
    if (next.speed !== player.speed) player.setSpeed(next.speed);
    if (player.mode === wanted) return;
    if (wanted === "playing") player.play();
    else player.playBackwards();
  };
  return {
    toggle: () => (player.mode === "paused" ? player.play() : player.pause()),
    pause: () => player.pause(),
    forwards: () => move("playing"),
    backwards: () => move("backwards"),
    "back-1": () => player.step(-1),
    "on-1": () => player.step(1),
    "back-10": () => player.step(-10),
    "on-10": () => player.step(10),
    "to-start": () => player.goTo(0),
    "to-end": () => player.goTo(player.table.last),
    slower: () => player.setSpeed(slower(player.speed)),
    faster: () => player.setSpeed(faster(player.speed)),
    mute: () => {
      player.video.muted = !player.video.muted;
    },
    loop: () => {
      const { chosen } = editing;
      if (player.loop) player.setLoop(null);
      else if (chosen?.kind === "clip") player.setLoop(editing.framesOf(chosen));
      else say("chooseClip");
    },
    "zoom-in": () => strip.zoom(2),
    "zoom-out": () => strip.zoom(0.5),
    "zoom-fit": () => strip.fit(),
    help: () => help.open(),
  };
}

/** @param {Means} means @returns {Record<string, () => void>} */
function marking({ player, editing, say }) {
  const here = () => player.here;
  return {
    "mark-begin": () => {
      editing.mark("begin", here());
      say("beginMarked", { frame: here() });
    },
    "mark-end": () => {
      editing.mark("end", here());
      say("endMarked", { frame: here() });
    },
    "keep-clip": () => say(editing.keepClip(here()) ? "clipKept" : "marksFirst"),
    still: () => {
      editing.takeStill(here());
      say("stillTaken");
    },
  };
}

/** @param {Means} means @returns {Record<string, () => void>} */
function trimming({ player, editing, say }) {
  /** @param {"first" | "last"} edge @param {(now: number) => number} where */
  const trim = (edge, where) => {
    const { chosen } = editing;
    if (chosen?.kind !== "clip") {
      say("chooseClip");
      return;
    }
    const frame = editing.trim(chosen.id, edge, where(editing.framesOf(chosen)[edge]));
    if (frame !== null) player.goTo(frame);
  };
  return {
    "begin-earlier": () => trim("first", (now) => now - 1),
    "begin-later": () => trim("first", (now) => now + 1),
    "begin-here": () => trim("first", () => player.here),
    "end-earlier": () => trim("last", (now) => now - 1),
    "end-later": () => trim("last", (now) => now + 1),
    "end-here": () => trim("last", () => player.here),
  };
}

/** @param {Means} means @returns {Record<string, () => void>} */
function keeping({ player, editing, say, finishWriting }) {
  /** @param {number} by */
  const neighbour = (by) => {
    const { moments, chosenId } = editing;
    const at = moments.findIndex(({ id }) => id === chosenId);
    const next = moments[at < 0 ? (by > 0 ? 0 : moments.length - 1) : at + by];
    if (!next) return;
    editing.choose(next.id);
    player.goTo(editing.framesOf(next).first);
  };
  return {
    undo: () => {
      finishWriting();
      editing.undo();
    },
    redo: () => editing.redo(),
    remove: () => {
      if (!editing.chosen) return;
      editing.remove(editing.chosen.id);
      say("removed");
    },
    play: () => {
      const { chosen } = editing;
      if (chosen?.kind !== "clip") return;
      const { first, last } = editing.framesOf(chosen);
      player.setLoop({ first, last });
      player.goTo(first);
      player.play();
    },
    "moment-before": () => neighbour(-1),
    "moment-after": () => neighbour(1),
  };
}
