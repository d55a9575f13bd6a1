import { PomocElement } from "../lib/element.js";
import { rememberFocus } from "../lib/focus-return.js";
import { PopupQueue } from "../lib/popup-queue.js";
import { Problem } from "../lib/problem.js";
import { adoptStyles } from "../lib/styles.js";
import { template } from "../lib/template.js";
import "./popup-card.js";
import "./popup-toasts.js";

/**
 * `<pomoc-popup>`: a notification in the middle of the window. It comes up when nobody is disturbed, stays until it is answered, and gives
 * the focus back where it was. Several come one after another.
 */
export class NotificationPopup extends PomocElement {
  static tag = "pomoc-popup";
  static template = template(`
    <dialog class="popup" role="alertdialog" closedby="none" aria-labelledby="pomoc-popup-number pomoc-popup-topic"
      aria-describedby="pomoc-popup-text" data-ref="dialog">
      <pomoc-popup-card></pomoc-popup-card>
      <p class="visually-hidden" role="status" data-ref="live"></p>
    </dialog>
    <pomoc-popup-toasts></pomoc-popup-toasts>`);

  #menu; #context; #queue; #current = null; #handled = 0; #isBusy = false; #isWaiting = false; #isClosing = false; #goBack = null;
  #toSay = []; #life = new AbortController();

  /**
   * @param {import("../lib/context.js").MenuContext} context
   * @param {import("../widget/help-menu.js").HelpMenu} menu
   * @returns {Promise<NotificationPopup|null>} null when somebody else sits here meanwhile
   */
  static async prepare(context, menu) {
    await adoptStyles(menu.shadowRoot, "base", "form", "popup");
    if (context.isEnded) return null;
    const popup = new NotificationPopup();
    popup.#menu = menu;
    popup.#context = context.with({ menu, announce: (text) => popup.#announce(text) });
    popup.#queue = new PopupQueue(context, menu);
    menu.shadowRoot.append(popup);
    return popup;
  }

  get context() {
    return this.#context;
  }

  // Lifecycle

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    const dialog = this.ref("dialog");
    dialog.lang = this.context.words.locale;
    this.#toasts.dialog = dialog;
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", (event) => { if (event.target === dialog) this.#closed(); });
    // The keys are for the pop-up; the host's page may have shortcuts of its own.
    for (const event of ["keydown", "keyup", "keypress"]) dialog.addEventListener(event, (each) => each.stopPropagation());
    this.addEventListener("pomoc-view", () => this.#view());
    this.addEventListener("pomoc-remind", ({ detail }) => this.#postpone(detail));
    this.addEventListener("pomoc-delete", () => this.#delete());
    this.addEventListener("pomoc-undone", () => { this.#handled = Math.max(this.#handled - 1, 0); });
    this.#watch();
    this.#consider();
  }

  /** Somebody else sits here now. */
  end() {
    this.#life.abort();
    this.#close();
    this.#toasts.end();
    this.remove();
  }

  /** All that may decide whether something comes up. */
  #watch() {
    const { signal } = this.#life;
    const consider = () => this.#consider();
    this.context.due.addEventListener("change", consider, { signal });
    document.addEventListener("visibilitychange", consider, { signal });
    this.#menu.addEventListener("help-menu:close", consider, { signal });
    this.#menu.shadowRoot.addEventListener("pomoc-moved", consider, { signal });
    const size = new ResizeObserver(consider); // A host may hide the menu, and a pop-up in it would not be seen.
    size.observe(this.#menu);
    signal.addEventListener("abort", () => size.disconnect(), { once: true });
    addEventListener("keydown", (event) => this.#takeKey(event), { capture: true, signal });
  }

  // What is on the screen

  /** Brings what is shown in line with what is due. */
  #consider() {
    if (this.#isBusy || this.#life.signal.aborted) return;
    const { open } = this.ref("dialog");
    if (!open && !document.hidden) this.#queue.markRead();
    if (open && this.#current && this.context.due.has(this.#current.number)) return this.#showCount();
    this.#current = null; // Answered, here or elsewhere.
    const [next] = this.#queue.waiting;
    if (open && next) this.#goOn(next);
    else if (open) this.#close();
    else if (next && !document.hidden) this.#comeUp();
  }

  async #comeUp() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    await this.context.quiet.whenCalm();
    this.#isWaiting = false;
    const [next] = this.#queue.waiting;
    const dialog = this.ref("dialog");
    if (!next || dialog.open || document.hidden || this.#life.signal.aborted || !this.#menu.checkVisibility()) return;
    this.#goBack ??= rememberFocus();
    this.#handled = 0;
    this.#fill(next);
    dialog.showModal();
    this.#toasts.settle();
    this.#card.focusStart();
  }

  #goOn(next) {
    const { number, topic, text } = next;
    this.#fill(next);
    this.#card.focusStart();
    this.#announce(`${this.context.words.say("notification.number", { number })}. ${topic}. ${text}`);
  }

  #fill(notification) {
    this.#current = notification;
    this.#card.fill(notification);
    this.#showCount();
  }

  #showCount() {
    this.#card.count(this.#handled + 1, this.#handled + this.#queue.waiting.length);
  }

  #close() {
    const dialog = this.ref("dialog");
    if (!dialog.open) return;
    this.#isClosing = true;
    dialog.close();
    this.#current = null;
    this.#toasts.settle();
    this.#goBack?.();
    this.#goBack = null;
  }

  /** Some browsers let a gesture close it all the same; what is due comes up again. */
  #closed() {
    const wasMeant = this.#isClosing;
    this.#isClosing = false;
    if (!wasMeant) this.#consider();
  }

  #takeKey(event) {
    if (!this.ref("dialog").open || event.isComposing) return;
    if (this.#card.isGuarded && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#card.escape();
    }
  }

