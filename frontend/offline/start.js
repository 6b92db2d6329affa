/**
 * The pages at /offline/: one screen at a time, chosen by what the device holds. Read `route` first.
 */
import { find, write } from "../editor/view/find.js";
import { Words } from "../editor/view/words.js";
import { newId } from "../editor/io/ids.js";
import { Device, Unsent } from "./io/device.js";
import { Diary } from "./io/diary.js";
import { Sender } from "./io/sender.js";
import { Server } from "./io/server.js";
import { askToStay, bringShell, lacks } from "./io/support.js";
import { formsOf, GOALS, openOf, unseen } from "./model/forms.js";
import { asOwn, lettersOf, momentOf, seenLetter } from "./model/letters.js";
import { waiting } from "./view/counting.js";
import { download, TakingOut } from "./view/file.js";
import { Filling, toldPiece } from "./view/filling.js";
import { Home } from "./view/home.js";
import { Screens } from "./view/pieces.js";
import { PinScreen } from "./view/pinScreen.js";
import { Preparing } from "./view/preparing.js";
import { Seeing } from "./view/seeing.js";

/**
 * @typedef {import("./model/forms.js").Form} Form
 * @typedef {import("./model/forms.js").Pack} Pack
 */

/** @param {HTMLElement} page */
export async function start(page) {
  const words = new Words(page);
  const screens = new Screens(page);
  const missing = await lacks(window);
  if (missing) {
    write(find(page, "[data-reason]"), words.say(`lack-${missing}`));
    screens.show("unable");
    return;
  }
  const app = new App(page, words, screens, await Device.open(indexedDB));
  await app.route();
  await app.send();
}

/** Where the server answers, as the page says. @param {HTMLElement} page */
export function serverOf({ dataset }) {
  const addresses = { pack: dataset.pack ?? "", sender: dataset.sender ?? "", letters: dataset.letters ?? "" };
  return new Server(addresses, (address, init) => fetch(address, init));
}

class App {
  /** Whether the PIN was typed on this page. */
  #unlocked = false;
  /** Whether the PIN is asked for while a form is open. */
  #takingBack = false;
  /** What came of the last sending. */
  #outcome = "nothing";
  #channel = new BroadcastChannel("attune-offline");

