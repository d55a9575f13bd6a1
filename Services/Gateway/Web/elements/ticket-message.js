import { PomocElement } from "../lib/element.js";
import { icon } from "../lib/icons.js";
import { template } from "../lib/template.js";
import { linked } from "../lib/text.js";
import { AttachmentView } from "./attachment-view.js";

/** `<pomoc-message>`: one message of a conversation. Which side speaks is told by word, place and colour. */
export class TicketMessage extends PomocElement {
  static tag = "pomoc-message";
  static template = template(`
    <article class="message" data-ref="message">
      <header>
        <span class="message-mark" aria-hidden="true" data-ref="mark"></span>
        <strong data-ref="name"></strong><span class="message-side" data-ref="side"></span><time data-ref="time"></time>
      </header>
      <div class="bubble"><p class="message-text" data-ref="text"></p></div>
    </article>`);

  /**
   * As the API gives it.
   * @type {{id: string, author: {id: string, name: string, side: "user"|"support"}, text: string, created_at: string,
   *   attachment: object|null}}
   */
  message;

  connectedCallback() {
    if (!this.firstChild) this.#build();
  }

  #build() {
    const { words, session } = this.context;
    const { author, text, created_at, attachment } = this.message;
    this.render();
    this.ref("message").dataset.side = author.side;
    this.ref("mark").append(author.side === "support" ? icon("support") : initials(author.name));
    this.ref("name").textContent = author.name;
    this.ref("side").textContent = author.side === "support" ? words.say("message.support")
      : author.id === session.user?.id ? words.say("message.you") : "";
    this.ref("text").replaceChildren(linked(text));
    words.fillTime(this.ref("time"), created_at);
    if (attachment) this.querySelector(".bubble").append(Object.assign(new AttachmentView(), { attachment }));
  }
}

function initials(name) {
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
}

TicketMessage.define();
