/**
 * Remembers where somebody is: what has the focus, and the caret or the selection in it.
 * @returns {() => void} brings them back there, as far as it still exists
 */
export function rememberFocus() {
  const focused = deepest();
  const field = fieldSelection(focused);
  const selection = getSelection();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return () => {
    if (focused && focused !== document.body && focused.isConnected && deepest() !== focused) focused.focus({ preventScroll: true });
    if (field) return field();
    if (anchorNode?.isConnected && focusNode.isConnected) selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  };
}

/** The element with the focus, inside shadow roots too where they are open. */
export function deepest() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

function fieldSelection(field) {
  try {
    const { selectionStart, selectionEnd, selectionDirection } = field;
    if (selectionStart == null) return null;
    return () => {
      if (field.selectionStart !== selectionStart || field.selectionEnd !== selectionEnd) {
        field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
      }
    };
  } catch {
    return null; // Fields without a caret.
  }
}
