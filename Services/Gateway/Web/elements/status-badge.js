import { PomocElement } from "../lib/element.js";
import { icon } from "../lib/icons.js";

/**
 * `<pomoc-status>`: the status of a ticket or a notification as word, shape and colour, so that none of them is needed alone.
 * @attribute value - new, in_progress, waiting, resolved or closed; unread, postponed, read or deleted
 */
export class StatusBadge extends PomocElement {
  static tag = "pomoc-status";
  static observedAttributes = ["value"];

  connectedCallback() {
    this.#draw();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #draw() {
    const value = this.getAttribute("value");
    if (!value) return;
    const { words } = this.context;
    const word = document.createElement("span");
    word.textContent = words.knows(`status.${value}`) ? words.say(`status.${value}`) : value;
    this.replaceChildren(icon(value), word);
  }
}

StatusBadge.define();
