// @ts-expect-error -- jsdom ships no types
import { JSDOM } from "jsdom";

/**
 * A page with this body, and the element of it that has the id "it".
 *
 * @param {string} body
 * @returns {{ it: any, document: Document, window: any }}
 */
export function page(body) {
  const { window } = new JSDOM(`<!doctype html><body>${body}</body>`);
  return { it: window.document.getElementById("it"), document: window.document, window };
}
