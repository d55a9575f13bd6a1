import { onDoorbell } from "../lib/doorbells.js";
import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import "./notice-box.js";

/**
 * What the views of one ticket and of one notification have in common: reading it, reading it again when its doorbell rings, and what
 * stands there when that fails.
 *
 * A subclass gives `static kind`, the members `path`, `build()` and `show(entry, asked)`, and a template with
 * `<div class="ticket is-waiting" data-ref="entry">`, in it a `.ticket-main` with a `<pomoc-notice>`.
 */
export class EntryView extends PomocElement {
  static size = "wide";

  /** @type {"ticket"|"notification"} */
  static kind;

  /** The entry's number, set before the element is put into the page. */
  number;

  /** Whether the entry is on the screen. */
  isKnown = false;

  #loading = null; #asking = null; #abort = null; #failedToRead = false;

  // Lifecycle

  connectedCallback() {
    if (!this.firstChild) {
      this.render();
      this.build();
    }
    this.#abort = new AbortController();
    const isMine = (kind, number) => kind === this.constructor.kind && number === Number(this.number);
    onDoorbell(this, isMine, () => this.#reread(), this.#abort.signal);
  }

  disconnectedCallback() {
    this.#abort.abort();
    this.#drop();
  }

  // Actions

  shown() {
    return this.refresh();
  }

  focusStart() {
    this.closest("dialog").querySelector("h2").focus({ preventScroll: true });
  }

  /** Done when the newest state is on the screen, also when another call has overtaken this one. */
  refresh() {
    this.#asking = this.#read(true);
    return this.#asking;
  }

  /** Shows what an action has answered; a reading that is still on its way is older, and dropped. */
  take(entry) {
    this.#drop();
    this.clearNotice();
    this.isKnown = true;
    this.show(entry, false);
  }

  clearNotice() {
    this.#failedToRead = false;
    this.#notice.hide();
    this.ref("entry").classList.remove("is-missing");
  }

  /** Says what went wrong, and offers to try again or the way back to the history. */
  fail(problem, again) {
    if (!this.isConnected) return;
    const { words } = this.context;
    const { title, text, canRetry } = this.explain(problem);
    if (!this.isKnown) this.ref("entry").classList.add("is-missing");
    const back = { label: words.say("send.open_history"), run: () => this.emit("pomoc-go", { to: "history", from: "home" }), main: true };
    this.#notice.show({
      tone: "warning", title, text, actions: [canRetry ? { label: words.say("again"), run: again, main: true } : back],
    });
    this.#notice.firstElementChild.scrollIntoView({ block: "nearest" });
  }

  /** A subclass may have words of its own for a problem. */
  explain(problem) {
    return explain(problem, this.context.words);
  }

  // Private

  get #notice() {
    return this.querySelector(".ticket-main > pomoc-notice");
  }

  #drop() {
    this.#asking = null;
    this.#loading?.abort();
  }

  async #reread() {
    for (let asking; asking !== this.#asking;) await (asking = this.#asking);
    await this.#read(false);
  }

  /** @param {boolean} asked by the person; what was not asked for fails in silence, and takes no other notice away */
  async #read(asked) {
    this.#loading?.abort();
    const { signal } = this.#loading = new AbortController();
    try {
      const entry = await this.context.api.get(this.path, { signal });
      if (signal.aborted) return await this.#asking;
      if (asked || this.#failedToRead) this.clearNotice();
      this.ref("entry").classList.remove("is-waiting");
      this.show(entry, asked || !this.isKnown);
      this.isKnown = true;
      this.emit("pomoc-heading");
    } catch (problem) {
      if (signal.aborted) return await this.#asking;
      if (!asked && this.isKnown) return;
      this.#failedToRead = true;
      this.fail(problem, () => this.refresh());
    }
  }
}
