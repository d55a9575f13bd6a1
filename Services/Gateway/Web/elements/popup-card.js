import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { template } from "../lib/template.js";
import { linked } from "../lib/text.js";
import "./notice-box.js";
import "./reminder-choices.js";

/** So long after something new is on it nothing is pressed: what somebody was just doing was not meant for it. */
const guardMilliseconds = 400;

/**
 * `<pomoc-popup-card>`: what a pop-up says and asks: the notification with its three buttons, or when to be reminded.
 * @fires pomoc-view - *Podgląd*
 * @fires pomoc-remind - *Przypomnij później*, with `{preset}` or `{at}`
 * @fires pomoc-delete - *Usuń*
 */
export class PopupCard extends PomocElement {
  static tag = "pomoc-popup-card";
  static template = template(`
    <div class="popup-head">
      <span class="popup-mark" data-icon="bell"></span>
      <p id="pomoc-popup-number" data-ref="number"></p>
      <p class="popup-count" data-ref="count"></p>
    </div>
    <div class="popup-topic">
      <h2 id="pomoc-popup-topic" tabindex="-1" autofocus data-ref="topic"></h2>
      <p class="popup-from"><span data-ref="sender"></span><time data-ref="time"></time></p>
    </div>
    <div class="popup-text" id="pomoc-popup-text" data-ref="text"></div>
    <section class="popup-later" aria-labelledby="pomoc-popup-later" data-ref="later" hidden>
      <h3 id="pomoc-popup-later" tabindex="-1" data-say="reminder.title" data-ref="laterTitle"></h3>
      <pomoc-reminder></pomoc-reminder>
      <button type="button" class="link" data-say="reminder.back" data-ref="back"></button>
    </section>
    <pomoc-notice></pomoc-notice>
    <div class="popup-actions" data-ref="actions">
      <button type="button" class="button button-main" data-ref="view">
        <span data-icon="eye"></span><span data-say="popup.view"></span>
      </button>
      <button type="button" class="button" data-ref="postpone">
        <span data-icon="postponed"></span><span data-say="popup.later"></span>
      </button>
      <button type="button" class="button button-quiet" data-ref="delete">
        <span data-icon="trash"></span><span data-say="popup.delete"></span>
      </button>
    </div>`);

  #guardedUntil = 0; #guard;

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.ref("view").addEventListener("click", () => this.emit("pomoc-view"));
    this.ref("delete").addEventListener("click", () => this.emit("pomoc-delete"));
    this.ref("postpone").addEventListener("click", () => this.#showLater());
    this.ref("back").addEventListener("click", () => this.#hideLater());
  }

  /** Whether a key pressed now was meant for something else. */
  get isGuarded() {
    return performance.now() < this.#guardedUntil;
  }

  /** While an answer is on its way. */
  set busy(isBusy) {
    this.ariaBusy = String(isBusy);
    this.#reminder.busy = isBusy;
    if (isBusy) this.#notice.hide();
  }

  fill({ number, topic, text, sender, created_at }) {
    const { words } = this.context;
    this.ref("number").textContent = words.say("notification.number", { number });
    this.ref("topic").textContent = topic;
    this.ref("sender").textContent = sender.name;
    words.fillTime(this.ref("time"), created_at);
    this.ref("text").replaceChildren(linked(text));
    this.#notice.hide();
    this.#turn(false);
  }

  /** Which of how many it is; one alone needs no number. */
  count(position, total) {
    this.ref("count").textContent = total > 1 ? this.context.words.say("popup.position", { position, total }) : "";
  }

  /** The heading has the focus, so that a key pressed by habit does nothing; a text that scrolls is within reach of the keyboard. */
  focusStart() {
    const text = this.ref("text");
    text.scrollTop = 0;
    const scrolls = text.scrollHeight > text.clientHeight + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", this.context.words.say("popup.text")]]) {
      if (scrolls) text.setAttribute(name, value);
      else text.removeAttribute(name);
    }
    this.#keepGuard();
    this.ref("topic").focus({ preventScroll: true });
  }

  /** Escape loses nothing: it offers to be reminded later, and comes back from there. */
  escape() {
    if (this.ref("later").hidden) this.#showLater();
    else this.#hideLater();
  }

  fail(problem, again) {
    if (this.#reminder.refuse(problem)) return;
    const { words } = this.context;
    const { title, text } = explain(problem, words);
    this.#notice.show({ tone: "warning", title, text, actions: [{ label: words.say("again"), run: again, main: true }] });
    this.#notice.firstElementChild.scrollIntoView({ block: "nearest" });
  }

  // Private

  get #notice() {
    return this.querySelector("pomoc-notice");
  }

  get #reminder() {
    return this.querySelector("pomoc-reminder");
  }

  #showLater() {
    if (this.ariaBusy === "true") return;
    this.#reminder.reset();
    this.#notice.hide();
    this.#turn(true);
    this.#keepGuard();
    this.ref("laterTitle").focus();
  }

  #hideLater() {
    this.#notice.hide();
    this.#turn(false);
    this.ref("postpone").focus();
  }

  #turn(isLater) {
    this.ref("later").hidden = !isLater;
    this.ref("text").hidden = isLater;
    this.ref("actions").hidden = isLater;
  }

  #keepGuard() {
    const places = [this.ref("actions"), this.ref("later")];
    for (const place of places) place.inert = true;
    this.#guardedUntil = performance.now() + guardMilliseconds;
    clearTimeout(this.#guard);
    this.#guard = setTimeout(() => { for (const place of places) place.inert = false; }, guardMilliseconds);
  }
}

PopupCard.define();
