/**
 * Keeps each answer of a form as soon as it is given: `data-autosave` on the form is where to.
 *
 * One request at a time, in the order of the answers; what could not be sent is sent again when the network is
 * back, and one is asked before leaving with anything unsent. The server answers with the HTML that belongs
 * below the form, if an answer needs a response; it stays once it is there.
 */
export class Autosave {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.url = /** @type {string} */ (form.dataset.autosave);
    /** @type {Map<string, string>} answers that are not kept yet, by the name of their field */
    this.unsent = new Map();
    this.sending = false;
    this.window = /** @type {Window & typeof globalThis} */ (form.ownerDocument.defaultView);
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("submit", () => this.unsent.clear()); // the form itself takes them along
    this.window.addEventListener("online", () => this.send());
    this.window.addEventListener("beforeunload", (event) => {
      if (this.unsent.size && form.isConnected) event.preventDefault();
    });
  }

  /** @param {EventTarget | null} field */
  changed(field) {
    const input = /** @type {HTMLInputElement} */ (field);
    if (!input.name) return;
    this.unsent.set(input.name, input.value);
    this.send();
  }

  /** Sends what is not kept yet, all at once; what is answered meanwhile goes afterwards. */
  async send() {
    if (this.sending || !this.unsent.size) return;
    this.sending = true;
    const taken = new Map(this.unsent);
    const done = await this.post(taken);
    this.sending = false;
    if (!done) return;
    for (const [name, value] of taken) {
      if (this.unsent.get(name) === value) this.unsent.delete(name);
    }
    if (this.unsent.size) this.send();
    else this.say("kept");
  }

  /**
   * @param {Map<string, string>} answers
   * @returns {Promise<boolean>} whether the server has them
   */
  async post(answers) {
    const body = new this.window.FormData();
    for (const [name, value] of answers) body.append(name, value);
    const token = this.form.querySelector("input[name=csrfmiddlewaretoken]");
    body.append("csrfmiddlewaretoken", /** @type {HTMLInputElement} */ (token).value);
    try {
      const response = await this.window.fetch(this.url, { method: "POST", body });
      if (response.status === 409) this.finished();
      else if (!response.ok) this.again();
      else this.show(await response.text());
      return response.ok;
    } catch {
      this.again();
      return false;
    }
  }

  /** It was finished elsewhere: nothing of it is kept any more, and the page says so. */
  finished() {
    this.unsent.clear();
    this.say("finished");
  }

  again() {
    this.say("unsent");
    if (this.window.navigator.onLine) this.window.setTimeout(() => this.send(), 5000);
  }

  /** @param {string} html */
  show(html) {
    const place = this.form.querySelector("[data-autosave-alert]");
    if (place && html.trim() && !place.textContent?.trim()) {
      place.innerHTML = html;
      place.scrollIntoView?.({ block: "nearest" });
    }
  }

  /** @param {"kept" | "unsent" | "finished"} what  the words stand on the form, in its language */
  say(what) {
    const place = this.form.querySelector("[data-autosave-words]");
    if (place) place.textContent = this.form.dataset[what] ?? "";
  }
}
