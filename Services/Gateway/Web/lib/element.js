import { fillIcons } from "./icons.js";

/**
 * What one menu shares with its parts.
 * @typedef {object} Context
 * @property {import("./api.js").Api} api
 * @property {import("./session.js").Session} session
 * @property {import("./connection.js").Connection} connection
 * @property {import("./words.js").Words} words
 * @property {import("./live.js").Live} live
 * @property {import("./due.js").Due} due
 * @property {import("./quiet.js").Quiet} quiet
 * @property {(text: string) => void} announce says something through the live region
 */

/** The base of every element inside the menu: light DOM in the menu's one shadow root, markup from a template. */
export class PomocElement extends HTMLElement {
  /** The element's tag, given by each subclass. */
  static tag = "";

  /** @type {HTMLTemplateElement} */
  static template;

  /** Registers the element, once. */
  static define(registry = customElements) {
    if (!registry.get(this.tag)) registry.define(this.tag, this);
  }

  /** @returns {Context} the panel's or the pop-up's around it */
  get context() {
    return this.closest("pomoc-panel, pomoc-popup").context;
  }

  /** Puts a fresh copy of the template into the element: words filled in, icons drawn. */
  render() {
    this.replaceChildren(this.stamp(this.constructor.template));
  }

  /**
   * A filled copy of any template.
   * @param {HTMLTemplateElement} source
   * @returns {DocumentFragment}
   */
  stamp(source) {
    const fragment = document.importNode(source.content, true);
    this.context.words.fill(fragment);
    fillIcons(fragment);
    return fragment;
  }

  /**
   * The part of this element's own markup that is marked `data-ref="name"`; elements inside it keep theirs to themselves.
   * @param {string} name
   * @returns {HTMLElement}
   */
  ref(name) {
    return [...this.querySelectorAll(`[data-ref="${name}"]`)].find((part) => ownerOf(part) === this);
  }

  /** Sends an event that reaches the panel. */
  emit(type, detail) {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, cancelable: true }));
  }
}

function ownerOf(part) {
  let node = part.parentElement;
  while (node && !(node instanceof PomocElement)) node = node.parentElement;
  return node;
}
