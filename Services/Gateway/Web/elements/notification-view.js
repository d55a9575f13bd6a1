import { explain } from "../lib/explain.js";
import { template } from "../lib/template.js";
import { EntryView } from "./entry-view.js";
import "./reminder-choices.js";
import "./reply-form.js";
import "./status-badge.js";
import { TicketMessage } from "./ticket-message.js";

/** How long *Cofnij* stands where *Usuń* was pressed; afterwards the same button says *Przywróć*. */
const undoSeconds = 10;

/** `<pomoc-notification>`: one notification: what support says, the answer or the ticket it is about, putting it off and deleting it. */
export class NotificationView extends EntryView {
  static tag = "pomoc-notification";
  static kind = "notification";
  static template = template(`
    <div class="ticket is-waiting" data-ref="entry">
      <div class="scroll ticket-main">
        <section class="ticket-head">
          <h3 data-ref="topic"></h3>
          <dl class="facts">
            <div><dt data-say="history.status"></dt><dd><pomoc-status data-ref="status"></pomoc-status></dd></div>
            <div data-ref="reminder" hidden><dt data-say="notification.reminder"></dt><dd><time data-ref="remindAt"></time></dd></div>
            <div><dt data-say="notification.received"></dt><dd><time data-ref="received"></time></dd></div>
            <div><dt data-say="notification.sender"></dt><dd data-ref="sender"></dd></div>
          </dl>
          <div class="ticket-actions" data-ref="actions">
            <button type="button" class="button button-small" aria-expanded="false" data-ref="later">
              <span data-icon="postponed"></span><span data-say="popup.later"></span>
            </button>
            <pomoc-reminder data-ref="choices" hidden></pomoc-reminder>
            <button type="button" class="button button-small" data-ref="read" hidden>
              <span data-icon="read"></span><span data-say="notification.cancel_reminder"></span>
            </button>
            <button type="button" class="button button-small" data-ref="delete">
              <span data-icon="trash"></span><span data-say="popup.delete"></span>
            </button>
          </div>
        </section>
        <div class="messages" data-ref="message"></div>
        <pomoc-notice></pomoc-notice>
      </div>
      <div class="ticket-foot" data-ref="foot">
        <section class="foot-note" data-ref="deleted" hidden>
          <span class="foot-mark" data-icon="trash"></span>
          <p><strong data-say="notification.deleted"></strong> <span data-ref="deletedText"></span></p>
          <button type="button" class="button button-main" data-ref="restore">
            <span data-icon="reopen"></span><span data-ref="restoreLabel"></span>
          </button>
        </section>
        <section class="foot-note" data-ref="about" hidden>
          <span class="foot-mark" data-icon="talk"></span>
          <p data-ref="aboutText"></p>
          <button type="button" class="button button-main" data-ref="open">
            <span data-say="notification.open_ticket"></span><span data-icon="forward"></span>
          </button>
        </section>
      </div>
    </div>`);

  #reply = null; #ticketNumber = null; #undoing = 0;