  // Answers

  #view() {
    const { number, ticket_number: ticket } = this.#current;
    const place = ticket ? { to: "ticket", number: ticket } : { to: "notification", number };
    const goBack = this.#goBack;
    return this.#act(async () => {
      await this.#menu.load().catch(() => { throw new Problem("network"); });
      return this.context.api.put(`/v1/notifications/${number}/reading`);
    }, (answer, settle) => this.#queue.visit(place, () => {
      settle();
      return this.#menu.open(place, goBack);
    }));
  }

  #delete() {
    const { number } = this.#current;
    return this.#act(() => this.context.api.put(`/v1/notifications/${number}/deletion`), (answer, settle) => {
      settle();
      this.#toasts.deleted(number);
    });
  }

  #postpone(choice) {
    const { api, words } = this.context;
    const { number } = this.#current;
    return this.#act(() => api.put(`/v1/notifications/${number}/reminder`, choice), ({ remind_at }, settle) => {
      settle();
      this.#toasts.say(words.say("reminder.confirmed", { when: words.ahead(new Date(remind_at)) }));
    });
  }

  /**
   * One at a time, and nothing is taken away before the gateway has said yes.
   * @param {() => Promise<object>} attempt
   * @param {(answer: object, settle: () => void) => void} done calls `settle` to let the next one come up
   */
  async #act(attempt, done) {
    if (this.#isBusy) return;
    const { due, live } = this.context;
    const { number } = this.#current;
    this.#setBusy(true);
    let answer;
    try {
      answer = await attempt();
    } catch (problem) {
      this.#setBusy(false);
      if (problem.status === 404) return due.take({ number, status: "deleted" }); // It is not ours any more.
      this.#card.fail(problem, () => this.#act(attempt, done));
      return due.refresh();
    }
    this.#setBusy(false);
    if (this.#life.signal.aborted) return;
    this.#handled += 1;
    done(answer, () => {
      due.take(answer);
      live.tell("notification", number);
    });
  }

  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    this.#card.busy = isBusy;
  }

  // Private

  get #card() {
    return this.querySelector("pomoc-popup-card");
  }

  get #toasts() {
    return this.querySelector("pomoc-popup-toasts");
  }

  /** What is said in one moment is heard together. */
  #announce(text) {
    const live = this.ref("live");
    live.textContent = "";
    if (this.#toSay.push(text) > 1) return;
    requestAnimationFrame(() => { live.textContent = this.#toSay.splice(0).join(" "); });
  }
}

NotificationPopup.define();
