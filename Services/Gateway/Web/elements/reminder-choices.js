import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";

const presets = ["in_an_hour", "tomorrow_morning", "when_support_opens"];
const minute = 60_000;
const furthest = 90 * 24 * 60 * minute;
let made = 0;

/**
 * `<pomoc-reminder>`: when to be reminded. Three presets, each with the hour it means now, and any other time.
 * @fires pomoc-remind - with `{preset}` or `{at}`, as the API takes it
 */
export class ReminderChoices extends PomocElement {
  static tag = "pomoc-reminder";
  static template = template(`
    <ul class="presets">${presets.map((preset) => `
      <li><button type="button" class="preset" data-preset="${preset}">
        <span data-say="reminder.${preset}"></span><time class="preset-time" data-ref="${preset}"></time>
      </button></li>`).join("")}
    </ul>
    <form class="own-time" novalidate data-ref="form">
      <div class="field">
        <label data-say="reminder.own" data-ref="label"></label>
        <input type="datetime-local" step="60" required data-ref="at">
      </div>
      <button class="button" data-say="reminder.set"></button>
      <p class="hint" data-ref="hint"></p>
    </form>`);

  #isBusy = false;

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    made += 1; // It may stand in the page twice.
    this.ref("label").htmlFor = this.ref("at").id = `pomoc-remind-at-${made}`;
    this.ref("hint").id = `pomoc-remind-hint-${made}`;
    this.ref("at").setAttribute("aria-describedby", this.ref("hint").id);
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-preset]");
      if (button && button.ariaDisabled !== "true") this.#choose({ preset: button.dataset.preset });
    });
    this.ref("at").addEventListener("input", () => this.#mark(""));
    this.ref("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#chooseOwn();
    });
    this.reset();
  }

  /** Starts anew: the hours of the presets are read again, the own time is a full hour, one to two hours ahead. */
  async reset() {
    const { api, words } = this.context;
    const field = this.ref("at");
    const now = Date.now();
    field.min = local(now + minute);
    field.max = local(now + furthest);
    field.value = local(Math.ceil((now + 60 * minute) / (60 * minute)) * 60 * minute);
    this.#mark("");
    try {
      const times = await api.get("/v1/notifications/reminders");
      for (const preset of presets) {
        const time = this.ref(preset);
        this.querySelector(`[data-preset="${preset}"]`).ariaDisabled = String(!times[preset]);
        time.dateTime = times[preset] ?? "";
        time.textContent = times[preset] ? words.ahead(new Date(times[preset])) : words.say("reminder.open_now");
      }
    } catch { /* The words say enough; choosing one tells of the trouble. */ }
  }

  /** While a choice is on its way, no other is taken. */
  set busy(isBusy) {
    this.#isBusy = isBusy;
  }

  /**
   * Shows the server's reason beside the own time.
   * @param {import("../lib/problem.js").Problem} problem
   * @returns {boolean} whether it is about that
   */
  refuse({ fields }) {
    if (fields?.at) this.#mark(fields.at);
    return Boolean(fields?.at);
  }

  #choose(choice) {
    if (!this.#isBusy) this.emit("pomoc-remind", choice);
  }

  #chooseOwn() {
    const { words } = this.context;
    const time = new Date(this.ref("at").value);
    const ahead = time - Date.now();
    const error = Number.isNaN(ahead) ? "reminder.missing"
      : ahead < minute ? "reminder.too_soon"
      : ahead > furthest ? "reminder.too_late" : "";
    if (error) this.#mark(words.say(error));
    else this.#choose({ at: time.toISOString() });
  }

  #mark(error) {
    const field = this.ref("at");
    const hint = this.ref("hint");
    hint.textContent = error || this.context.words.say("reminder.own_hint");
    hint.classList.toggle("is-error", Boolean(error));
    field.setAttribute("aria-invalid", String(Boolean(error)));
    if (error) field.focus();
  }
}

/** As the field takes it: the person's own clock, to the minute. */
function local(time) {
  return new Date(time - new Date(time).getTimezoneOffset() * minute).toISOString().slice(0, 16);
}

ReminderChoices.define();
