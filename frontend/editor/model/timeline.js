/**
 * The moments of a film and the two changes that can be made to them, as attune/core/timeline/edit.py
 * judges them. A timeline is never changed: a change makes a new one.
 *
 * @typedef {{ id: string, title: string, note: string, principles: string[] }} Words
 * @typedef {Words & { kind: "clip", first: number, last: number }} Clip ticks, both in the clip
 * @typedef {Words & { kind: "still", at: number }} Still a tick
 * @typedef {Clip | Still} Moment
 * @typedef {ReadonlyMap<string, Moment>} Timeline
 * @typedef {({ op: "put" } & Moment) | { op: "remove", id: string }} Change
 */

export const LONGEST_TITLE = 120;
export const LONGEST_NOTE = 2000;

/** A change that can't be made. `reason` is a key of the page's words. */
export class TimelineError extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @param {Iterable<Moment>} moments @returns {Timeline} */
export function timelineOf(moments) {
  return new Map([...moments].map((moment) => [moment.id, moment]));
}

/** @param {Moment} moment @returns {number} the tick at which it begins */
export function beginning(moment) {
  return moment.kind === "clip" ? moment.first : moment.at;
}

/** @param {Moment} moment @returns {number} the tick of its last frame */
export function ending(moment) {
  return moment.kind === "clip" ? moment.last : moment.at;
}

/** @param {Timeline} timeline @returns {Moment[]} in the order of the film */
export function inOrder(timeline) {
  return [...timeline.values()].sort(
    (one, other) => beginning(one) - beginning(other) || ending(one) - ending(other),
  );
}

/**
 * @param {Timeline} timeline @param {Change} change
 * @param {(tick: number) => boolean} isFrame whether a frame of the film starts at a tick
 * @returns {Timeline}
 */
export function apply(timeline, change, isFrame) {
  const after = new Map(timeline);
  if (change.op === "remove") {
    if (!after.delete(change.id)) throw new TimelineError("gone");
    return after;
  }
  const { op: _, ...moment } = change;
  check(/** @type {Moment} */ (moment), timeline.get(change.id), isFrame);
  after.set(change.id, /** @type {Moment} */ (moment));
  return after;
}

/**
 * @param {Timeline} timeline as it is before the change @param {Change} change
 * @returns {Change} the change that undoes it
 */
export function opposite(timeline, change) {
  const before = timeline.get(change.id);
  if (before) return put(before);
  if (change.op === "remove") throw new TimelineError("gone");
  return { op: "remove", id: change.id };
}

/** @param {Moment} moment @returns {Change} */
export function put(moment) {
  return { op: "put", ...moment, principles: [...moment.principles].sort() };
}

/** @param {Moment} one @param {Moment} other @returns {boolean} */
export function same(one, other) {
  return JSON.stringify(sorted(put(one))) === JSON.stringify(sorted(put(other)));
}

/** @param {object} record */
function sorted(record) {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * @param {Moment} moment @param {Moment | undefined} before
 * @param {(tick: number) => boolean} isFrame
 */
function check(moment, before, isFrame) {
  if (!isFrame(beginning(moment)) || !isFrame(ending(moment))) throw new TimelineError("notAFrame");
  if (beginning(moment) > ending(moment)) throw new TimelineError("endBeforeBeginning");
  if (before && before.kind !== moment.kind) throw new TimelineError("otherKind");
  if (moment.title.length > LONGEST_TITLE || moment.note.length > LONGEST_NOTE) {
    throw new TimelineError("tooLong");
  }
}
