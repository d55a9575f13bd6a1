/** So long after the last key somebody is still typing. */
const pause = 2500;
const fields = "input, textarea, select, [role=textbox], [role=combobox]";

/**
 * Knows when somebody has their hands full: types (in the host's page or in the menu), composes a character, or holds the pointer down.
 * What wants the focus waits for the pause.
 */
export class Quiet {
  #typedAt = -Infinity; #isComposing = false; #isHolding = false; #waiting = []; #timer; #abort = new AbortController();

  constructor() {
    const options = { capture: true, passive: true, signal: this.#abort.signal };
    const on = (events, react) => { for (const event of events.split(" ")) addEventListener(event, react, options); };
    on("keydown", (event) => { if (isEditable(event.composedPath()[0])) this.#typed(); });
    on("input", (event) => { if (event.inputType) this.#typed(); }); // Reaches us out of closed shadow roots too.
    on("compositionstart", () => { this.#isComposing = true; });
    on("compositionend", () => {
      this.#isComposing = false;
      this.#typed();
      this.#settle();
    });
    on("pointerdown dragstart", () => { this.#isHolding = true; });
    on("pointerup dragend drop", () => this.#release());
    on("pointercancel", (event) => { if (event.pointerType !== "mouse") this.#release(); }); // A mouse may have begun to drag.
    on("pointermove", ({ buttons }) => { if (buttons === 0 && this.#isHolding) this.#release(); });
    on("blur", (event) => {
      if (event.target !== window) return;
      this.#isComposing = false;
      this.#release();
    });
  }

  /** Resolves as soon as nobody is disturbed; at once when that is now. */
  whenCalm() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#settle();
    });
  }

  end() {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  get #left() {
    if (this.#isComposing || this.#isHolding) return Infinity;
    return Math.max(this.#typedAt + pause - performance.now(), 0);
  }

  #typed() {
    this.#typedAt = performance.now();
  }

  #release() {
    this.#isHolding = false;
    this.#settle();
  }

  #settle() {
    clearTimeout(this.#timer);
    if (!this.#waiting.length) return;
    const left = this.#left;
    if (left === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    else if (left < Infinity) this.#timer = setTimeout(() => this.#settle(), left + 10);
  }
}

/** @param {EventTarget} target */
function isEditable(target) {
  return target instanceof Element && (target.isContentEditable || target.matches(fields));
}
