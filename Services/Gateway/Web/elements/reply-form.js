import { AnswerForm, answerTemplate } from "./answer-form.js";

/**
 * `<pomoc-reply-form>`: an answer to a notification, with one file; a ticket is made of it.
 * @attribute number - the notification's number
 * @fires pomoc-replied - with the new ticket
 */
export class ReplyForm extends AnswerForm {
  static tag = "pomoc-reply-form";
  static template = answerTemplate({ id: "pomoc-reply", name: "message", hint: "notification.reply_hint" });

  get draftName() {
    return `notification-${this.number}`;
  }

  get path() {
    return `/v1/notifications/${this.number}/ticket`;
  }

  sent(ticket) {
    this.emit("pomoc-replied", ticket);
  }

  failed() {
    return false;
  }
}

ReplyForm.define();
