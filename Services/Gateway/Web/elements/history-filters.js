import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";

/** The statuses of each kind of entry, in the order of its life. */
const statuses = {
  ticket: ["new", "in_progress", "waiting", "resolved", "closed"],
  notification: ["unread", "postponed", "read", "deleted"],
};
const roomy = matchMedia("(min-width: 720px)");

/**
 * `<pomoc-history-filters>`: day, topic, kind and status, applied by the search button. A kind that is chosen narrows the statuses to its own.
 * @fires pomoc-search - with the filters `{date, topic, kind, status}`; an empty text means any
 */
export class HistoryFilters extends PomocElement {
  static tag = "pomoc-history-filters";
  static template = template(`
    <details class="filters" data-ref="details">
      <summary>
        <span data-icon="filter"></span><span data-say="history.filters"></span><span class="count" data-ref="count" hidden></span>
      </summary>
      <form class="filters-form" role="search" data-say-label="history.filters" data-ref="form">
        <div class="field"><label for="pomoc-date" data-say="history.date"></label><input id="pomoc-date" type="date" name="date"></div>
        <div class="field field-topic"><label for="pomoc-filter-topic" data-say="history.topic"></label>
          <select id="pomoc-filter-topic" name="topic" data-ref="topic">
            <option value="" data-say="history.any_topic"></option>
          </select></div>
        <div class="field"><label for="pomoc-filter-kind" data-say="history.kind"></label>
          <select id="pomoc-filter-kind" name="kind" data-ref="kind">
            <option value="" data-say="history.any_kind"></option>${
            Object.keys(statuses).map((kind) => `<option value="${kind}" data-say="history.${kind}s"></option>`).join("")}
          </select></div>
        <div class="field field-status"><label for="pomoc-filter-status" data-say="history.status"></label>
          <select id="pomoc-filter-status" name="status" data-ref="status"><option value="" data-say="history.any_status"></option>${
            Object.entries(statuses).map(([kind, names]) => `<optgroup data-kind="${kind}" data-say-group="history.${kind}s">${
              names.map((status) => `<option value="${status}" data-say="status.${status}"></option>`).join("")}</optgroup>`).join("")}
          </select></div>
        <button type="submit" class="button button-main"><span data-icon="search"></span><span data-say="history.search"></span></button>
        <button type="button" class="link" data-ref="clear" data-say="history.clear" disabled></button>
      </form>
    </details>`);

  #groups = [];

  #fold = () => { this.ref("details").open = roomy.matches || this.isFiltered; };

  connectedCallback() {
    if (!this.firstChild) this.#build();
    roomy.addEventListener("change", this.#fold);
    this.#fold();
  }

  disconnectedCallback() {
    roomy.removeEventListener("change", this.#fold);
  }

  get values() {
    return Object.fromEntries(new FormData(this.ref("form")));
  }

  get isFiltered() {
    return Object.values(this.values).some(Boolean);
  }

  /** Fills the drop-down of topics; keeps what is chosen. */
  set topics(topics) {
    const select = this.ref("topic");
    const chosen = select.value;
    select.replaceChildren(select.options[0], ...topics.map((topic) => new Option(topic, topic)));
    select.value = topics.includes(chosen) ? chosen : "";
  }

  clear() {
    this.ref("form").reset();
    this.#narrow();
    this.#search();
    (roomy.matches ? this.ref("form").elements.date : this.querySelector("summary")).focus();
  }

  #build() {
    this.render();
    this.#groups = [...this.ref("status").querySelectorAll("optgroup")];
    for (const group of this.#groups) group.label = this.context.words.say(group.dataset.sayGroup);
    this.ref("kind").addEventListener("change", () => this.#narrow());
    this.ref("form").addEventListener("submit", (event) => { event.preventDefault(); this.#search(); });
    this.ref("form").addEventListener("input", () => { this.ref("clear").disabled = !this.isFiltered; });
    this.ref("clear").addEventListener("click", () => this.clear());
  }

  /** Only the statuses of the kind; options cannot be hidden everywhere, so the other group goes out. */
  #narrow() {
    const kind = this.ref("kind").value;
    const select = this.ref("status");
    const chosen = select.value;
    const groups = this.#groups.filter((group) => !kind || group.dataset.kind === kind);
    select.replaceChildren(select.options[0], ...groups);
    select.value = groups.some((group) => statuses[group.dataset.kind].includes(chosen)) ? chosen : "";
  }

  #search() {
    const count = Object.values(this.values).filter(Boolean).length;
    this.ref("clear").disabled = count === 0;
    this.ref("count").textContent = this.context.words.number(count);
    this.ref("count").hidden = count === 0;
    this.emit("pomoc-search", this.values);
  }
}

HistoryFilters.define();
