import { PomocElement } from "../lib/element.js";
import { template } from "../lib/template.js";

/**
 * `<pomoc-confirm>`: asks before something that is not undone by one press.
 * Escape and a press beside it mean no; the focus goes back where it was.
 */
export class ConfirmDialog extends PomocElement {
  static tag = "pomoc-confirm";
  static template = template(`
    <dialog class="confirm" aria-labelledby="pomoc-confirm-title" aria-describedby="pomoc-confirm-text" data-ref="dialog">
      <form method="dialog">
        <h3 id="pomoc-confirm-title" data-ref="title"></h3>
        <p id="pomoc-confirm-text" data-ref="text"></p>
        <div class="confirm-actions">
          <button class="button" value="" data-ref="no" autofocus></button>
          <button class="button button-main" value="yes" data-ref="yes"></button>
        </div>
      </form>
    </dialog>`);

  connectedCallback() {
    if (this.firstChild) return;
    this.render();
    this.ref("dialog").addEventListener("click", (event) => {
      if (event.target === event.currentTarget) event.currentTarget.close("");
    });
  }

  /**
   * @param {{title: string, text: string, yes: string, no: string}} question
   * @returns {Promise<boolean>}
   */
  ask(question) {
    const dialog = this.ref("dialog");
    for (const [name, text] of Object.entries(question)) this.ref(name).textContent = text;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }
}

ConfirmDialog.define();
