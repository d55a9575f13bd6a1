import { limits } from "./limits.js";

/**
 * The text fields of a form: their values, what is wrong with them, and how much room is left.
 * Beside each field stands a `<p data-hint="name">` whose words give way to the error, so that nothing moves;
 * a `<p data-count="name">`, where there is one, counts near the end.
 */
export class FormFields {
  #form; #words;

  /**
   * @param {HTMLFormElement} form
   * @param {import("./words.js").Words} words
   */
  constructor(form, words) {
    this.#form = form;
    this.#words = words;
  }

  /** @returns {Record<string, string>} what would be sent, without files */
  get values() {
    return Object.fromEntries([...new FormData(this.#form)].filter(([, value]) => typeof value === "string"));
  }

  set values(values) {
    for (const [name, value] of Object.entries(values)) {
      if (this.#form.elements[name]) this.#form.elements[name].value = value;
    }
    this.count();
  }

  get isEmpty() {
    return this.#texts.every((field) => !field.value.trim());
  }

  get first() {
    return this.#texts[0];
  }

  /** Checks every field and puts the focus on the first that is wrong. */
  areComplete() {
    const wrong = this.#texts.filter((field) => !this.#check(field));
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  /** A field was changed: an error that is gone is taken away, a new one waits until sending. */
  changed(field) {
    this.count();
    if (field.getAttribute("aria-invalid") === "true") this.#check(field);
  }

  /**
   * Shows the server's reasons beside the fields they are about.
   * @param {Record<string, string>} reasons
   * @returns {boolean} whether any of them found its field
   */
  refuse(reasons) {
    const wrong = this.#texts.filter((field) => reasons[field.name]);
    for (const field of wrong) this.#mark(field, reasons[field.name]);
    wrong[0]?.focus();
    return wrong.length > 0;
  }

  accept() {
    for (const field of this.#texts) if (field.getAttribute("aria-invalid") === "true") this.#mark(field, "");
  }

  /** What is on its way is not changed under it. */
  hold(held) {
    for (const field of this.#texts) field.readOnly = held;
    for (const group of this.#form.querySelectorAll("fieldset")) group.disabled = held;
  }

  /** Says how much room is left, near the end only. */
  count() {
    for (const field of this.#texts) {
      const counter = this.#form.querySelector(`[data-count="${field.name}"]`);
      if (!counter) continue;
      const left = Number(field.dataset.limit) - field.value.length;
      counter.textContent = left <= limits.counterFrom ? this.#words.say("error.left", { count: Math.max(left, 0) }) : "";
    }
  }

  get #texts() {
    return [...this.#form.querySelectorAll("input[type=text], textarea")];
  }

  #check(field) {
    const words = this.#words;
    const limit = Number(field.dataset.limit);
    const over = field.value.length - limit;
    const error = !field.value.trim() ? words.say(field.dataset.missing ?? `error.${field.name}_missing`)
      : over > 0 ? words.say("error.too_long", { limit: words.number(limit), count: over }) : "";
    this.#mark(field, error);
    return !error;
  }

  #mark(field, error) {
    const hint = this.#form.querySelector(`[data-hint="${field.name}"]`);
    hint.dataset.words ??= hint.textContent;
    hint.textContent = error || hint.dataset.words;
    hint.classList.toggle("is-error", Boolean(error));
    field.setAttribute("aria-invalid", String(Boolean(error)));
  }
}
