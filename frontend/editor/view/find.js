/** Finding the parts of the page that the template promises. */

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} within @param {string} selector @returns {T}
 */
export function find(within, selector) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`The page lacks ${selector}.`);
  return /** @type {T} */ (/** @type {unknown} */ (found));
}

/** @param {Element} element @param {string} text sets it only when it differs */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
