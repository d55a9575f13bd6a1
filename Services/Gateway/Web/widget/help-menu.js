import labels from "../lib/strings/button.js";
import { loadStyles } from "../lib/styles.js";

/**
 * The Help menu: a button, and behind it everything else, loaded when it is first wanted.
 *
 * @attribute token - the host's signed token (JWT) of its signed-in user; set a fresh one when asked
 * @attribute locale - `pl` (default), `en` or `uk`
 * @attribute theme - `light`, `dark` or `auto` (default: as the system)
 * @fires help-menu:open - the menu has opened
 * @fires help-menu:close - the menu has closed
 * @fires help-menu:token-expired - the host should set a fresh `token`; the waiting request then goes on by itself
 * @csspart button - the button in the host's page
 * @csspart panel - the menu's dialog
 * @cssproperty --pomoc-accent - the colour of what can be pressed; the others are in `styles/tokens.css`
 */
export class HelpMenu extends HTMLElement {
  static observedAttributes = ["token", "locale"];

  #root = this.attachShadow({ mode: "open" });
  #button = document.createElement("button");
  #label = document.createElement("span");
  #message = document.createElement("p");
  #panel = null;
  #loading = null;

  /** Registers `<help-menu>`, once. */
  static define(registry = customElements) {
    if (!registry.get("help-menu")) registry.define("help-menu", this);
  }

  constructor() {
    super();
    this.#button.type = "button";
    this.#button.part = "button";
    this.#button.setAttribute("aria-haspopup", "dialog");
    this.#message.className = "button-message";
    this.#message.setAttribute("role", "alert");
    this.#button.append(mark(), this.#label);
    this.#button.addEventListener("click", () => this.open());
    for (const hint of ["pointerenter", "focus"]) this.#button.addEventListener(hint, () => this.#load().catch(() => {}), { once: true });
  }

  async connectedCallback() {
    this.#say();
    if (this.#button.isConnected) return;
    this.#root.adoptedStyleSheets = await loadStyles("tokens", "help-button");
    this.#root.prepend(this.#button, this.#message);
  }

  disconnectedCallback() {
    this.#drop();
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === "locale") this.#say();
    const keeps = name === "token" && this.#panel?.context.session.accept(value ?? "");
    if (this.#panel && !keeps) this.#restart(name === "locale");
  }

  /** Opens the menu where it was left. */
  async open() {
    if (this.#button.ariaBusy === "true") return;
    this.#button.ariaBusy = "true";
    this.#message.textContent = "";
    try {
      const { HelpPanel } = await this.#load();
      this.#panel ??= await HelpPanel.prepare(this, this.#root);
      this.#panel.open();
      this.#tell("open");
    } catch (error) {
      console.warn("help-menu:", error);
      this.#message.textContent = this.#labels.failed;
    } finally {
      this.#button.ariaBusy = "false";
    }
  }

  /** Closes the menu; what was typed stays. */
  close() {
    this.#panel?.close();
  }

  /** The panel says that it has closed. */
  closed() {
    this.#button.focus({ preventScroll: true });
    this.#tell("close");
  }

  /** The panel's session needs a fresh token from the host. */
  askForToken() {
    this.#tell("token-expired");
  }

  #load() {
    this.#loading ??= import("../elements/help-panel.js").catch((error) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /** Another language or another person: nothing of the old panel may stay. */
  async #restart(reopen) {
    const wasOpen = this.#panel.isOpen;
    this.#drop();
    if (wasOpen && reopen) await this.open();
  }

  #drop() {
    this.#panel?.remove();
    this.#panel = null;
  }

  get #labels() {
    return labels[this.getAttribute("locale")?.slice(0, 2)] ?? labels.pl;
  }

  #say() {
    this.#label.textContent = this.#labels.help;
  }

  #tell(event) {
    this.dispatchEvent(new CustomEvent(`help-menu:${event}`, { bubbles: true, composed: true }));
  }
}

/** The question mark of the button, drawn here so that the loader needs no other picture. */
function mark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const line of ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M9.6 9.3a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.3 1-1.3 2", "M12 16.6v.1"]) {
    svg.append(document.createElementNS(svg.namespaceURI, "path"));
    svg.lastChild.setAttribute("d", line);
  }
  return svg;
}

HelpMenu.define();
