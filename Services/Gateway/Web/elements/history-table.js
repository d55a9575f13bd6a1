import { arrange } from "../lib/arrange.js";
import { PomocElement } from "../lib/element.js";
import { icon } from "../lib/icons.js";
import { template } from "../lib/template.js";
import "./status-badge.js";

const columns = ["position", "number", "topic", "status", "updated", "preview"];
const skeletonRows = 8;
const kindIcons = { ticket: "talk", notification: "bell" };

/** A column's name inside a cell, for the cards of small screens; screen readers have it from the table's head. */
const label = (name) => `<span class="cell-label" aria-hidden="true" data-say="history.column.${name}"></span>`;

/**
 * `<pomoc-history-table>`: the entries in the columns of the guide. Below 720 px each row becomes a card with the same labels; the explicit
 * roles keep it a table for screen readers there too.
 * @fires pomoc-go - the person wants to see an entry
 */
export class HistoryTable extends PomocElement {
  static tag = "pomoc-history-table";
  static template = template(`
    <table class="history-table" role="table" data-say-label="history.title">
      <thead role="rowgroup"><tr role="row">${columns.map((name) => `
        <th role="columnheader" scope="col" class="cell-${name}" data-say="history.column.${name}"></th>`).join("")}
      </tr></thead>
      <tbody role="rowgroup" data-ref="rows"></tbody>
    </table>`);

  static row = template(`
    <tr role="row">
      <td role="cell" class="cell-position">${label("position")}<span data-ref="position"></span></td>
      <td role="cell" class="cell-number">${label("number")}<span data-ref="number"></span></td>
      <td role="cell" class="cell-topic"><div class="entry">
        <span class="entry-kind" data-ref="kind"></span>
        <div class="entry-text">
          <span class="unread-mark" data-ref="unread" hidden><span class="unread-dot"></span><span data-say="history.unread"></span></span>
          <span class="entry-topic" data-ref="topic"></span><span class="entry-preview" data-ref="preview"></span>
        </div>
      </div></td>
      <td role="cell" class="cell-status"><pomoc-status data-ref="status"></pomoc-status></td>
      <td role="cell" class="cell-updated">${label("updated")}<time data-ref="updated"></time></td>
      <td role="cell" class="cell-preview"><button type="button" class="button button-small" data-ref="open">
        <span data-icon="eye"></span><span data-say="history.preview"></span>
      </button></td>
    </tr>`);

  static skeleton = template(`
    <tr role="row" class="is-skeleton">${columns.map((name) => `
      <td role="cell" class="cell-${name}"><span></span></td>`).join("")}
    </tr>`);

  #rows = new Map();

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.ref("rows").addEventListener("click", (event) => this.#open(event));
  }

  /** Grey rows of the right height, while nothing is known yet. */
  wait() {
    this.ariaBusy = "true";
    if (this.#rows.size) return;
    this.ref("rows").replaceChildren(...Array.from({ length: skeletonRows }, () => this.stamp(HistoryTable.skeleton)));
  }

  /** Shows these entries and no others; rows that were there before stay the same nodes, so focus and scrolling hold. */
  show(entries) {
    this.ariaBusy = "false";
    const before = this.#rows;
    this.#rows = new Map();
    arrange(this.ref("rows"), entries.map((entry, index) => this.#row(entry, index, before.get(entry.number))));
  }

  /** Where a row is on the screen; nothing when it is not there. */
  boxOf(number) {
    return this.#rows.get(number)?.getBoundingClientRect();
  }

  /** Puts the focus on a row's button. */
  focusRow(number) {
    this.#rows.get(number)?.querySelector("[data-ref=open]").focus();
  }

  #row(entry, index, existing) {
    const row = existing ?? this.#newRow(entry);
    const { words } = this.context;
    const find = (name) => row.querySelector(`[data-ref="${name}"]`);
    find("position").textContent = words.number(index + 1);
    find("number").textContent = entry.number;
    find("topic").textContent = entry.topic;
    find("preview").textContent = entry.preview;
    find("status").setAttribute("value", entry.status);
    words.fillTime(find("updated"), entry.updated_at);
    find("unread").hidden = !entry.unread || entry.kind === "notification"; // Its status says so already.
    row.classList.toggle("is-unread", entry.unread);
    row.classList.toggle("is-deleted", entry.status === "deleted");
    this.#rows.set(entry.number, row);
    return row;
  }

  #newRow({ kind, number }) {
    const { words } = this.context;
    const row = this.stamp(HistoryTable.row).firstElementChild;
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = words.say(`history.is_${kind}`);
    const mark = row.querySelector("[data-ref=kind]");
    mark.title = word.textContent;
    mark.append(icon(kindIcons[kind]), word);
    const preview = kind === "ticket" ? "history.preview_of" : "history.preview_of_notification";
    row.querySelector("[data-ref=open]").ariaLabel = words.say(preview, { number });
    Object.assign(row.dataset, { kind, number });
    return row;
  }

  /** The button is the way in; for the mouse the whole row is, unless a text was being selected. */
  #open(event) {
    const row = event.target.closest("tr[data-number]");
    if (!row || (!event.target.closest("button") && String(getSelection()))) return;
    row.querySelector("[data-ref=open]").focus({ preventScroll: true });
    this.emit("pomoc-go", { to: row.dataset.kind, number: Number(row.dataset.number) });
  }
}

HistoryTable.define();
