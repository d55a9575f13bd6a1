const languages = ["pl", "en", "uk"];

/** The words of one language: texts, plurals, dates and sizes. */
export class Words {
  #texts; #plural; #time; #day; #dayAhead; #full; #relative;

  /**
   * Loads the language that fits best; Polish when none does.
   * @param {string|null} wanted a BCP 47 tag
   */
  static async load(wanted) {
    const locale = languages.find((language) => wanted?.toLowerCase().startsWith(language)) ?? "pl";
    const { default: texts } = await import(`./strings/${locale}.js`);
    return new Words(locale, texts);
  }

  constructor(locale, texts) {
    this.locale = locale;
    this.#texts = texts;
    this.#plural = new Intl.PluralRules(locale);
    const region = locale === "en" ? "en-GB" : locale; // Hotels count the hours to 24.
    this.#time = new Intl.DateTimeFormat(region, { hour: "numeric", minute: "2-digit" });
    this.#day = new Intl.DateTimeFormat(region, { day: "numeric", month: "short", year: "numeric" });
    this.#dayAhead = new Intl.DateTimeFormat(region, { day: "numeric", month: "long" });
    this.#full = new Intl.DateTimeFormat(region, { dateStyle: "full", timeStyle: "short" });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  }

  /**
   * A text by its key. `{name}` in it becomes the value of that name; a text with plural forms chooses by `count`.
   * @param {string} key
   * @param {Record<string, string|number>} [values]
   */
  say(key, values = {}) {
    const entry = this.#texts[key];
    if (entry === undefined) throw new Error(`No words for ${key}`);
    const text = typeof entry === "string" ? entry : entry[this.#plural.select(values.count)] ?? entry.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => name === "count" ? this.number(values.count) : values[name]);
  }

  /** Whether there is such a text. */
  knows(key) {
    return key in this.#texts;
  }

  number(value) {
    return value.toLocaleString(this.locale);
  }

  percent(share) {
    return share.toLocaleString(this.locale, { style: "percent" });
  }

  /** A file's size in the largest unit that keeps it readable. */
  size(bytes) {
    const [unit, divisor] = bytes < 1024 * 1024 ? ["kilobyte", 1024] : ["megabyte", 1024 * 1024];
    const value = bytes === 0 ? 0 : Math.max(bytes / divisor, 0.1);
    return value.toLocaleString(this.locale, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
  }

  /** "today, 22:14", "yesterday, 9:05", else the date with the time. */
  moment(date) {
    const days = Math.round((midnight(date) - midnight(new Date())) / 86_400_000);
    const day = days === 0 || days === -1 ? this.#relative.format(days, "day") : this.#day.format(date);
    return `${day}, ${this.#time.format(date)}`;
  }

  /** What is to come: "today at 15:20", "tomorrow at 8:00", else the day with the time. */
  ahead(date) {
    const days = Math.round((midnight(date) - midnight(new Date())) / 86_400_000);
    const day = days === 0 || days === 1 ? this.#relative.format(days, "day")
      : this.say("time.on_day", { date: this.#dayAhead.format(date) });
    return this.say("time.ahead", { day, time: this.#time.format(date) });
  }

  full(date) {
    return this.#full.format(date);
  }

  /**
   * Shows a moment in a `<time>` element: short on the page, whole in the tooltip.
   * @param {HTMLTimeElement} element
   * @param {string} iso
   */
  fillTime(element, iso) {
    const date = new Date(iso);
    element.dateTime = iso;
    element.textContent = this.moment(date);
    element.title = this.full(date);
  }

  /** Puts words where the markup asks: `data-say="key"` for the text, `data-say-label="key"` for `aria-label`, and so on. */
  fill(root) {
    for (const element of root.querySelectorAll("[data-say]")) element.textContent = this.say(element.dataset.say);
    for (const [data, attribute] of attributes) {
      for (const element of root.querySelectorAll(`[${data}]`)) element.setAttribute(attribute, this.say(element.getAttribute(data)));
    }
  }
}

const attributes = [["data-say-label", "aria-label"], ["data-say-title", "title"], ["data-say-placeholder", "placeholder"]];

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
