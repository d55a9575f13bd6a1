import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import { MessageForm } from "./message-form.js";

/**
 * The markup of an answer; a constant of each form, so that two of them may stand in one page.
 * @param {{id: string, name: string, hint?: string}} field the field's id, its name in the API, and the key of the hint below it
 */
export const answerTemplate = ({ id, name, hint }) => template(`
  <form class="answer" novalidate data-ref="form">
    <pomoc-notice></pomoc-notice>
    <div class="field">
      <label for="${id}" data-say="answer.label"></label>
      <textarea id="${id}" name="${name}" required rows="3" data-limit="${limits.messageLength}" data-missing="error.text_missing"
        aria-describedby="${id}-hint ${id}-count"></textarea>
      <div class="hints">
        <p class="hint" id="${id}-hint" data-hint="${name}"${hint ? ` data-say="${hint}"` : ""}></p>
        <p class="hint" id="${id}-count" data-count="${name}"></p>
      </div>
    </div>
    <pomoc-file-picker compact></pomoc-file-picker>
    <pomoc-send-bar say="answer.send"></pomoc-send-bar>
  </form>`);

/**
 * `<pomoc-answer-form>`: an answer within a ticket, with one file.
 * @attribute number - the ticket's number
 * @fires pomoc-answered - the answer is stored
 * @fires pomoc-closed-meanwhile - somebody has closed the ticket; the text stays in the form
 */
export class AnswerForm extends MessageForm {
  static tag = "pomoc-answer-form";
  static template = answerTemplate({ id: "pomoc-answer", name: "text" });

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
    this.form.querySelector("textarea").focus();
  }
}

AnswerForm.define();
