/** Not even a trouble that lasts is asked about more often. */
const calmSeconds = 30;
const page = 100;

/**
 * The notifications that are due now, oldest first: what the badge counts and the pop-up shows. Event `change` when they are others.
 * Read again on every doorbell, never twice at once.
 */
export class Due extends EventTarget {
  #api; #items = []; #reading = null; #again = false; #timer; #life = new AbortController();

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./live.js").Live} live
   */
  constructor(api, live) {
    super();
    this.#api = api;
    const { signal } = this.#life;
    for (const event of ["state", "notification", "told"]) live.addEventListener(event, () => this.refresh(), { signal });
  }

  /** @returns {{number: number, topic: string, text: string, created_at: string, ticket_number: number|null, sender: {name: string}}[]} */
  get items() {
    return this.#items;
  }

  /** @param {number} number */
  has(number) {
    return this.#items.some((item) => item.number === number);
  }

  async refresh() {
    this.#again = true;
    if (this.#reading || this.#life.signal.aborted) return;
    clearTimeout(this.#timer);
    while (this.#again) {
      this.#again = false;
      const reading = this.#reading = new AbortController();
      try {
        const { items } = await this.#api.get("/v1/notifications", { query: { due: true, limit: page }, signal: reading.signal });
        if (!reading.signal.aborted) this.#replace(items);
      } catch (problem) {
        if (reading.signal.aborted) continue;
        this.#again = false; // The host's fresh token, too, asks for a reading: a session that stays refused must not go round and round.
        this.#later(problem);
      }
    }
    this.#reading = null;
  }

  /** Takes what an action has answered; a reading that is still on its way is older, and dropped. */
  take(notification) {
    const others = this.#items.filter(({ number }) => number !== notification.number);
    this.#replace(isDue(notification) ? [...others, notification] : others);
    if (!this.#reading) return;
    this.#again = true;
    this.#reading.abort();
  }

  end() {
    this.#life.abort();
    this.#reading?.abort();
    this.#again = false;
    clearTimeout(this.#timer);
  }

  #replace(items) {
    if (this.#life.signal.aborted) return;
    this.#items = items.toSorted((one, other) => one.number - other.number);
    this.dispatchEvent(new Event("change"));
  }

  #later({ retryAfter }) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), Math.max(retryAfter, calmSeconds) * 1000 * (1 + Math.random()));
  }
}

function isDue({ status, remind_at }) {
  return status === "unread" || (status === "postponed" && Date.parse(remind_at) <= Date.now());
}
