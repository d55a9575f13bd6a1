/**
 * Puts exactly these nodes into a parent, in this order. What stays is not touched, and the focus stays with it; when the node that has it
 * goes away, the focus passes to a button of the one in its place.
 * @param {Element} parent
 * @param {Element[]} nodes
 */
export function arrange(parent, nodes) {
  const root = parent.getRootNode();
  const focused = root.activeElement;
  const place = [...parent.children].findIndex((node) => node.contains(focused));
  const wanted = new Set(nodes);
  for (const node of [...parent.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, index) => { if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null); });
  if (place < 0 || root.activeElement === focused) return;
  const next = focused.isConnected ? focused : parent.children[Math.min(place, nodes.length - 1)]?.querySelector("button");
  next?.focus({ preventScroll: true });
}