  build() {
    this.#reply = document.createElement("pomoc-reply-form");
    this.#reply.setAttribute("number", this.number);
    this.#reply.hidden = true;
    this.ref("foot").append(this.#reply);
    this.#sayRestore("notification.restore");
    this.ref("later").addEventListener("click", () => this.#unfold(this.ref("choices").hidden));
    this.ref("choices").addEventListener("pomoc-remind", ({ detail }) => this.#postpone(detail));
    this.ref("read").addEventListener("click", () => this.#cancelReminder());
    this.ref("delete").addEventListener("click", () => this.#delete());
    this.ref("restore").addEventListener("click", () => this.#restore());
    this.ref("open").addEventListener("click", () => this.emit("pomoc-go", { to: "ticket", number: this.#ticketNumber }));
    this.addEventListener("pomoc-replied", ({ detail }) => this.#replied(detail));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#undoing);
  }

  get heading() {
    return this.context.words.say("notification.number", { number: this.number });
  }

  get path() {
    return `/v1/notifications/${this.number}`;
  }

  explain(problem) {
    const { words } = this.context;
    if (problem.code !== "not_found") return explain(problem, words);
    return { title: words.say("notification.not_found"), text: words.say("notification.not_found_text"), canRetry: false };
  }

  // Actions

  show(notification, asked) {
    const { words } = this.context;
    const { topic, text, status, created_at, remind_at, ticket_number, sender } = notification;
    const isPostponed = status === "postponed" && Boolean(remind_at);
    const { activeElement } = this.getRootNode();
    this.ref("topic").textContent = topic;
    this.ref("status").setAttribute("value", status);
    this.ref("sender").textContent = sender.name;
    words.fillTime(this.ref("received"), created_at);
    this.ref("reminder").hidden = !isPostponed;
    if (isPostponed) this.#showReminder(new Date(remind_at));
    this.#showMessage({ author: { name: sender.name, side: "support" }, text, created_at });
    this.#showActions(status, isPostponed);
    this.#showFoot(status === "deleted", ticket_number);
    // Another tab may have taken away what had the focus here.
    if (this.contains(activeElement) && !activeElement.checkVisibility()) this.ref(status === "deleted" ? "restore" : "later").focus();
    const isDue = isPostponed && new Date(remind_at) <= new Date();
    if (asked && (status === "unread" || isDue)) this.#read();
  }

  /** Opening it is reading it. Should that fail, it stays unread and is offered again; nobody needs to hear of it. */
  async #read() {
    try {
      await this.#change("put", "reading");
    } catch { /* See above. */ }
  }

  /** @param {{preset: string}|{at: string}} when as the chooser gives it */
  async #postpone(when) {
    const { announce, words } = this.context;
    const choices = this.ref("choices");
    choices.busy = true;
    try {
      const { remind_at } = await this.#change("put", "reminder", when);
      announce(words.say("reminder.confirmed", { when: words.ahead(new Date(remind_at)) }));
      if (!this.isConnected) return;
      this.#unfold(false);
      this.ref("later").focus();
    } catch (problem) {
      if (!choices.refuse(problem)) this.fail(problem, () => this.#postpone(when));
    } finally {
      choices.busy = false;
    }
  }

  #cancelReminder() {
    return this.#act("put", "reading", "notification.reminder_cancelled", () => this.ref("later").focus());
  }

  #delete() {
    this.#unfold(false);
    return this.#act("put", "deletion", "notification.deleted", () => this.#offerUndo());
  }

  #restore() {
    this.#endUndo();
    return this.#act("delete", "deletion", "popup.restored", () => this.ref("delete").focus());
  }

  /** The answer has become a ticket: there it goes on. */
  #replied(ticket) {
    const { announce, words, live } = this.context;
    live.tell("notification", this.number);
    this.emit("pomoc-go", { to: "ticket", number: ticket.number });
    announce(words.say("notification.replied", { number: ticket.number }));
  }

  // Private

  async #change(method, part, body) {
    const { api, live } = this.context;
    const notification = await api[method](`${this.path}/${part}`, body);
    live.tell("notification", this.number);
    if (this.isConnected) this.take(notification);
    return notification;
  }

  async #act(method, part, said, after) {
    const { announce, words } = this.context;
    try {
      await this.#change(method, part);
    } catch (problem) {
      return this.fail(problem, () => this.#act(method, part, said, after));
    }
    announce(words.say(said));
    if (this.isConnected) after();
  }

  #showMessage(message) {
    if (this.ref("message").firstChild) return;
    this.ref("message").append(Object.assign(new TicketMessage(), { message }));
  }

  #showReminder(date) {
    const { words } = this.context;
    const time = this.ref("remindAt");
    time.dateTime = date.toISOString();
    time.textContent = words.ahead(date);
    time.title = words.full(date);
  }

  #unfold(open) {
    if (open) this.ref("choices").reset();
    this.ref("choices").hidden = !open;
    this.ref("later").ariaExpanded = String(open);
    if (open) this.ref("choices").scrollIntoView({ block: "nearest" });
  }

  #showActions(status, isPostponed) {
    this.ref("actions").hidden = status === "deleted";
    if (status === "deleted") this.#unfold(false);
    this.ref("read").hidden = !isPostponed;
    if (status !== "deleted") this.#endUndo();
  }

  /** One step at a time: bring it back, or go to the ticket, or answer. What is typed stays, even when the form gives way. */
  #showFoot(isDeleted, ticketNumber) {
    const { words } = this.context;
    this.#ticketNumber = ticketNumber;
    this.ref("deleted").hidden = !isDeleted;
    this.ref("deletedText").textContent = words.say(this.#reply.isEmpty ? "notification.deleted_text" : "notification.deleted_kept");
    this.ref("about").hidden = isDeleted || !ticketNumber;
    this.ref("aboutText").textContent = ticketNumber ? words.say("notification.about", { number: ticketNumber }) : "";
    this.#reply.hidden = isDeleted || (Boolean(ticketNumber) && this.#reply.isEmpty);
  }

  #offerUndo() {
    this.#sayRestore("popup.undo");
    this.ref("restore").focus();
    this.#undoing = setTimeout(() => this.#endUndo(), undoSeconds * 1000);
  }

  #endUndo() {
    clearTimeout(this.#undoing);
    this.#sayRestore("notification.restore");
  }

  #sayRestore(key) {
    this.ref("restoreLabel").textContent = this.context.words.say(key);
  }
}

NotificationView.define();