  /** @param {HTMLElement} page @param {Words} words @param {Screens} screens @param {Device} device */
  constructor(page, words, screens, device) {
    this.page = page;
    this.words = words;
    this.screens = screens;
    this.device = device;
    const server = serverOf(page);
    const trouble = (/** @type {unknown} */ error) => this.#trouble(error);
    this.diary = new Diary(device, {
      locks: navigator.locks, newId: () => newId(), now: () => momentOf(new Date()), changed: () => this.#changed(),
    });
    this.sender = new Sender(device, server, navigator.locks, () => this.#changed());
    this.home = new Home(page, words, { open: (what) => this.#handOver(what).catch(trouble), own: (letter) => this.#own(letter).catch(trouble) });
    this.filling = new Filling(page, words, {
      keep: (form, item, said) => this.diary.answer(form.id, item, said),
      finish: (form) => this.#finish(form), away: () => this.#askForPin(true), trouble,
    });
    this.pin = new PinScreen(page, words, device, {
      passed: () => this.#passed(), back: () => this.#askForPin(false), now: () => Date.now(), trouble,
    });
    this.seeing = new Seeing(page, words, { see: (one, did) => this.#see(one, did), trouble });
    this.preparing = new Preparing(page, words, { device, server, bring: () => this.#bring(), done: () => this.#prepared() });
    new TakingOut(page, words, {
      contents: () => this.#contents(), day: () => momentOf(new Date()).day,
      save: (text, name) => download(document, text, name), trouble,
    });
    this.#listen(trouble);
  }

  /** @param {(error: unknown) => void} trouble */
  #listen(trouble) {
    const press = (/** @type {string} */ name, /** @type {() => unknown} */ run) =>
      find(this.page, `[data-${name}]`).addEventListener("click", () => Promise.resolve(run()).catch(trouble));
    press("send", () => this.send());
    press("thanks-on", () => this.#askForPin(true));
    press("lock", () => this.#lock());
    press("remove", () => this.#remove());
    window.addEventListener("online", () => this.send().catch(trouble));
    window.addEventListener("hashchange", () => this.route().catch(trouble));
    this.#channel.addEventListener("message", () => this.route().catch(trouble));
  }

  /** Which screen it is: that of a case to prepare, of a client, of the PIN, or the practitioner's. */
  async route() {
    const prepared = await this.device.prepared();
    const handed = prepared && (await this.device.handed());
    await this.#count();
    const asked = /^#prepare=([0-9a-f-]{36})$/.exec(location.hash);
    if (asked && !handed) {
      if (this.screens.name === "prepare") return;
      this.screens.show("prepare");
      await this.preparing.show(asked[1]);
    } else if (!prepared) this.screens.show("empty");
    else if (this.#takingBack || (!handed && !this.#unlocked)) this.#showPin(prepared.pack, handed !== null);
    else if (handed) await this.#client(prepared.pack, handed.form);
    else await this.#practitioner(prepared.pack);
  }

  /** @param {Pack} pack @param {boolean} handed */
  #showPin(pack, handed) {
    this.pin.show(pack.practitioner.name, handed);
    this.screens.show("pin");
  }

  /** @param {Pack} pack @param {string} id of the form that the client has */
  async #client(pack, id) {
    this.#unlocked = false;
    const form = (await this.diary.forms()).find((one) => one.id === id);
    if (form && form.finishedAt === null) {
      this.filling.show(pack, form);
      this.screens.show("fill");
      return;
    }
    const { name } = pack.practitioner;
    write(find(this.page, "[data-thanks-lede]"), this.words.say("thanks", { name }));
    write(find(this.page, "[data-thanks-on]"), this.words.say("iAm", { name }));
    const told = form && unseen([form], pack).length > 0;
    find(this.page, "[data-thanks-told]").replaceChildren(...(told ? [toldPiece(this.page, pack)] : []));
    this.screens.show("thanks");
  }

  /** @param {Pack} pack */
  async #practitioner(pack) {
    const forms = await this.diary.forms();
    const [first] = unseen(forms, pack);
    if (first) {
      this.seeing.show(pack, first);
      this.screens.show("seen");
      return;
    }
    const [letters, receipts] = await Promise.all([this.device.letters(), this.device.receipts()]);
    const stays = (await navigator.storage?.persisted?.()) ?? false;
    this.home.draw({ pack, forms, letters, receipts, stays });
    this.screens.show("home");
  }

  /** Send what waits, and say what came of it. */
  async send() {
    if (!(await this.device.prepared())) return;
    if ((await this.device.letters()).length) this.#say("trying");
    const outcome = await this.sender.run();
    if (outcome !== "nothing") this.#say(outcome); // what came of the last letters stays to be read
    await this.route();
  }

  /** @param {string} outcome of sending */
  #say(outcome) {
    this.#outcome = outcome;
    write(find(this.page, "[data-outcome]"), this.words.say(`out-${outcome}`));
    find(this.page, "[data-sign-in]").hidden = outcome !== "signed-out";
  }

  /** How much waits, on every screen but the client's. */
  async #count() {
    const prepared = await this.device.prepared();
    const letters = prepared ? await this.device.letters() : [];
    const client = prepared !== null && (await this.device.handed()) !== null;
    // Letters go only for their receipts: with none left, whichever tab sent them, all have arrived.
    if (prepared && letters.length === 0 && this.#outcome !== "nothing") this.#say("sent");
    if (letters.length > 0 && this.#outcome === "sent") this.#say("nothing");
    write(find(this.page, "[data-count]"), waiting(this.words, letters));
    find(this.page, "[data-send]").hidden = letters.length === 0;
    find(this.page, "[data-waiting]").hidden = !prepared || client;
    find(this.page, "[data-waiting]").classList.toggle("attune-offline__waiting--none", letters.length === 0);
    find(this.page, "[data-band]").hidden = client;
  }

  /** @param {string} what */
  async #handOver(what) {
    const form = await this.diary.open(what);
    await this.device.setHanded({ what, form: form.id });
    this.#changed();
    await this.route();
  }

  /** @param {Form} form */
  async #finish(form) {
    const pack = await this.#pack();
    await this.diary.finish(form.id, (whole, moment) => lettersOf(pack, whole, moment, newId));
    await this.route();
  }

  /** @param {boolean} asked */
  async #askForPin(asked) {
    this.#takingBack = asked;
    await this.route();
  }

  async #passed() {
    this.#takingBack = false;
    this.#unlocked = true;
    await this.device.setHanded(null);
    this.#changed();
    await this.route();
    this.send().catch((error) => this.#trouble(error));
  }

  async #lock() {
    this.#unlocked = false;
    await this.route();
  }

  /** @param {ReturnType<typeof unseen>[number]} one @param {string} did */
  async #see(one, did) {
    const pack = await this.#pack();
    await this.diary.see(one.form, one.item, did, (moment) => seenLetter(pack, one, did, moment, newId()));
    await this.route();
  }

  /** @param {import("./io/device.js").Waiting} letter */
  async #own(letter) {
    await this.sender.meanwhile(async () => {
      const letters = await this.device.letters();
      const found = letters.find(({ id }) => id === letter.id);
      if (found) await this.device.replace(asOwn(found, letters, () => newId()));
    });
    this.#changed();
    await this.send();
  }

  async #bring() {
    await bringShell(navigator.serviceWorker, this.page.dataset.worker ?? "");
    await askToStay(navigator.storage);
  }

  async #prepared() {
    history.replaceState(null, "", location.pathname);
    this.#unlocked = true;
    this.#changed();
    await this.route();
  }

  async #remove() {
    const open = (await this.diary.forms()).some(({ finishedAt, answers }) => finishedAt === null && Object.keys(answers).length);
    try {
      if (open) throw new Unsent("A form is not finished.");
      await this.device.forget();
    } catch (error) {
      if (!(error instanceof Unsent)) throw error;
      write(find(this.page, "[data-remove-words]"), this.words.say("remove-unsent"));
      return;
    }
    this.#unlocked = false;
    this.#outcome = "nothing";
    this.#changed();
    await this.route();
  }

  /** For a file: what waits, and what is begun, as it would be sent now. */
  async #contents() {
    const pack = await this.#pack();
    const forms = formsOf(await this.device.notes());
    const begun = [GOALS, ...pack.forms.map(({ key }) => key)].flatMap((what) => openOf(forms, what) ?? []);
    const unfinished = begun.filter(({ answers }) => Object.keys(answers).length).flatMap((form) => lettersOf(pack, form, momentOf(new Date()), newId));
    return { letters: (await this.device.letters()).map(({ id, kind, text, title }) => ({ id, kind, text, title })), unfinished };
  }

  async #pack() {
    const prepared = await this.device.prepared();
    if (!prepared) throw new Error("Nothing is prepared.");
    return prepared.pack;
  }

  #changed() {
    this.#channel.postMessage("changed");
    this.#count().catch((error) => this.#trouble(error));
  }

  /** Something could not be kept: it is said where nobody can miss it. @param {unknown} error */
  #trouble(error) {
    const place = find(this.page, "[data-trouble]");
    write(place, this.words.say("full"));
    place.hidden = false;
    console.error(error);
  }
}
