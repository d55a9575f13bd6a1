import labels from "../lib/strings/button.js";
import { adoptStyles } from "../lib/styles.js";

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
  #badge = document.createElement("span");
  #message = document.createElement("p");
  #context = null;
  #making = null;
  #panel = null;
  #due = 0;
  #goBack = null;

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
    this.#badge.className = "button-badge";
    this.#badge.hidden = true;
    this.#button.append(mark(), this.#label, this.#badge);
    this.#button.addEventListener("click", () => this.open());
    for (const hint of ["pointerenter", "focus"]) this.#button.addEventListener(hint, () => loadPanel().catch(() => {}), { once: true });
  }

  async connectedCallback() {
    this.#say();
    this.#listen();
    if (this.#button.isConnected) return;
    await adoptStyles(this.#root, "tokens", "help-button");
    this.#root.prepend(this.#button, this.#message);
  }

  disconnectedCallback() {
    this.#drop();
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === "locale") this.#say();
    const keeps = name === "token" && (!this.#context || this.#context.session.accept(value ?? ""));
    if (this.#making && !keeps) this.#restart(name === "locale");
    else this.#listen();
  }

  /**
   * Opens the menu where it was left.
   * @param {{to: string, number?: number}} [place] opens it at this view instead
   * @param {() => void} [goBack] where the focus goes when it is closed again, instead of the button
   */
  async open(place, goBack) {
    if (this.#button.ariaBusy === "true") return;
    this.#button.ariaBusy = "true";
    this.#message.textContent = "";
    try {
      const panel = await this.load();
      const wasOpen = panel.isOpen;
      panel.open(place);
      if (wasOpen) return;
      this.#goBack = goBack;
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

  // For the menu's own parts

  /** The panel, as soon as there is one. */
  get panel() {
    return this.#panel;
  }

  /** Loads the panel, so that it can be opened at once. */
  async load() {
    const [{ HelpPanel }, context] = await Promise.all([loadPanel(), this.#share()]);
    if (!this.#panel) {
      const panel = await HelpPanel.prepare(this, context);
      if (context !== this.#context) return this.load();
      this.#panel ??= panel;
    }
    if (!this.#panel.isConnected) this.#root.append(this.#panel);
    return this.#panel;
  }

  /** The panel says that it has closed. */
  closed() {
    if (this.#goBack) this.#goBack();
    else this.#button.focus({ preventScroll: true });
    this.#goBack = null;
    this.#tell("close");
  }

  /** The session needs a fresh token from the host. */
  askForToken() {
    this.#tell("token-expired");
  }

  /** So many notifications are due. */
  showDue(count) {
    this.#due = count;
    this.#say();
  }

  // Private

  /** With a token there is somebody for whom news may come; the page goes first. */
  async #listen() {
    if (!this.isConnected || !this.getAttribute("token")) return;
    await idle();
    if (!this.isConnected || !this.getAttribute("token")) return;
    try {
      (await this.#share()).start();
    } catch (error) {
      console.warn("help-menu:", error); // The button still works, and tries again.
    }
  }

  /** What the panel and the pop-up have in common, for this person and language. */
  #share() {
    const making = this.#making ??= import("../lib/context.js").then(async ({ MenuContext }) => {
      const context = await MenuContext.make(this);
      if (this.#making !== making) {
        context.end();
        return this.#share();
      }
      context.session.accept(this.getAttribute("token") ?? "");
      return this.#context = context;
    });
    making.catch(() => { if (this.#making === making) this.#making = null; });
    return making;
  }

  /** Another language or another person: nothing of the former may stay. */
  async #restart(reopen) {
    const wasOpen = this.#panel?.isOpen;
    this.#drop();
    if (wasOpen && reopen) await this.open();
    this.#listen();
  }

  #drop() {
    this.#context?.end();
    this.#panel?.remove();
    this.#context = this.#making = this.#panel = this.#goBack = null;
    this.showDue(0);
  }

  get #locale() {
    const locale = this.getAttribute("locale")?.slice(0, 2);
    return locale in labels ? locale : "pl";
  }

  get #labels() {
    return labels[this.#locale];
  }

  #say() {
    const { help, due } = this.#labels;
    this.#label.textContent = help;
    this.#badge.hidden = this.#due === 0;
    if (this.#due === 0) return this.#button.removeAttribute("aria-label");
    const shown = this.#due > 99 ? "99+" : String(this.#due);
    this.#badge.textContent = shown;
    const words = due[new Intl.PluralRules(this.#locale).select(this.#due)].replace("{count}", shown);
    this.#button.setAttribute("aria-label", `${help}, ${words}`);
  }

  #tell(event) {
    this.dispatchEvent(new CustomEvent(`help-menu:${event}`, { bubbles: true, composed: true }));
  }
}

let panelModule;

function loadPanel() {
  return panelModule ??= import("../elements/help-panel.js").catch((error) => {
    panelModule = null;
    throw error;
  });
}

/** Resolves when the host's page has loaded and has nothing better to do. */
async function idle() {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve, { timeout: 2000 }));
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
