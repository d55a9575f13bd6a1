import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";
import "./status-badge.js";

const columns = ["position", "number", "topic", "status", "updated", "preview"];
const skeletonRows = 8;

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
      <td role="cell" class="cell-topic">
        <span class="unread-mark" data-ref="unread" hidden><span class="unread-dot"></span><span data-say="history.unread"></span></span>
        <span class="entry-topic" data-ref="topic"></span><span class="entry-preview" data-ref="preview"></span></td>
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
    const nodes = entries.map((entry, index) => this.#row(entry, index, before.get(entry.number)));
    const body = this.ref("rows");
    for (const node of [...body.children]) if (!nodes.includes(node)) node.remove();
    nodes.forEach((node, index) => { if (body.children[index] !== node) body.insertBefore(node, body.children[index] ?? null); });
  }

  /** Puts the focus on a row's button. */
  focusRow(number) {
    this.#rows.get(number)?.querySelector("[data-ref=open]").focus();
  }

  #row(entry, index, existing) {
    const row = existing ?? this.stamp(HistoryTable.row).firstElementChild;
    const { words } = this.context;
    const find = (name) => row.querySelector(`[data-ref="${name}"]`);
    find("position").textContent = words.number(index + 1);
    find("number").textContent = entry.number;
    find("topic").textContent = entry.topic;
    find("preview").textContent = entry.preview;
    find("status").setAttribute("value", entry.status);
    words.fillTime(find("updated"), entry.updated_at);
    find("unread").hidden = !entry.unread;
    find("open").ariaLabel = words.say("history.preview_of", { number: entry.number });
    row.classList.toggle("is-unread", entry.unread);
    row.dataset.number = entry.number;
    this.#rows.set(entry.number, row);
    return row;
  }

  /** The button is the way in; for the mouse the whole row is, unless a text was being selected. */
  #open(event) {
    const row = event.target.closest("tr[data-number]");
    if (!row || (!event.target.closest("button") && String(getSelection()))) return;
    row.querySelector("[data-ref=open]").focus({ preventScroll: true });
    this.emit("pomoc-go", { to: "ticket", number: Number(row.dataset.number) });
  }
}

HistoryTable.define();
