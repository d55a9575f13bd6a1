import { Planner } from "./planner.js";
import strings from "./strings.js";

/**
 * The vendor's side of the demo: a page that knows who is signed in, and hands the menu a token that the vendor's server signed.
 * Everything about embedding is in `signIn`.
 */
const people = [
  { email: "reception@baltyk.example", hotel: "baltyk", hotelName: "Hotel Bałtyk", role: "reception" },
  { email: "owner@baltyk.example", hotel: "baltyk", hotelName: "Hotel Bałtyk", role: "owner" },
  { email: "reception@tatry.example", hotel: "tatry", hotelName: "Hotel Tatry", role: "reception" },
  { email: "owner@tatry.example", hotel: "tatry", hotelName: "Hotel Tatry", role: "owner" },
];

const menu = document.querySelector("help-menu");
const asked = new URLSearchParams(location.search);
const locale = [asked.get("lang"), recall("language"), "pl"].find((language) => language in strings);
const words = strings[locale];
const plural = new Intl.PluralRules(locale);
let current;

/** A text of the planner; plural forms choose by `count`. */
function say(key, values = {}) {
  const text = typeof words[key] === "string" ? words[key] : words[key][plural.select(values.count)] ?? words[key].other;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const planner = new Planner({ say, locale: locale === "en" ? "en-GB" : locale });

speak();
const chosen = [asked.get("as"), recall("person")].map((email) => people.find((person) => person.email === email)).find(Boolean);
offerPeople(chosen ?? people[0]);
switchTo(chosen ?? people[0]);

async function signIn(person) {
  try {
    const response = await fetch(`/demo/token?as=${encodeURIComponent(person.email)}`, { cache: "no-store" });
    if (!response.ok) throw new Error(`/demo/token: ${response.status}`);
    const { token } = await response.json();
    if (person !== current) return; // Somebody else was chosen meanwhile.
    menu.setAttribute("token", token);
    document.querySelector("#error").textContent = "";
  } catch {
    document.querySelector("#error").textContent = say("no_token");
  }
}

function switchTo(person) {
  remember("person", person.email);
  document.querySelector("#hotel").textContent = person.hotelName;
  planner.show(person.hotel);
  menu.removeAttribute("token");
  current = person;
  signIn(person);
}

menu.addEventListener("help-menu:token-expired", () => signIn(current));

function offerPeople(person) {
  const select = document.querySelector("#person");
  for (const hotel of new Set(people.map((each) => each.hotelName))) {
    const group = Object.assign(document.createElement("optgroup"), { label: hotel });
    group.append(...people.filter((each) => each.hotelName === hotel).map((each) => new Option(`${say(each.role)}, ${hotel}`, each.email)));
    select.append(group);
  }
  select.value = person.email;
  select.addEventListener("change", () => switchTo(people.find((each) => each.email === select.value)));
}

function speak() {
  document.documentElement.lang = locale;
  document.title = `${say("planner")} · Zatoka`;
  menu.setAttribute("locale", locale);
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-say-label]")) element.setAttribute("aria-label", say(element.dataset.sayLabel));
  const select = document.querySelector("#language");
  select.value = locale;
  select.addEventListener("change", () => {
    remember("language", select.value);
    location.search = "";
  });
  if (asked.has("lang")) remember("language", locale);
}

function remember(name, value) {
  try { localStorage.setItem(`zatoka.${name}`, value); } catch { /* A private window forgets. */ }
}

function recall(name) {
  try { return localStorage.getItem(`zatoka.${name}`); } catch { return null; }
}
