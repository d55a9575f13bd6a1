import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import { MessageForm } from "./message-form.js";

const importances = ["low", "normal", "high", "critical"];

/** `<pomoc-new-ticket>`: *Nowe powiadomienie*, from the empty form to the number of the ticket. */
export class NewTicket extends MessageForm {
  static tag = "pomoc-new-ticket";
  static size = "narrow";
  static template = template(`
    <form class="form" novalidate data-ref="form">
      <div class="scroll fields">
        <p class="form-lead" data-say="new.lead"></p>
        <div class="field">
          <label for="pomoc-topic" data-say="new.topic"></label>
          <input id="pomoc-topic" type="text" name="topic" list="pomoc-topics" required autocomplete="off"
            data-limit="${limits.topicLength}" maxlength="${limits.topicLength}" aria-describedby="pomoc-topic-hint">
          <datalist id="pomoc-topics" data-ref="topics"></datalist>
          <p class="hint" id="pomoc-topic-hint" data-hint="topic" data-say="new.topic_hint"></p>
        </div>
        <div class="field">
          <label for="pomoc-message" data-say="new.message"></label>
          <textarea id="pomoc-message" name="message" required rows="6" data-limit="${limits.messageLength}"
            aria-describedby="pomoc-message-hint pomoc-message-count"></textarea>
          <div class="hints">
            <p class="hint" id="pomoc-message-hint" data-hint="message" data-say="new.message_hint"></p>
            <p class="hint" id="pomoc-message-count" data-count="message"></p>
          </div>
        </div>
        <fieldset class="field">
          <legend data-say="new.importance"></legend>
          <div class="segments">${importances.map((value) => `
            <label>
              <input type="radio" name="importance" value="${value}"${value === "normal" ? " checked" : ""}>
              <span data-say="importance.${value}"></span>
            </label>`).join("")}
          </div>
          <p class="hint" data-ref="importance" aria-live="polite"></p>
        </fieldset>
        <pomoc-file-picker></pomoc-file-picker>
      </div>
      <pomoc-notice></pomoc-notice>
      <pomoc-send-bar say="new.send"></pomoc-send-bar>
    </form>
    <section class="scroll sent" data-ref="sent" hidden>
      <span class="sent-mark" data-icon="check"></span>
      <h3 tabindex="-1" data-ref="number"></h3>
      <p class="sent-title" data-say="sent.title"></p>
      <p class="sent-next" data-say="sent.next"></p>
      <div class="sent-actions">
        <button type="button" class="button button-main" data-ref="show" data-say="sent.show"></button>
        <button type="button" class="button" data-ref="another" data-say="sent.another"></button>
      </div>
    </section>`);

  #ticket = null; #topicsLoaded = false;

  connectedCallback() {
    const fresh = !this.firstChild;
    super.connectedCallback();
    if (!fresh) return;
    this.form.addEventListener("change", () => this.#explainImportance());
    this.form.addEventListener("reset", () => setTimeout(() => this.#explainImportance()));
    this.ref("another").addEventListener("click", () => this.#showForm(true));
    this.ref("show").addEventListener("click", () => {
      const { number } = this.#ticket;
      this.#showForm(false);
      this.emit("pomoc-go", { to: "ticket", number, from: "history" });
    });
    this.#explainImportance();
  }

  get heading() {
    return this.context.words.say("new.title");
  }

  get draftName() {
    return "new";
  }

  get path() {
    return "/v1/tickets";
  }

  shown() {
    this.#loadTopics();
  }

  focusStart() {
    const { topic, message } = this.form.elements;
    const start = this.#ticket ? this.ref("number") : topic.value ? message : topic;
    start.focus({ preventScroll: true });
  }

  /** The ticket is stored. */
  sent(ticket) {
    const { words, announce } = this.context;
    this.#ticket = ticket;
    this.form.hidden = true;
    this.ref("sent").hidden = false;
    this.ref("number").textContent = words.say("ticket.number", { number: ticket.number });
    this.ref("number").focus();
    announce(`${words.say("sent.title")}. ${words.say("ticket.number", { number: ticket.number })}`);
  }

  #showForm(focus) {
    this.#ticket = null;
    this.form.hidden = false;
    this.ref("sent").hidden = true;
    if (focus) this.focusStart();
  }

  #explainImportance() {
    this.ref("importance").textContent = this.context.words.say(`importance.${this.form.elements.importance.value}_hint`);
  }

  /** Suggestions are a help, not a need: without them the field works as well. */
  async #loadTopics() {
    if (this.#topicsLoaded) return;
    this.#topicsLoaded = true;
    try {
      const { catalogue } = await this.context.api.get("/v1/topics");
      this.ref("topics").replaceChildren(...catalogue.map((topic) => new Option("", topic)));
    } catch {
      this.#topicsLoaded = false;
    }
  }
}

NewTicket.define();
