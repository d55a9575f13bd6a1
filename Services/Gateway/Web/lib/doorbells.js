/**
 * Reads again when a doorbell of `context.live` concerns what somebody looks at: one reading at a time, and one more when it rang meanwhile.
 * A page in the background reads when it comes to the front. A view that is covered or closed reads nothing: it does when it is shown.
 * @param {import("./element.js").PomocElement} element
 * @param {(kind: "ticket"|"notification", number: number) => boolean} concerns
 * @param {() => Promise<void>} read
 * @param {AbortSignal} signal ends it
 */
export function onDoorbell(element, concerns, read, signal) {
  const { live } = element.context;
  let reading = false;
  let rang = false;

  const answer = async () => {
    if (!rang || reading || document.hidden) return;
    reading = true;
    try {
      while (rang && !document.hidden) {
        rang = false;
        if (!signal.aborted && element.checkVisibility()) await read();
      }
    } finally {
      reading = false;
    }
  };
  const ring = () => { rang = true; answer(); };

  for (const kind of ["ticket", "notification"]) {
    live.addEventListener(kind, ({ detail }) => { if (concerns(kind, detail.number)) ring(); }, { signal });
  }
  live.addEventListener("state", ring, { signal });
  document.addEventListener("visibilitychange", answer, { signal });
}
