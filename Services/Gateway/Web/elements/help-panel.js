import { Draft } from "../lib/drafts.js";
import { PomocElement } from "../lib/element.js";
import { adoptStyles } from "../lib/styles.js";
import { template } from "../lib/template.js";
import "./confirm-dialog.js";
import "./file-lightbox.js";
import { HelpHome } from "./help-home.js";
import { NewTicket } from "./new-ticket.js";
import { NotificationSettings } from "./notification-settings.js";
import { NotificationView } from "./notification-view.js";
import { TicketHistory } from "./ticket-history.js";
import { TicketView } from "./ticket-view.js";

const views = {
  home: HelpHome, new: NewTicket, history: TicketHistory, ticket: TicketView, notification: NotificationView,
  settings: NotificationSettings,
};

/**
 * `<pomoc-panel>`: the menu's dialog. Holds the views in a stack, so that *back* goes where one came from, and keeps them while
 * the page lives, so that a menu opened again stands where it was left.
 *
 * A view is an element with `static size` (`narrow` or `wide`), `heading`, `focusStart()`, and, where it makes sense,
 * `shown()` and `refresh()`. It moves on by the event `pomoc-go` with `{to, number?, from?}`.
 */
export class HelpPanel extends PomocElement {
  static tag = "pomoc-panel";
  static template = template(`
    <dialog class="panel" part="panel" aria-labelledby="pomoc-title" data-ref="dialog">
      <div class="panel-head">
        <button type="button" class="icon-button" data-ref="back" data-say-label="panel.back" data-say-title="panel.back" hidden>
          <span data-icon="back"></span>
        </button>
        <div class="panel-names">
          <h2 id="pomoc-title" tabindex="-1" data-ref="title"></h2>
          <p class="panel-state"><span data-icon="offline"></span><span data-ref="state"></span></p>
        </div>
        <button type="button" class="icon-button" data-ref="refresh" data-say-label="panel.refresh" data-say-title="panel.refresh" hidden>
          <span data-icon="refresh"></span>
        </button>
        <button type="button" class="icon-button" data-ref="close" data-say-label="panel.close" data-say-title="panel.close">
          <span data-icon="close"></span>
        </button>
      </div>
      <div class="panel-views" data-ref="views"></div>
      <p class="visually-hidden" role="status" data-ref="live"></p>
      <pomoc-confirm></pomoc-confirm>
      <pomoc-lightbox></pomoc-lightbox>
    </dialog>`);

  #host; #stack = []; #kept = {}; #context; #wasOnline = true; #life = new AbortController();

  /**
   * Loads the styles and makes a closed panel, to be put into the menu's shadow root.
   * @param {import("../widget/help-menu.js").HelpMenu} host
   * @param {import("../lib/context.js").MenuContext} context
   */
  static async prepare(host, context) {
    await adoptStyles(host.shadowRoot, "base", "panel", "form", "history", "ticket", "popup");
    const panel = new HelpPanel();
    panel.#host = host;
    panel.#context = context.with({
      announce: (text) => panel.announce(text),
      confirm: (question) => panel.querySelector("pomoc-confirm").ask(question),
      preview: (file) => panel.querySelector("pomoc-lightbox").show(file),
    });
    Draft.sweep();
    return panel;
  }

  get context() {
    return this.#context;
  }

  get isOpen() {
    return this.ref("dialog").open;
  }

  // Lifecycle

  connectedCallback() {
    this.render();
    const dialog = this.ref("dialog");
    dialog.lang = this.context.words.locale;
    this.ref("back").addEventListener("click", () => this.#back());
    this.ref("close").addEventListener("click", () => this.close());
    this.ref("refresh").addEventListener("click", () => this.#refresh());
    dialog.addEventListener("mousedown", (event) => { if (event.target === dialog) this.close(); });
    dialog.addEventListener("close", (event) => { if (event.target === dialog) this.#host.closed(); });
    this.addEventListener("pomoc-go", ({ detail }) => this.#go(detail));
    this.addEventListener("pomoc-heading", () => this.#showHead());
    this.context.connection.addEventListener("change", () => this.#showConnection(), { signal: this.#life.signal });
    this.#show(this.#push("home"));
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  // Actions

  /** @param {{to: string, number?: number}} [place] a view to go to; what is on the screen, or was left there, stays below it */
  open(place) {
    if (this.isOpen) return place && this.#go(place);
    if (place) this.#lay(place);
    this.ref("dialog").showModal();
    this.#showConnection();
    this.#current.view.shown?.();
    this.#current.view.focusStart();
  }

  close() {
    this.ref("dialog").close();
  }

  /** Whether this entry is in front of the person now. */
  isShowing(kind, number) {
    const { name, view } = this.#current;
    return this.isOpen && name === kind && Number(view.number) === number;
  }

  /** What shall stay within reach while the panel is open has to be inside it. */
  get layer() {
    return this.ref("dialog");
  }

  announce(text) {
    const live = this.ref("live");
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = text; });
  }

  /** `from` says which view lies under the new one, when it is not the one on the screen. */
  #go({ to, number, from }) {
    if (from) {
      while (this.#stack.length > 1) this.#pop();
      if (from !== "home") this.#push(from);
    } else {
      this.#current.opener = this.getRootNode().activeElement;
    }
    this.#show(this.#push(to, number));
    if (!this.isOpen) return;
    this.#current.view.shown?.();
    this.#current.view.focusStart();
  }

  #back() {
    this.#pop();
    this.#show(this.#current);
    const { view, opener } = this.#current;
    view.shown?.();
    if (opener?.isConnected && opener.checkVisibility()) opener.focus();
    else view.focusStart();
  }

  async #refresh() {
    const button = this.ref("refresh");
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    await this.#current.view.refresh();
    button.ariaBusy = "false";
  }

  // Private

  get #current() {
    return this.#stack.at(-1);
  }

  #push(name, number) {
    const View = views[name];
    const view = this.#kept[name] ?? new View();
    if (number) view.number = number;
    else this.#kept[name] = view;
    view.classList.add("view");
    this.#stack.push({ name, view, opener: null });
    if (!view.isConnected) this.ref("views").append(view);
    return this.#current;
  }

  /** Into the closed panel: an entry that was read there before makes room. */
  #lay({ to, number }) {
    while (this.#stack.length > 1 && this.#current.view.number) this.#pop();
    this.#show(this.#push(to, number));
  }

  #pop() {
    const { view } = this.#stack.pop();
    if (!Object.values(this.#kept).includes(view)) view.remove();
  }

  #show({ view }) {
    for (const other of this.ref("views").children) other.hidden = other !== view;
    this.ref("dialog").dataset.size = view.constructor.size;
    this.#showHead();
    this.emit("pomoc-moved");
  }

  #showHead() {
    const { view } = this.#current;
    this.ref("title").textContent = view.heading;
    this.ref("back").hidden = this.#stack.length === 1;
    this.ref("refresh").hidden = !view.refresh;
    this.#showConnection();
  }

  #showConnection() {
    const { connection, session, words } = this.context;
    const { online } = connection;
    this.ref("dialog").classList.toggle("is-offline", !online);
    this.ref("state").textContent = online ? session.user?.account?.name ?? words.say("panel.whose") : words.say("panel.offline");
    if (online !== this.#wasOnline && this.isOpen) this.announce(words.say(online ? "panel.online" : "panel.offline"));
    this.#wasOnline = online;
  }
}

HelpPanel.define();
