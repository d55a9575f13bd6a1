import { PomocElement } from "../lib/element.js";
import { explain } from "../lib/explain.js";
import { limits } from "../lib/limits.js";
import { template } from "../lib/template.js";
import "./notice-box.js";
import "./status-badge.js";

const recentCount = 3;

/** `<pomoc-home>`: the first view, with a card for each section and the latest entries of the history. */
export class HelpHome extends PomocElement {
  static tag = "pomoc-home";
  static size = "narrow";
  static template = template(`
    <div class="scroll home">
      <p class="home-question" data-say="home.question"></p>
      <nav data-say-label="home.sections">
        <ul class="cards">
          <li><button type="button" class="card" data-go="new">
            <span class="card-icon" data-icon="write"></span>
            <span class="card-text"><strong data-say="new.title"></strong><span data-say="new.about"></span></span>
            <span class="card-arrow" data-icon="forward"></span>
          </button></li>
          <li><button type="button" class="card" data-go="history">
            <span class="card-icon" data-icon="history"></span>
            <span class="card-text"><strong data-say="history.title"></strong><span data-say="history.about"></span></span>
            <span class="card-arrow" data-icon="forward"></span>
            <span class="count" data-ref="unread" hidden>
              <span aria-hidden="true" data-ref="unreadCount"></span><span class="visually-hidden" data-ref="unreadWords"></span>
            </span>
          </button></li>
        </ul>
      </nav>
      <section class="recent" aria-labelledby="pomoc-recent" data-ref="recent">
        <h3 id="pomoc-recent" data-say="home.recent"></h3>
        <ul data-ref="entries" aria-busy="true">${
          `<li><div class="recent-entry is-skeleton"><span></span></div></li>`.repeat(recentCount)}</ul>
      </section>
      <pomoc-notice></pomoc-notice>
    </div>`);

  static entry = template(`
    <li><button type="button" class="recent-entry">
      <span class="recent-main">
        <span class="unread-dot" data-ref="unread" hidden></span><span class="recent-topic" data-ref="topic"></span>
      </span>
      <time class="recent-more" data-ref="time"></time>
      <pomoc-status data-ref="status"></pomoc-status>
      <span class="recent-more" data-ref="number"></span>
    </button></li>`);

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.addEventListener("click", (event) => {
      const card = event.target.closest("[data-go]");
      if (card) this.emit("pomoc-go", { to: card.dataset.go });
    });
  }

  get heading() {
    return this.context.words.say("home.title");
  }

  /** Called each time the view appears: the latest news, silently. */
  async shown() {
    const { api } = this.context;
    try {
      this.#fill((await api.get("/v1/history", { query: { limit: limits.largestPage } })).items);
      this.querySelector("pomoc-notice").hide();
      this.emit("pomoc-heading");
    } catch (problem) {
      this.#fail(problem);
    }
  }

  focusStart() {
    this.querySelector(".card").focus({ preventScroll: true });
  }

  #fill(entries) {
    const { words } = this.context;
    const count = entries.filter((entry) => entry.unread).length;
    this.ref("unread").hidden = count === 0;
    this.ref("unreadCount").textContent = words.number(count);
    this.ref("unreadWords").textContent = words.say("home.unread", { count });
    this.ref("entries").ariaBusy = "false";
    this.ref("entries").replaceChildren(...entries.slice(0, recentCount).map((entry) => this.#entry(entry)));
    this.ref("recent").hidden = entries.length === 0;
  }

  #entry({ number, topic, status, unread, updated_at }) {
    const { words } = this.context;
    const item = this.stamp(HelpHome.entry);
    const find = (name) => item.querySelector(`[data-ref="${name}"]`);
    find("topic").textContent = topic;
    find("number").textContent = words.say("ticket.number", { number });
    words.fillTime(find("time"), updated_at);
    find("status").setAttribute("value", status);
    find("unread").hidden = !unread;
    find("unread").append(hiddenText(words.say("history.unread")));
    item.querySelector("button").addEventListener("click", () => this.emit("pomoc-go", { to: "ticket", number }));
    return item;
  }

  /** The sections work without the list, so trouble is told below them, where nothing moves. */
  #fail(problem) {
    const { words } = this.context;
    const { title, text } = explain(problem, words);
    if (this.ref("entries").ariaBusy === "true") this.ref("recent").hidden = true;
    this.querySelector("pomoc-notice").show({
      tone: "warning", title, text, actions: [{ label: words.say("again"), run: () => this.shown() }],
    });
  }
}

function hiddenText(text) {
  const element = document.createElement("span");
  element.className = "visually-hidden";
  element.textContent = `${text}: `;
  return element;
}

HelpHome.define();
