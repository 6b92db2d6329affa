/**
 * Sends the words about a moment without leaving the page, and says that they were kept. Until the
 * server has said so, what was typed stays in its box.
 */
export class KeepWords {
  /** @param {Document} page @param {typeof fetch} [ask] */
  constructor(page, ask = (...what) => fetch(...what)) {
    this.ask = ask;
    page.addEventListener("submit", (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (event.defaultPrevented || !form.matches("form[data-words]")) return;
      const panel = /** @type {HTMLElement | null} */ (form.closest("[data-panel]"));
      if (!panel) return;
      event.preventDefault();
      void this.send(form, panel);
    });
  }

  /** @param {HTMLFormElement} form @param {HTMLElement} panel */
  async send(form, panel) {
    say(panel, panel.dataset.sending, form);
    let answer;
    try {
      answer = await this.ask(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Attune-Panel": "1" },
        redirect: "manual",
      });
    } catch {
      return unsent(form, panel, panel.dataset.offline);
    }
    // A redirection leads to signing in: following it would throw away what was typed.
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      return unsent(form, panel, panel.dataset.signedOut);
    }
    if (!answer.ok && answer.status !== 422) return unsent(form, panel, panel.dataset.failed);
    const fresh = replace(panel, await answer.text(), form);
    if (answer.ok) say(fresh, fresh.dataset.kept, form);
    const wrong = fresh.querySelector("[aria-invalid=true]");
    /** @type {HTMLElement} */ (wrong ?? fresh).focus();
  }
}

/** Put a panel from the server into its place, with its behaviours.
 * @param {HTMLElement} room @param {string} html @returns {HTMLElement} */
export function place(room, html) {
  const page = room.ownerDocument;
  const { DOMParser } = /** @type {any} */ (page.defaultView);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-panel]");
  if (!fresh) throw new Error("This is no panel.");
  const panel = /** @type {HTMLElement} */ (page.importNode(fresh, true));
  room.append(panel);
  alive(panel);
  return panel;
}

/** @param {HTMLElement} panel @param {string} html @param {HTMLFormElement} sent */
function replace(panel, html, sent) {
  const typed = unfinished(panel, sent);
  const room = panel.ownerDocument.createElement("div");
  const fresh = place(room, html);
  panel.replaceWith(fresh);
  for (const [speaker, text] of typed) {
    const input = fresh.querySelector(`form:has([name=speaker][value=${speaker}]) textarea`);
    if (!input) continue;
    const box = /** @type {HTMLTextAreaElement} */ (input);
    box.value = text;
    const details = box.closest("details");
    if (details) details.open = true;
    changed(box);
  }
  return fresh;
}

/** What is typed in the panel's other boxes. @param {HTMLElement} panel @param {HTMLFormElement} sent
 * @returns {[string, string][]} */
function unfinished(panel, sent) {
  return [...panel.querySelectorAll("form[data-words]")].flatMap((form) => {
    const box = form.querySelector("textarea");
    const speaker = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=speaker]"));
    if (form === sent || !box || !speaker || box.value === box.defaultValue) return [];
    return [/** @type {[string, string]} */ ([speaker.value, box.value])];
  });
}

/** Tell the page's own behaviours (frontend/pages) that this piece is new.
 * @param {HTMLElement} panel */
function alive(panel) {
  const { CustomEvent } = /** @type {any} */ (panel.ownerDocument.defaultView);
  const event = new CustomEvent("htmx:load", { bubbles: true, detail: { elt: panel } });
  panel.ownerDocument.body.dispatchEvent(event);
}

/** The words are still here, the form may be sent again, and leaving asks first.
 * @param {HTMLFormElement} form @param {HTMLElement} panel @param {string | undefined} why */
function unsent(form, panel, why) {
  const { Event } = /** @type {any} */ (form.ownerDocument.defaultView);
  form.dispatchEvent(new Event("htmx:afterRequest", { bubbles: true }));
  const box = form.querySelector("textarea");
  if (box) changed(box);
  say(panel, why, form);
}

/** @param {HTMLTextAreaElement} box */
function changed(box) {
  const { Event } = /** @type {any} */ (box.ownerDocument.defaultView);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Said right below the form that is answered, where the eyes are.
 * @param {HTMLElement} panel @param {string | undefined} words @param {HTMLFormElement} form */
function say(panel, words, form) {
  const answer = panel.querySelector("[data-answer]");
  if (!answer) return;
  const speaker = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=speaker]"));
  const same = speaker && panel.querySelector(`form:has([name=speaker][value=${speaker.value}])`);
  if (same) (same.closest("details") ?? same).after(answer);
  answer.textContent = words ?? "";
}
