/** @typedef {new (element: any) => object} Behaviour */

/** @type {WeakMap<Element, Set<string>>} */
const attached = new WeakMap();

/**
 * Gives every element in `room` (itself included) the behaviours that it names, each only once.
 *
 * @param {ParentNode} room
 * @param {Record<string, Behaviour>} behaviours
 */
export function attach(room, behaviours) {
  const named = [...room.querySelectorAll("[data-behaviour]")];
  if ("matches" in room) named.unshift(/** @type {Element} */ (room));
  for (const element of named) {
    const names = (element.getAttribute("data-behaviour") ?? "").split(/\s+/).filter(Boolean);
    for (const name of names) {
      const before = attached.get(element) ?? new Set();
      if (before.has(name) || !(name in behaviours)) continue;
      attached.set(element, before.add(name));
      new behaviours[name](element);
    }
  }
}
