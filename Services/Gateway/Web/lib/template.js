/** Hosts that demand Trusted Types allow the policy name `pomoc`; everywhere else the text passes through. */
const policy = globalThis.trustedTypes?.createPolicy("pomoc", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/**
 * Parses a constant piece of markup once. Never give it anything that came from a person or a server.
 * @param {string} markup a literal of the calling module
 * @returns {HTMLTemplateElement}
 */
export function template(markup) {
  const element = document.createElement("template");
  element.innerHTML = policy.createHTML(markup);
  return element;
}
