import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";

const key = "F8";

/**
 * `<pomoc-toast>`: a short word about what has just been done, with a way back for some seconds. It waits while the pointer or the focus is
 * on it; the key F8 leads to it from anywhere.
 */
export class UndoToast extends PomocElement {
  static tag = "pomoc-toast";
  static template = template(`
    <div class="toast" role="group" aria-labelledby="pomoc-toast-text">
      <p id="pomoc-toast-text" data-ref="text"></p>
      <button type="button" class="toast-action" aria-keyshortcuts="${key}" data-ref="action" hidden></button>
    </div>`);

  #timer; #until = 0; #left = 0; #run = null; #cameFrom = null; #abort = null;

  get isShown() {
    return this.#abort !== null;
  }

  /**
   * @param {{text: string, seconds: number, action?: {label: string, run: () => void}}} toast
   */
  show({ text, seconds, action }) {
    if (!this.firstChild) this.#build();
    if (!this.isShown) {
      this.#abort = new AbortController();
      addEventListener("keydown", (event) => this.#lead(event), { capture: true, signal: this.#abort.signal });
    }
    this.#run = action?.run;
    if (!action) this.#leave();
    this.ref("text").textContent = text;
    this.ref("action").textContent = action?.label ?? "";
    this.ref("action").hidden = !action;
    this.#left = seconds * 1000;
    this.#count();
  }

  hide() {
    if (!this.isShown) return;
    clearTimeout(this.#timer);
    this.#leave();
    this.#abort.abort();
    this.#abort = null;
    this.dispatchEvent(new Event("pomoc-gone"));
    this.remove();
  }

  /** Stays until it is shown again or hidden. */
  hold() {
    clearTimeout(this.#timer);
    this.#until = 0;
  }

  /** Moves to another layer; the focus on it comes along. */
  moveTo(place) {
    if (this.parentNode === place) return;
    const focused = this.contains(this.getRootNode().activeElement);
    place.append(this);
    if (focused) this.ref("action").focus();
  }

  /** Gives the focus back to where it was before it came here. */
  #leave() {
    if (this.isConnected && this.contains(this.getRootNode().activeElement) && this.#cameFrom?.isConnected) {
      this.#cameFrom.focus({ preventScroll: true });
    }
  }

  #build() {
    this.render();
    this.ref("action").addEventListener("click", () => this.#run?.());
    for (const event of ["pointerenter", "focusin"]) this.addEventListener(event, () => this.#pause());
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.#count());
    this.addEventListener("focusin", ({ relatedTarget }) => { if (!this.contains(relatedTarget)) this.#cameFrom = relatedTarget; });
  }

  #pause() {
    if (!this.#until) return;
    this.#left = Math.max(this.#until - performance.now(), 1000);
    this.hold();
  }

  #count() {
    const isTouched = this.matches(":hover") || this.contains(this.getRootNode().activeElement);
    clearTimeout(this.#timer);
    if (!this.isShown || isTouched) return;
    this.#until = performance.now() + this.#left;
    this.#timer = setTimeout(() => this.hide(), this.#left);
  }

  #lead(event) {
    if (event.key !== key || this.ref("action").hidden) return;
    event.preventDefault();
    this.ref("action").focus();
  }
}

UndoToast.define();
