import { onDoorbell } from "../lib/doorbells.js";
import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import "./history-filters.js";
import "./history-table.js";
import "./notice-box.js";

/**
 * `<pomoc-history>`: *Historia powiadomień*, tickets and notifications in one list. Filters, the table, paging, and what to do when there is
 * nothing to show. What changes meanwhile comes in by itself, without moving what one reads.
 */
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

  #entries = []; #cursor = null; #filters = {}; #loading = null; #asking = null; #loaded = false; #abort = null;

  // Lifecycle

  connectedCallback() {
    if (!this.firstChild) this.#build();
    this.#abort = new AbortController();
    onDoorbell(this, () => true, () => this.#reread(), this.#abort.signal);
  }

  disconnectedCallback() {
    this.#abort.abort();
    this.#loading?.abort();
  }

  #build() {
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
  refresh() {
    return this.#ask(this.#readCount, null, (page) => this.#take(page.items, page.cursor));
  }

  async #search(filters) {
    this.#filters = filters;
    const found = await this.#ask(limits.historyPage, null, (page) => this.#take(page.items, page.cursor));
    if (found) this.context.announce(this.context.words.say("history.shown", { count: this.#entries.length }));
  }

  async #more() {
    const { words, announce } = this.context;
    const more = this.ref("more");
    if (more.ariaDisabled === "true") return;
    more.ariaDisabled = "true";
    more.textContent = words.say("loading");
    const before = this.#entries.length;
    const done = await this.#ask(limits.historyPage, this.#cursor, (page) => {
      const known = new Set(this.#entries.map((entry) => entry.number));
      this.#take([...this.#entries, ...page.items.filter((entry) => !known.has(entry.number))], page.cursor);
    });
    more.ariaDisabled = "false";
    more.textContent = words.say("history.more");
    if (!done) return;
    announce(words.say("history.shown", { count: this.#entries.length }));
    if (!this.#cursor && this.#entries[before]) this.#table.focusRow(this.#entries[before].number);
  }

  // Private

  /** As many as are shown; when that was all, some more, so that what is new pushes nothing out. */
  get #readCount() {
    return Math.max(this.#entries.length + (this.#cursor ? 0 : limits.historyPage), limits.historyPage);
  }

  /** Reads what the person has asked for. Only the latest reading counts; an older one is dropped. */
  #ask(count, cursor, use) {
    this.#asking = this.#load(count, cursor, use);
    return this.#asking;
  }

  async #load(count, cursor, use) {
    this.#loading?.abort();
    const { signal } = this.#loading = new AbortController();
    if (!this.#loaded) this.#wait();
    this.#table.ariaBusy = "true";
    try {
      const page = await this.#read(count, cursor, signal);
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

  /** A doorbell: reads again in silence, after what the person has asked for. Trouble is told by the menu's head, and ends with a new ring. */
  async #reread() {
    for (let asking; asking !== this.#asking;) await (asking = this.#asking);
    if (!this.#loaded) return;
    const { signal } = this.#loading = new AbortController();
    const page = await this.#read(this.#readCount, null, signal).catch(() => null);
    if (signal.aborted) return this.#reread();
    if (page) this.#keepPlace(page.items, () => this.#take(page.items, page.cursor));
  }

  /** As many entries as wanted, in as many pages as that takes. */
  async #read(count, cursor, signal) {
    const items = new Map();
    do {
      const query = { ...this.#filters, limit: Math.min(count - items.size, limits.largestPage), cursor };
      const page = await this.context.api.get("/v1/history", { query, signal });
      for (const entry of page.items) items.set(entry.number, entry);
      cursor = page.next_cursor;
    } while (cursor && items.size < count);
    return { items: [...items.values()], cursor };
  }

  /** Rows that come in above do not move what one reads: an entry on the screen that has not changed stays where it is. */
  #keepPlace(entries, change) {
    const scroll = this.querySelector(".scroll");
    const { top } = scroll.getBoundingClientRect();
    const news = new Map(entries.map((entry) => [entry.number, entry.updated_at]));
    const still = scroll.scrollTop > 0 && this.#entries.find(({ number, updated_at }) => {
      return news.get(number) === updated_at && this.#table.boxOf(number).bottom > top;
    });
    const before = still && this.#table.boxOf(still.number).top;
    change();
    if (still) scroll.scrollTop += this.#table.boxOf(still.number).top - before;
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
