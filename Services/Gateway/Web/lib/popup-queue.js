/** Which of the due notifications should come up, and in which order. */
export class PopupQueue {
  #menu; #due; #api; #visit = null; #marking = new Set();

  /**
   * @param {import("./element.js").Context} context
   * @param {import("../widget/help-menu.js").HelpMenu} menu
   */
  constructor({ due, api }, menu) {
    this.#due = due;
    this.#api = api;
    this.#menu = menu;
  }

  /** Oldest first, without what the person is reading in the panel, and without what waits until they have read. */
  get waiting() {
    return this.#due.items.filter((item) => !this.#isRead(item) && !this.#isBehind(item));
  }

  /**
   * The person has gone to read one in the panel. What was due with it waits until they have left that place; only news come up before.
   * @param {{to: string, number: number}} place
   * @param {() => Promise<void>} go opens the panel there
   */
  async visit(place, go) {
    const visit = this.#visit = { place, behind: new Set(this.#due.items.map(({ number }) => number)), isOnTheWay: true };
    await go();
    visit.isOnTheWay = false;
  }

  /** What the person has in front of them needs no pop-up: it is read. */
  async markRead() {
    for (const { number } of this.#due.items.filter((item) => this.#isRead(item) && !this.#marking.has(item.number))) {
      this.#marking.add(number);
      try {
        this.#due.take(await this.#api.put(`/v1/notifications/${number}/reading`));
      } catch { /* It stays due, and is read the next time. */ }
      this.#marking.delete(number);
    }
  }

  #isRead({ number, ticket_number: ticket }) {
    return this.#shows("notification", number) || (ticket !== null && this.#shows("ticket", ticket));
  }

  #isBehind({ number }) {
    const visit = this.#visit;
    return visit !== null && (visit.isOnTheWay || this.#shows(visit.place.to, visit.place.number)) && visit.behind.has(number);
  }

  #shows(kind, number) {
    return Boolean(this.#menu.panel?.isShowing(kind, number));
  }
}
