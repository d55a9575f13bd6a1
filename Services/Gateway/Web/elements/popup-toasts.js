import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";
import { UndoToast } from "./undo-toast.js";

const undoSeconds = 10;
const saySeconds = 6;

/**
 * `<pomoc-popup-toasts>`: says what a pop-up has just done and takes it back. It keeps the toast in the layer that can be reached: in the
 * pop-up while one is open, in the open panel, else over the host's page.
 * @fires pomoc-undone - before the notification is due again
 */
export class PopupToasts extends PomocElement {
  static tag = "pomoc-popup-toasts";
  static template = template(`
    <div class="toast-layer" popover="manual" data-ref="layer"></div>
    <p class="visually-hidden" role="status" data-ref="live"></p>`);

  #toast = new UndoToast(); #abort = new AbortController();

  /** @type {HTMLDialogElement} the pop-up's */
  dialog;

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    const { menu } = this.context;
    for (const event of ["open", "close"]) menu.addEventListener(`help-menu:${event}`, () => this.settle(), { signal: this.#abort.signal });
    this.#toast.addEventListener("pomoc-gone", () => { if (this.ref("layer").matches(":popover-open")) this.ref("layer").hidePopover(); });
  }

  end() {
    this.#abort.abort();
    this.#toast.hide();
  }

  /** @param {number} number of the notification that was deleted, and can come back */
  deleted(number) {
    const { words } = this.context;
    // Under a modal dialog of the host's page nothing of ours can be pressed.
    if (this.#place === this.ref("layer") && document.querySelector(":modal")) return this.say(words.say("popup.found_in_history"));
    this.#show({
      text: words.say("popup.deleted"), seconds: undoSeconds,
      action: { label: words.say("popup.undo"), run: () => this.#undo(number) },
    });
    this.#speak(`${words.say("popup.deleted")}. ${words.say("popup.undo_key")}`);
  }

  say(text) {
    this.#show({ text, seconds: saySeconds });
    this.#speak(text);
  }

  /** A dialog has opened or closed: the toast goes where it can be reached. */
  settle() {
    if (!this.#toast.isShown) return;
    const layer = this.ref("layer");
    const place = this.#place;
    if (place === layer && !layer.matches(":popover-open")) layer.showPopover();
    this.#toast.moveTo(place);
    if (place !== layer && layer.matches(":popover-open")) layer.hidePopover();
  }

  get #place() {
    const { panel } = this.context.menu;
    return this.dialog.open ? this.dialog : panel?.isOpen ? panel.layer : this.ref("layer");
  }

  #show(toast) {
    if (!this.#toast.isConnected) this.#place.append(this.#toast);
    this.#toast.show(toast);
    this.settle();
  }

  async #undo(number) {
    const { api, due, live, words } = this.context;
    this.#toast.hold();
    try {
      const answer = await api.delete(`/v1/notifications/${number}/deletion`);
      this.#toast.hide();
      this.#speak(words.say("popup.restored"));
      this.emit("pomoc-undone");
      due.take(answer);
      live.tell("notification", number);
    } catch {
      const text = words.say("popup.undo_failed");
      this.#show({ text, seconds: undoSeconds, action: { label: words.say("again"), run: () => this.#undo(number) } });
      this.#speak(text);
    }
  }

  /** Into the live region that is heard now. */
  #speak(text) {
    const { panel } = this.context.menu;
    if (this.dialog.open) this.context.announce(text);
    else if (panel?.isOpen) panel.announce(text);
    else {
      this.ref("live").textContent = "";
      requestAnimationFrame(() => { this.ref("live").textContent = text; });
    }
  }
}

PopupToasts.define();
