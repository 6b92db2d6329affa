/** Times as people read and write them. What is kept is always a frame. */

/**
 * @param {number} seconds @param {number} [digits] after the point
 * @returns {string} such as 0:04.12 or 1:02:03.50; cut, never rounded up to a time not yet reached
 */
export function clock(seconds, digits = 2) {
  const scale = 10 ** digits;
  const parts = Math.floor(seconds * scale + 1e-6);
  const whole = Math.floor(parts / scale);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const point = digits > 0 ? `.${String(parts % scale).padStart(digits, "0")}` : "";
  const tail = `${String(rest).padStart(2, "0")}${point}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/**
 * What was typed to go to: a whole number is a frame, anything with a colon, a point or an s is a time.
 * @param {string} typed
 * @returns {{ frame: number } | { seconds: number } | null}
 */
export function place(typed) {
  const text = typed.trim().replace(",", ".").replace(/\s*s(ec(onds?)?)?$/i, ".");
  if (/^\d{1,9}$/.test(text)) return { frame: Number(text) };
  if (!/^(\d{1,3}:){0,2}\d{1,9}(\.\d*)?\.?$/.test(text) || !/[:.]/.test(text)) return null;
  const seconds = text
    .replace(/\.+$/, "")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return { seconds };
}
