import { template } from "../lib/template.js";
import "./answer-form.js";
import { EntryView } from "./entry-view.js";
import "./status-badge.js";
import { TicketMessage } from "./ticket-message.js";

/** How far from the end, in pixels, somebody still reads the last message. */
const nearTheEnd = 160;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** `<pomoc-ticket>`: one ticket of the history: its conversation, its state, the answer, closing and reopening. */
export class TicketView extends EntryView {
  static tag = "pomoc-ticket";
  static kind = "ticket";
  static template = template(`
    <div class="ticket is-waiting" data-ref="entry">
      <div class="scroll ticket-main" data-ref="scroll">
        <section class="ticket-head">
          <h3 data-ref="topic"></h3>
          <dl class="facts">
            <div><dt data-say="history.status"></dt><dd><pomoc-status data-ref="status"></pomoc-status></dd></div>
            <div><dt data-say="ticket.importance"></dt><dd data-ref="importance"></dd></div>
            <div><dt data-say="ticket.created"></dt><dd><time data-ref="created"></time></dd></div>
            <div><dt data-say="ticket.author"></dt><dd data-ref="author"></dd></div>
          </dl>
          <div class="ticket-actions">
            <button type="button" class="button button-small" data-ref="close">
              <span data-icon="lock"></span><span data-say="ticket.close"></span>
            </button>
          </div>
        </section>
        <ol class="messages" data-ref="messages" data-say-label="ticket.conversation"></ol>
        <pomoc-notice></pomoc-notice>
      </div>
      <div class="ticket-foot" data-ref="foot">
        <button type="button" class="button button-small new-below" data-ref="below" hidden>
          <span data-icon="down"></span><span data-say="ticket.new_below"></span>
        </button>
        <section class="foot-note" data-ref="closed" hidden>
          <span class="foot-mark" data-icon="lock"></span>
          <p><strong data-say="ticket.closed_title"></strong> <span data-ref="closedText"></span></p>
          <button type="button" class="button button-main" data-ref="reopen">
            <span data-icon="reopen"></span><span data-say="ticket.reopen"></span>
          </button>
        </section>
      </div>
    </div>`);

  #shown = new Set(); #answer = null;

  build() {
    this.#answer = document.createElement("pomoc-answer-form");
    this.#answer.setAttribute("number", this.number);
    this.#answer.hidden = true;
    this.ref("below").after(this.#answer);
    this.ref("close").addEventListener("click", () => this.#close());
    this.ref("reopen").addEventListener("click", () => this.#reopen());
    this.ref("below").addEventListener("click", () => this.#toTheEnd("smooth"));
    this.ref("scroll").addEventListener("scroll", () => { if (this.#readsTheEnd) this.ref("below").hidden = true; }, { passive: true });
    this.addEventListener("pomoc-answered", () => this.refresh());
    this.addEventListener("pomoc-closed-meanwhile", () => this.refresh());
  }

  get heading() {
    return this.context.words.say("ticket.number", { number: this.number });
  }

  get path() {
    return `/v1/tickets/${this.number}`;
  }

  // Actions

  async #close() {
    const { words, confirm } = this.context;
    const sure = await confirm({
      title: words.say("ticket.close_title"), text: words.say("ticket.close_text"),
      yes: words.say("ticket.close"), no: words.say("ticket.close_no"),
    });
    if (sure) await this.#change("put", "ticket.closed_title", () => this.ref("reopen").focus());
  }

  #reopen() {
    return this.#change("delete", "ticket.reopened", () => this.#answer.focus());
  }

  async #change(method, said, after) {
    const { api, announce, words } = this.context;
    try {
      await api[method](`${this.path}/closure`);
      if (this.isConnected) await this.refresh();
      announce(words.say(said));
      if (this.isConnected) after();
    } catch (problem) {
      this.fail(problem, () => this.#change(method, said, after));
    }
  }

  /** What is new is added at the end, announced, and brought into view; to somebody who reads further up it is only offered. */
  show(ticket, asked) {
    const { words, live } = this.context;
    const first = this.#shown.size === 0;
    this.ref("topic").textContent = ticket.topic;
    this.ref("status").setAttribute("value", ticket.status);
    this.ref("importance").textContent = words.say(`importance.${ticket.importance}`);
    this.ref("author").textContent = ticket.author.name;
    words.fillTime(this.ref("created"), ticket.created_at);
    this.#showFoot(ticket.status === "closed");
    const follows = asked || this.#readsTheEnd;
    const added = this.#add(ticket.messages);
    if (!added.length) return;
    live.tell("ticket", this.number); // It is read now, and so are the pop-ups about it: the other tabs should know.
    if (first) return added.length > 1 && this.#toTheEnd("instant");
    const isMine = this.#announceNew(added.at(-1));
    if (follows || isMine) this.#toTheEnd("smooth");
    else this.ref("below").hidden = false;
  }

  // Private

  get #readsTheEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.ref("scroll");
    return scrollHeight - scrollTop - clientHeight < nearTheEnd;
  }

  #toTheEnd(behavior) {
    const scroll = this.ref("scroll");
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: calm.matches ? "instant" : behavior });
    if (this.ref("below").matches(":focus")) this.#answer.focus();
    this.ref("below").hidden = true;
  }

  /** Support may close a ticket while somebody writes; the text stays, and the focus goes to the next step. */
  #showFoot(closed) {
    const { words, announce } = this.context;
    const { activeElement } = this.getRootNode();
    const takesFocus = closed && (this.#answer.contains(activeElement) || this.ref("close") === activeElement);
    this.ref("close").hidden = closed;
    this.ref("closed").hidden = !closed;
    this.#answer.hidden = closed;
    this.ref("closedText").textContent = words.say(this.#answer.isEmpty ? "ticket.closed_text" : "ticket.closed_kept");
    if (!takesFocus) return;
    this.ref("reopen").focus();
    announce(words.say("ticket.closed_title"));
  }

  /** @returns {HTMLElement[]} the list items that were not there before */
  #add(messages) {
    const added = messages.filter(({ id }) => !this.#shown.has(id)).map((message) => {
      this.#shown.add(message.id);
      const item = document.createElement("li");
      item.append(Object.assign(new TicketMessage(), { message }));
      return item;
    });
    this.ref("messages").append(...added);
    return added;
  }

  /** @returns {boolean} whether the person wrote it */
  #announceNew(item) {
    const { announce, words, session } = this.context;
    const { author, text } = item.firstElementChild.message;
    const isMine = author.id === session.user?.id;
    announce(isMine ? words.say("answer.sent") : words.say("message.arrived", { name: author.name, text }));
    return isMine;
  }
}

TicketView.define();
