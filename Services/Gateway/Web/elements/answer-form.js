import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import { MessageForm } from "./message-form.js";

/**
 * `<pomoc-answer-form>`: an answer within a ticket, with one file.
 * @attribute number - the ticket's number
 * @fires pomoc-answered - the answer is stored
 * @fires pomoc-closed-meanwhile - somebody has closed the ticket; the text stays in the form
 */
export class AnswerForm extends MessageForm {
  static tag = "pomoc-answer-form";
  static template = template(`
    <form class="answer" novalidate data-ref="form">
      <pomoc-notice></pomoc-notice>
      <div class="field">
        <label for="pomoc-answer" data-say="answer.label"></label>
        <textarea id="pomoc-answer" name="text" required rows="3" data-limit="${limits.messageLength}"
          aria-describedby="pomoc-answer-hint pomoc-answer-count"></textarea>
        <div class="hints">
          <p class="hint" id="pomoc-answer-hint" data-hint="text"></p>
          <p class="hint" id="pomoc-answer-count" data-count="text"></p>
        </div>
      </div>
      <pomoc-file-picker compact></pomoc-file-picker>
      <pomoc-send-bar say="answer.send"></pomoc-send-bar>
    </form>`);

  get number() {
    return this.getAttribute("number");
  }

  get draftName() {
    return `ticket-${this.number}`;
  }

  get path() {
    return `/v1/tickets/${this.number}/messages`;
  }

  sent(message) {
    this.emit("pomoc-answered", message);
  }

  failed(problem) {
    if (problem.code !== "ticket_closed") return false;
    this.emit("pomoc-closed-meanwhile");
    return true;
  }

  focus() {
    this.form.elements.text.focus();
  }
}

AnswerForm.define();
