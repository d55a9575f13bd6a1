import { arrange } from "../lib/arrange.js";
import { onDoorbell } from "../lib/doorbells.js";
import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import "./notice-box.js";
import "./status-badge.js";

const recentCount = 3;

/** `<pomoc-home>`: the first view, with a card for each section and the latest entries of the history. */
export class HelpHome extends PomocElement {
  static tag = "pomoc-home";
  static size = "narrow";
  static template = template(`
    <div class="scroll home">
      <p class="home-question" data-say="home.question"></p>
      <nav data-say-label="home.sections">
        <ul class="cards">
          <li><button type="button" class="card" data-go="new">
            <span class="card-icon" data-icon="write"></span>
            <span class="card-text"><strong data-say="new.title"></strong><span data-say="new.about"></span></span>
            <span class="card-arrow" data-icon="forward"></span>
          </button></li>
          <li><button type="button" class="card" data-go="history">
            <span class="card-icon" data-icon="history"></span>
            <span class="card-text"><strong data-say="history.title"></strong><span data-say="history.about"></span></span>
            <span class="card-arrow" data-icon="forward"></span>
            <span class="count" data-ref="unread" hidden>
              <span aria-hidden="true" data-ref="unreadCount"></span><span class="visually-hidden" data-ref="unreadWords"></span>
            </span>
          </button></li>
        </ul>
      </nav>
      <section class="recent" aria-labelledby="pomoc-recent" data-ref="recent">
        <h3 id="pomoc-recent" data-say="home.recent"></h3>
        <ul data-ref="entries" aria-busy="true">${
          `<li><div class="recent-entry is-skeleton"><span></span></div></li>`.repeat(recentCount)}</ul>
      </section>
      <pomoc-notice></pomoc-notice>
      <p class="home-foot" data-ref="settings" hidden>
        <button type="button" class="link" data-go="settings"><span data-icon="settings"></span><span data-say="settings.title"></span></button>
      </p>
    </div>`);

  static entry = template(`
    <li><button type="button" class="recent-entry">
      <span class="recent-main">
        <span class="unread-dot" data-ref="unread" hidden><span class="visually-hidden" data-ref="unreadWords"></span></span>
        <span class="entry-kind" data-ref="kind" data-say-title="history.is_notification" hidden>
          <span data-icon="bell"></span><span class="visually-hidden" data-say="history.is_notification"></span>
        </span>
        <span class="recent-topic" data-ref="topic"></span>
      </span>
      <time class="recent-more" data-ref="time"></time>
      <pomoc-status data-ref="status"></pomoc-status>
      <span class="recent-more" data-ref="number"></span>
    </button></li>`);

  #rows = new Map(); #readings = 0; #abort = null;

  connectedCallback() {
    if (!this.firstChild) this.#build();
    this.#abort = new AbortController();
    onDoorbell(this, () => true, () => this.#reread(), this.#abort.signal);
  }

  disconnectedCallback() {
    this.#abort.abort();
  }

  #build() {
    this.render();
    this.addEventListener("click", (event) => {
      const card = event.target.closest("[data-go]");
      if (card) this.emit("pomoc-go", { to: card.dataset.go });
    });
  }

  get heading() {
    return this.context.words.say("home.title");
  }

  /** Called each time the view appears: the latest news, silently. */
  async shown() {
    try {
      await this.#read();
      this.emit("pomoc-heading");
    } catch (problem) {
      if (this.isConnected) this.#fail(problem);
    }
  }

  focusStart() {
    this.querySelector(".card").focus({ preventScroll: true });
  }

  /** The latest reading counts, whichever is answered last. */
  async #read() {
    const reading = ++this.#readings;
    const { items } = await this.context.api.get("/v1/history", { query: { limit: limits.largestPage } });
    if (reading !== this.#readings || !this.isConnected) return;
    this.#fill(items);
    this.querySelector("pomoc-notice").hide();
  }

  /** A doorbell: what fails in silence here is told by the menu's head, and read with the next one. */
  async #reread() {
    try {
      await this.#read();
    } catch { /* See above. */ }
  }

  #fill(entries) {
    const { session } = this.context;
    const recent = withoutEchoes(entries).filter((entry) => entry.status !== "deleted").slice(0, recentCount);
    const before = this.#rows;
    this.#rows = new Map();
    this.#showUnread(withoutEchoes(entries.filter((entry) => entry.unread)));
    this.ref("entries").ariaBusy = "false";
    arrange(this.ref("entries"), recent.map((entry) => this.#row(entry, before.get(entry.number))));
    this.ref("recent").hidden = recent.length === 0;
    this.ref("settings").hidden = session.user?.role !== "manager";
  }

  #showUnread(entries) {
    const { words } = this.context;
    const notifications = entries.filter((entry) => entry.kind === "notification").length;
    const answers = entries.length - notifications;
    this.ref("unread").hidden = entries.length === 0;
    this.ref("unreadCount").textContent = words.number(entries.length);
    this.ref("unreadWords").textContent = new Intl.ListFormat(words.locale).format([
      ...(answers ? [words.say("home.unread", { count: answers })] : []),
      ...(notifications ? [words.say("home.unread_notifications", { count: notifications })] : []),
    ]);
  }

  #row(entry, existing) {
    const { words } = this.context;
    const { kind, number, topic, status, unread, updated_at } = entry;
    const row = existing ?? this.#newRow(entry);
    const find = (name) => row.querySelector(`[data-ref="${name}"]`);
    find("topic").textContent = topic;
    words.fillTime(find("time"), updated_at);
    find("status").setAttribute("value", status);
    find("unread").hidden = !unread;
    find("unreadWords").textContent = `${words.say(kind === "ticket" ? "history.unread" : "status.unread")}: `;
    this.#rows.set(number, row);
    return row;
  }

  #newRow({ kind, number }) {
    const { words } = this.context;
    const row = this.stamp(HelpHome.entry).firstElementChild;
    const find = (name) => row.querySelector(`[data-ref="${name}"]`);
    find("kind").hidden = kind === "ticket";
    find("number").textContent = words.say(`${kind}.number`, { number });
    row.querySelector("button").addEventListener("click", () => this.emit("pomoc-go", { to: kind, number }));
    return row;
  }

  /** The sections work without the list, so trouble is told below them, where nothing moves. */
  #fail(problem) {
    const { words } = this.context;
    const { title, text } = explain(problem, words);
    if (this.ref("entries").ariaBusy === "true") this.ref("recent").hidden = true;
    this.querySelector("pomoc-notice").show({
      tone: "warning", title, text, actions: [{ label: words.say("again"), run: () => this.shown() }],
    });
  }
}

/** Without the notifications that only say again what a ticket among the entries says. */
function withoutEchoes(entries) {
  const tickets = new Set(entries.filter((entry) => entry.kind === "ticket").map((entry) => entry.number));
  return entries.filter((entry) => !tickets.has(entry.ticket_number));
}

HelpHome.define();
