import { Api } from "./api.js";
import { Connection } from "./connection.js";
import { Due } from "./due.js";
import { Live } from "./live.js";
import { Quiet } from "./quiet.js";
import { Words } from "./words.js";

/** How soon a pop-up that did not load is tried again, in milliseconds. */
const nextTry = 20_000;

/**
 * What one menu shares with its panel and its pop-up, made for one person and one language; nothing of it serves anybody else.
 * Until `start` is called it does nothing by itself.
 */
export class MenuContext {
  #menu; #popUp = null; #isStarted = false;

  /** Nothing that is on its way may come up any more. */
  isEnded = false;

  /** @param {import("../widget/help-menu.js").HelpMenu} menu */
  static async make(menu) {
    return new MenuContext(menu, await Words.load(menu.getAttribute("locale")));
  }

  constructor(menu, words) {
    const { origin } = new URL(import.meta.url);
    this.#menu = menu;
    this.words = words;
    this.connection = new Connection();
    this.api = new Api({ origin, locale: words.locale, connection: this.connection, askHost: () => menu.askForToken() });
    this.session = this.api.session;
    this.live = new Live(this.api, origin);
    this.due = new Due(this.api, this.live);
    this.quiet = new Quiet();
    this.due.addEventListener("change", () => this.#showDue());
  }

  /** The host has named its user: what is due is counted, and pops up, from now on. Again, with a fresh token: what failed is tried now. */
  start() {
    if (this.#isStarted) this.due.refresh();
    this.#isStarted = true;
    this.live.start();
  }

  /** Another person or another language: all of it stops. */
  end() {
    this.isEnded = true;
    for (const part of [this.live, this.due, this.quiet, this.connection]) part.end();
    this.#popUp?.then((popUp) => popUp?.end());
  }

  /** For a part with a voice of its own. */
  with(own) {
    const { api, session, words, connection, live, due, quiet } = this;
    return { api, session, words, connection, live, due, quiet, ...own };
  }

  async #showDue() {
    const { items } = this.due;
    this.#menu.showDue(items.length);
    if (!items.length || this.#popUp) return;
    this.#popUp = import("../elements/notification-popup.js")
      .then(({ NotificationPopup }) => NotificationPopup.prepare(this, this.#menu))
      .catch((error) => {
        console.warn("help-menu:", error);
        setTimeout(() => {
          this.#popUp = null;
          if (!this.isEnded) this.#showDue();
        }, nextTry);
      });
  }
}
