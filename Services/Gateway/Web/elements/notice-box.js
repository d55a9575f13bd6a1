import { PomocElement } from "../lib/element.js";
import { icon } from "../lib/icons.js";
import { template } from "../lib/template.js";

const icons = { info: "info", success: "done", warning: "alert", danger: "alert" };

/**
 * `<pomoc-notice>`: says what happened and offers the next step. Empty and invisible until `show` is called.
 * Its live region stands in the page from the start, so that screen readers hear what is put into it.
 */
export class NoticeBox extends PomocElement {
  static tag = "pomoc-notice";
  static template = template(`
    <div class="notice" role="alert" data-ref="box"></div>`);

  static content = template(`
    <span class="notice-icon" data-ref="icon"></span>
    <div class="notice-text"><strong data-ref="title"></strong><p data-ref="text"></p></div>
    <div class="notice-actions" data-ref="actions"></div>`);

  connectedCallback() {
    if (!this.firstChild) this.render();
  }

  /**
   * @param {{tone?: "info"|"success"|"warning"|"danger", title: string, text?: string,
   *   actions?: {label: string, run: () => void, main?: boolean}[]}} notice
   */
  show({ tone = "danger", title, text = "", actions = [] }) {
    const content = this.stamp(NoticeBox.content);
    const find = (name) => content.querySelector(`[data-ref="${name}"]`);
    find("icon").append(icon(icons[tone]));
    find("title").textContent = title;
    find("text").textContent = text;
    find("text").hidden = !text;
    find("actions").replaceChildren(...actions.map(button));
    find("actions").hidden = actions.length === 0;
    this.ref("box").dataset.tone = tone;
    this.ref("box").replaceChildren(content);
  }

  hide() {
    this.ref("box").replaceChildren();
  }

  get isShown() {
    return this.ref("box").childElementCount > 0;
  }
}

function button({ label, run, main }) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = main ? "button button-main" : "button";
  element.textContent = label;
  element.addEventListener("click", run);
  return element;
}

NoticeBox.define();
