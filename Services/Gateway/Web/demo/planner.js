import { hotelData } from "./stays.js";

const wide = matchMedia("(min-width: 1100px)");
const statuses = ["in_house", "confirmed", "tentative", "departed", "blocked"];

/** Draws the board of rooms and days, the day's figures and lists, and the details of a reservation. */
export class Planner {
  #say; #locale; #hotel; #offset = -1; #today = startOfDay(new Date());

  /** @param {{say: (key: string, values?: object) => string, locale: string}} words */
  constructor({ say, locale }) {
    this.#say = say;
    this.#locale = locale;
    find("#previous").addEventListener("click", () => this.#move(this.#offset - 7));
    find("#next").addEventListener("click", () => this.#move(this.#offset + 7));
    find("#today").addEventListener("click", () => this.#move(-1));
    wide.addEventListener("change", () => this.#draw());
    find("#legend").append(...statuses.map((status) => make("li", { className: "legend-item" }, make("span", { className: `swatch is-${status}` }), say(status))));
  }

  /** @param {"baltyk"|"tatry"} hotel */
  show(hotel) {
    this.#hotel = hotelData(hotel);
    this.#draw();
    this.#drawToday();
  }

  #move(offset) {
    this.#offset = offset;
    this.#draw();
    find("#frame").scrollLeft = 0;
  }

  #draw() {
    const count = wide.matches ? 14 : 7;
    const { rooms, stays } = this.#hotel;
    const first = this.#offset;
    find("#range").textContent = new Intl.DateTimeFormat(this.#locale, { day: "numeric", month: "long", year: "numeric" }).formatRange(this.#date(first), this.#date(first + count - 1));
    const board = find("#board");
    board.style.setProperty("--days", count);
    const rows = rooms.map((room) => this.#row(room, stays.filter((stay) => stay.room === room.number), first, count));
    board.replaceChildren(this.#head(first, count), ...rows);
  }

  #head(first, count) {
    const weekday = new Intl.DateTimeFormat(this.#locale, { weekday: "short" });
    const head = make("div", { className: "row head" }, make("div", { className: "room", textContent: this.#say("room") }));
    for (let index = first; index < first + count; index += 1) {
      const date = this.#date(index);
      head.append(make("div", { className: dayClass(date, index) }, make("span", { textContent: weekday.format(date) }), make("strong", { textContent: date.getDate() })));
    }
    return head;
  }

  #row(room, stays, first, count) {
    const row = make("div", { className: "row" }, make("div", { className: "room" }, make("strong", { textContent: room.number }), make("span", { textContent: this.#say(room.kind) })));
    const track = make("div", { className: "track" });
    for (let index = first; index < first + count; index += 1) {
      const cell = make("span", { className: dayClass(this.#date(index), index) });
      cell.style.setProperty("--at", (index - first) * 2 + 1);
      track.append(cell);
    }
    for (const stay of stays.filter((each) => each.to >= first && each.from < first + count)) track.append(this.#bar(stay, first, count));
    row.append(track);
    return row;
  }

  /** A bar runs from the middle of the day of arrival to the middle of the day of departure. */
  #bar(stay, first, count) {
    const blocked = stay.status === "blocked";
    const label = blocked ? this.#say("blocked") : stay.guest;
    const bar = make("button", { type: "button", className: `bar is-${stay.status}`, title: label }, make("span", { textContent: label }));
    const from = (stay.from - first) * 2 + 2;
    const to = (stay.to - first) * 2 + 2;
    bar.style.setProperty("--from", Math.max(from, 1));
    bar.style.setProperty("--to", Math.min(to, count * 2 + 1));
    bar.classList.toggle("is-cut-left", from < 1);
    bar.classList.toggle("is-cut-right", to > count * 2 + 1);
    bar.setAttribute("aria-label", `${label}, ${this.#say("room_number", { room: stay.room })}, ${this.#dates(stay)}, ${this.#say(stay.status)}`);
    bar.addEventListener("click", () => this.#details(stay, bar));
    return bar;
  }

  #details(stay, bar) {
    const { rooms } = this.#hotel;
    const blocked = stay.status === "blocked";
    const money = new Intl.NumberFormat(this.#locale, { style: "currency", currency: "PLN", maximumFractionDigits: 0 });
    const facts = [[this.#say("stay"), `${this.#dates(stay)} · ${this.#say("nights", { count: stay.to - stay.from })}`]];
    if (!blocked) {
      facts.push([this.#say("party"), this.#say("guests", { count: stay.party })],
        [this.#say("channel"), stay.channel in { phone: 1, website: 1 } ? this.#say(stay.channel) : stay.channel],
        [this.#say("price"), `${money.format(stay.price)}, ${this.#say(stay.paid ? "paid" : "due")}`]);
    }
    const kind = this.#say(rooms.find((room) => room.number === stay.room).kind);
    const close = make("button", { type: "button", className: "details-close", textContent: "×", ariaLabel: this.#say("close") });
    const box = find("#details");
    close.addEventListener("click", () => box.hidePopover());
    box.replaceChildren(
      make("div", { className: "details-head" }, make("h2", { id: "details-title",  textContent: blocked ? this.#say("blocked") : stay.guest }), close),
      make("p", { className: "details-room" }, make("span", { className: `swatch is-${stay.status}` }), `${this.#say(stay.status)} · ${this.#say("room_number", { room: stay.room })}, ${kind}`),
      make("dl", {}, ...facts.map(([name, value]) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value })))),
    );
    box.showPopover({ source: bar });
    place(box, bar);
    close.focus();
  }

  #drawToday() {
    const { rooms, stays } = this.#hotel;
    const guests = stays.filter((stay) => stay.status !== "blocked");
    const arriving = guests.filter((stay) => stay.from === 0);
    const leaving = guests.filter((stay) => stay.to === 0);
    const here = guests.filter((stay) => stay.status === "in_house");
    const nights = guests.filter((stay) => stay.from <= 0 && stay.to > 0).length;
    const figures = [["arrivals", arriving.length], ["departures", leaving.length], ["guests_now", here.reduce((sum, stay) => sum + stay.party, 0)],
      ["occupancy", (nights / rooms.length).toLocaleString(this.#locale, { style: "percent" })]];
    find("#figures").replaceChildren(...figures.map(([name, value]) => make("div", {}, make("dt", { textContent: this.#say(name) }), make("dd", { textContent: value }))));
    this.#list("#arrivals", arriving, "none_arrivals");
    this.#list("#departures", leaving, "none_departures");
  }

  #list(place, stays, none) {
    const items = stays.map((stay) => make("li", {},
      make("strong", { textContent: stay.guest }),
      make("span", { textContent: `${this.#say("room_number", { room: stay.room })} · ${this.#say("nights", { count: stay.to - stay.from })} · ${this.#say("guests", { count: stay.party })}` }),
      make("span", { className: `tag is-${stay.status}`, textContent: this.#say(stay.status) })));
    find(`${place} ul`).replaceChildren(...(items.length ? items : [make("li", { textContent: this.#say(none) })]));
  }

  #date(index) {
    const date = new Date(this.#today);
    date.setDate(date.getDate() + index);
    return date;
  }

  #dates(stay) {
    return new Intl.DateTimeFormat(this.#locale, { day: "numeric", month: "short" }).formatRange(this.#date(stay.from), this.#date(stay.to));
  }
}

function place(box, bar) {
  const edge = 8;
  const { left, bottom, top } = bar.getBoundingClientRect();
  const below = bottom + edge + box.offsetHeight < innerHeight;
  box.style.setProperty("left", `${Math.max(edge, Math.min(left, innerWidth - box.offsetWidth - edge))}px`);
  box.style.setProperty("top", `${Math.max(edge, below ? bottom + edge : top - edge - box.offsetHeight)}px`);
}

function dayClass(date, index) {
  return ["day", index === 0 && "is-today", [0, 6].includes(date.getDay()) && "is-weekend"].filter(Boolean).join(" ");
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

function find(selector) {
  return document.querySelector(selector);
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
