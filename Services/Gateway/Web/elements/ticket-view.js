import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { template } from "../lib/template.js";
import "./answer-form.js";
import "./notice-box.js";
import "./status-badge.js";
import { TicketMessage } from "./ticket-message.js";

/** `<pomoc-ticket>`: one ticket of the history: its conversation, its state, the answer, closing and reopening. */
export class TicketView extends PomocElement {
  static tag = "pomoc-ticket";
  static size = "wide";
  static template = template(`
    <div class="ticket is-waiting" data-ref="ticket">
      <div class="scroll ticket-main" data-ref="scroll">
        <section class="ticket-head">
          <h3 data-ref="topic"></h3>
          <dl class="facts">
            <div><dt data-say="history.status"></dt><dd><pomoc-status data-ref="status"></pomoc-status></dd></div>
            <div><dt data-say="ticket.importance"></dt><dd data-ref="importance"></dd></div>
            <div><dt data-say="ticket.created"></dt><dd><time data-ref="created"></time></dd></div>
            <div><dt data-say="ticket.author"></dt><dd data-ref="author"></dd></div>
          </dl>
          <button type="button" class="button button-small" data-ref="close">
            <span data-icon="lock"></span><span data-say="ticket.close"></span>
          </button>
        </section>
        <ol class="messages" data-ref="messages" data-say-label="ticket.conversation"></ol>
        <pomoc-notice></pomoc-notice>
      </div>
      <div class="ticket-foot" data-ref="foot">
        <section class="closed" data-ref="closed" hidden>
          <span class="closed-mark" data-icon="lock"></span>
          <p><strong data-say="ticket.closed_title"></strong> <span data-ref="closedText"></span></p>
          <button type="button" class="button button-main" data-ref="reopen">
            <span data-icon="reopen"></span><span data-say="ticket.reopen"></span>
          </button>
        </section>
      </div>
    </div>`);

  /** The ticket's number, set before the element is put into the page. */
  number;

  #shown = new Set(); #answer = null; #loading = null;

  // Lifecycle

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.#answer = document.createElement("pomoc-answer-form");
    this.#answer.setAttribute("number", this.number);
    this.#answer.hidden = true;
    this.ref("foot").prepend(this.#answer);
    this.ref("close").addEventListener("click", () => this.#close());
    this.ref("reopen").addEventListener("click", () => this.#reopen());
    this.addEventListener("pomoc-answered", () => this.refresh());
    this.addEventListener("pomoc-closed-meanwhile", () => this.refresh());
  }

  get heading() {
    return this.context.words.say("ticket.number", { number: this.number });
  }

  // Actions

  shown() {
    return this.refresh();
  }

  focusStart() {
    this.closest("dialog").querySelector("h2").focus({ preventScroll: true });
  }

  /** Reads the ticket again; what is new is added at the end, announced and brought into view. */
  async refresh() {
    this.#loading?.abort();
    const { signal } = this.#loading = new AbortController();
    try {
      const ticket = await this.context.api.get(`/v1/tickets/${this.number}`, { signal });
      if (signal.aborted) return;
      this.#clearNotice();
      this.#show(ticket);
      this.emit("pomoc-heading");
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem, () => this.refresh());
    }
  }

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
      await api[method](`/v1/tickets/${this.number}/closure`);
      await this.refresh();
      announce(words.say(said));
      after();
    } catch (problem) {
      this.#fail(problem, () => this.#change(method, said, after));
    }
  }

  // Private

  #show(ticket) {
    const { words } = this.context;
    const first = this.#shown.size === 0;
    this.ref("ticket").classList.remove("is-waiting");
    this.ref("topic").textContent = ticket.topic;
    this.ref("status").setAttribute("value", ticket.status);
    this.ref("importance").textContent = words.say(`importance.${ticket.importance}`);
    this.ref("author").textContent = ticket.author.name;
    words.fillTime(this.ref("created"), ticket.created_at);
    this.#showFoot(ticket.status === "closed");
    const { messages } = ticket;
    const added = this.#add(messages);
    if (!added.length) return;
    const scroll = this.ref("scroll");
    if (first && messages.length === 1) return;
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: first ? "instant" : "smooth" });
    if (!first) this.#announceNew(added.at(-1));
  }

  #showFoot(closed) {
    this.ref("close").hidden = closed;
    this.ref("closed").hidden = !closed;
    this.#answer.hidden = closed;
    this.ref("closedText").textContent = this.context.words.say(this.#answer.isEmpty ? "ticket.closed_text" : "ticket.closed_kept");
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

  #announceNew(item) {
    const { announce, words, session } = this.context;
    const { author, text } = item.firstElementChild.message;
    const isMine = author.id === session.user?.id;
    announce(isMine ? words.say("answer.sent") : words.say("message.arrived", { name: author.name, text }));
  }

  #clearNotice() {
    this.querySelector(".ticket-main > pomoc-notice").hide();
    this.ref("ticket").classList.remove("is-missing");
  }

  #fail(problem, again) {
    const { words } = this.context;
    const { title, text, canRetry } = explain(problem, words);
    if (this.#shown.size === 0) this.ref("ticket").classList.add("is-missing");
    const back = { label: words.say("send.open_history"), run: () => this.emit("pomoc-go", { to: "history", from: "home" }), main: true };
    const notice = this.querySelector(".ticket-main > pomoc-notice");
    notice.show({
      tone: "warning", title, text, actions: [canRetry ? { label: words.say("again"), run: again, main: true } : back],
    });
    notice.firstElementChild.scrollIntoView({ block: "nearest" });
  }
}

TicketView.define();
