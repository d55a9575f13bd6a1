const address = /https?:\/\/[^\s<>"'„”«»]+/g;

/**
 * Text as nodes, with web addresses as links. Nothing in the text is ever read as markup.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  let done = 0;
  for (const match of text.matchAll(address)) {
    const url = match[0].replace(/[.,;:!?)\]}…]+$/, "");
    fragment.append(text.slice(done, match.index), link(url));
    done = match.index + url.length;
  }
  fragment.append(text.slice(done));
  return fragment;
}

function link(url) {
  const element = document.createElement("a");
  element.href = url;
  element.textContent = url;
  element.target = "_blank";
  element.rel = "noopener noreferrer nofollow";
  return element;
}
