import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import "./history-filters.js";
import "./history-table.js";
import "./notice-box.js";

/** `<pomoc-history>`: *Historia powiadomień*. Filters, the table, paging, and what to do when there is nothing to show. */
export class TicketHistory extends PomocElement {
  static tag = "pomoc-history";
  static size = "wide";
  static template = template(`
    <div class="scroll history">
      <pomoc-history-filters></pomoc-history-filters>
      <pomoc-notice></pomoc-notice>
      <pomoc-history-table></pomoc-history-table>
      <section class="empty" data-ref="empty" hidden>
        <span class="empty-mark" data-icon="inbox"></span>
        <h3 data-say="history.empty_title"></h3><p data-say="history.empty_text"></p>
        <button type="button" class="button button-main" data-ref="write">
          <span data-icon="write"></span><span data-say="new.title"></span>
        </button>
      </section>
      <section class="empty" data-ref="nothing" hidden>
        <span class="empty-mark" data-icon="search"></span>
        <h3 data-say="history.nothing_title"></h3><p data-say="history.nothing_text"></p>
        <button type="button" class="button" data-ref="clear" data-say="history.clear"></button>
      </section>
      <div class="history-foot" data-ref="foot" hidden>
        <p data-ref="shown"></p>
        <button type="button" class="button" data-ref="more" data-say="history.more"></button>
      </div>
    </div>`);

  #entries = []; #cursor = null; #filters = {}; #loading = null; #loaded = false;

  // Lifecycle

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.addEventListener("pomoc-search", ({ detail }) => this.#search(detail));
    this.ref("clear").addEventListener("click", () => this.querySelector("pomoc-history-filters").clear());
    this.ref("write").addEventListener("click", () => this.emit("pomoc-go", { to: "new" }));
    this.ref("more").addEventListener("click", () => this.#more());
  }

  get heading() {
    return this.context.words.say("history.title");
  }

  get #table() {
    return this.querySelector("pomoc-history-table");
  }

  // Actions

  /** Called each time the view appears: what is on the screen stays until the news are here. */
  shown() {
    this.#loadTopics();
    return this.refresh();
  }

  focusStart() {
    this.closest("dialog").querySelector("h2").focus({ preventScroll: true });
  }

  /** Reads again as much as is shown. */
  async refresh() {
    const limit = Math.min(Math.max(this.#entries.length, limits.historyPage), limits.largestPage);
    await this.#load({ limit }, (page) => this.#take(page.items, page.next_cursor));
  }

  async #search(filters) {
    this.#filters = filters;
    const found = await this.#load({ limit: limits.historyPage }, (page) => this.#take(page.items, page.next_cursor));
    if (found) this.context.announce(this.context.words.say("history.shown", { count: this.#entries.length }));
  }

  async #more() {
    const { words, announce } = this.context;
    const more = this.ref("more");
    if (more.ariaDisabled === "true") return;
    more.ariaDisabled = "true";
    more.textContent = words.say("loading");
    const before = this.#entries.length;
    const done = await this.#load({ limit: limits.historyPage, cursor: this.#cursor }, (page) => {
      const known = new Set(this.#entries.map((entry) => entry.number));
      this.#take([...this.#entries, ...page.items.filter((entry) => !known.has(entry.number))], page.next_cursor);
    });
    more.ariaDisabled = "false";
    more.textContent = words.say("history.more");
    if (!done) return;
    announce(words.say("history.shown", { count: this.#entries.length }));
    if (!this.#cursor && this.#entries[before]) this.#table.focusRow(this.#entries[before].number);
  }

  // Private

  /** Only the latest request counts; an older one is dropped. */
  async #load(query, use) {
    this.#loading?.abort();
    const { signal } = this.#loading = new AbortController();
    if (!this.#loaded) this.#wait();
    this.#table.ariaBusy = "true";
    try {
      const page = await this.context.api.get("/v1/history", { query: { ...query, ...this.#filters }, signal });
      if (signal.aborted) return false;
      this.#loaded = true;
      this.querySelector("pomoc-notice").hide();
      use(page);
      this.emit("pomoc-heading");
      return true;
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem);
      return false;
    } finally {
      if (!signal.aborted) this.#table.ariaBusy = "false";
    }
  }

  #wait() {
    this.#table.hidden = false;
    this.#table.wait();
    for (const name of ["empty", "nothing", "foot"]) this.ref(name).hidden = true;
  }

  #take(entries, cursor) {
    const { words } = this.context;
    const filtered = Object.values(this.#filters).some(Boolean);
    this.#entries = entries;
    this.#cursor = cursor;
    this.#table.show(entries);
    this.#table.hidden = entries.length === 0;
    this.ref("empty").hidden = entries.length > 0 || filtered;
    this.ref("nothing").hidden = entries.length > 0 || !filtered;
    this.querySelector("pomoc-history-filters").hidden = entries.length === 0 && !filtered;
    this.ref("foot").hidden = entries.length === 0;
    this.ref("shown").textContent = words.say(cursor ? "history.shown" : "history.shown_all", { count: entries.length });
    this.ref("more").hidden = !cursor;
  }

  #fail(problem) {
    const { words } = this.context;
    const { title, text } = explain(problem, words);
    if (!this.#loaded) this.#table.hidden = true;
    this.querySelector("pomoc-notice").show({
      tone: "warning", title, text, actions: [{ label: words.say("again"), run: () => this.refresh(), main: true }],
    });
  }

  async #loadTopics() {
    try {
      const { in_use: topics } = await this.context.api.get("/v1/topics");
      this.querySelector("pomoc-history-filters").topics = topics;
    } catch { /* The other filters work without it, and the list tells of the trouble. */ }
  }
}

TicketHistory.define();
