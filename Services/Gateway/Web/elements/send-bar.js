import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";

/**
 * `<pomoc-send-bar>`: the foot of a form. Rests with the draft's state and the send button; while sending, the same place shows
 * how far it is and a way to stop. Nothing around it moves.
 *
 * @attribute say - the key of the send button's words
 * @fires pomoc-cancel - stop the sending
 * @fires pomoc-discard - forget the draft
 */
export class SendBar extends PomocElement {
  static tag = "pomoc-send-bar";
  static template = template(`
    <div class="send-bar">
      <progress max="1" value="0" data-ref="progress" data-say-label="send.progress" hidden></progress>
      <div class="send-state">
        <span class="send-words" data-ref="words"></span>
        <button type="button" class="link" data-ref="discard" data-say="draft.discard" hidden></button>
        <button type="button" class="link" data-ref="cancel" data-say="send.cancel" hidden></button>
      </div>
      <button type="submit" class="button button-main" data-ref="send"><span data-icon="send"></span><span data-ref="label"></span></button>
    </div>`);

  #draft = "";

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.ref("label").textContent = this.context.words.say(this.getAttribute("say"));
    this.ref("cancel").addEventListener("click", () => this.emit("pomoc-cancel"));
    this.ref("discard").addEventListener("click", () => this.emit("pomoc-discard"));
  }

  /** Says what is kept of the draft; an empty text says there is none. */
  set draft(text) {
    this.#draft = text;
    if (this.ref("progress").hidden) this.rest();
  }

  /** Ready to send. */
  rest() {
    if (this.ref("cancel").matches(":focus")) this.ref("send").focus();
    this.ref("progress").hidden = true;
    this.ref("cancel").hidden = true;
    this.ref("discard").hidden = !this.#draft;
    this.ref("words").textContent = this.#draft;
    this.ref("send").ariaDisabled = "false";
  }

  /**
   * Sending; `share` of it has left, 0…1.
   * @param {number} share
   */
  sending(share) {
    const { words } = this.context;
    const percent = words.percent(Math.floor(share * 100) / 100);
    const text = share < 1 ? words.say("send.sending", { percent }) : words.say("send.storing");
    this.ref("progress").hidden = false;
    this.ref("progress").value = share;
    this.ref("cancel").hidden = false;
    this.ref("discard").hidden = true;
    this.ref("words").textContent = text;
    this.ref("send").ariaDisabled = "true";
  }
}

SendBar.define();
