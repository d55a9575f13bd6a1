import { Problem } from "./problem.js";

/**
 * Reads an answer that goes on and on, and hands over its bytes as they come. Resolves at its end.
 * @param {URL} url
 * @param {object} options
 * @param {Record<string, string>} options.headers
 * @param {AbortSignal} options.signal
 * @param {number} options.firstSeconds how long the first bytes may take; later is the problem `held_back`
 * @param {number} options.silentSeconds how long it may be silent afterwards; longer is `interrupted`
 * @param {() => void} options.opened the first bytes are here
 * @param {(bytes: Uint8Array) => void} options.take
 */
export async function readStream(url, { headers, signal, firstSeconds, silentSeconds, opened, take }) {
  const late = new AbortController();
  let isOpen = false;
  let timer;
  const expect = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => late.abort(), seconds * 1000);
  };
  expect(firstSeconds);
  try {
    const response = await fetch(url, {
      headers: { ...headers, Accept: "text/event-stream" }, credentials: "omit", cache: "no-store",
      signal: AbortSignal.any([signal, late.signal]),
    });
    if (!response.ok) throw Problem.read(response.status, (name) => response.headers.get(name), await response.text());
    // Somebody else's page with status 200 (a hotel's sign-in to the network) must not be asked again at once.
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) throw new Problem("unavailable");
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      expect(silentSeconds);
      if (!isOpen) opened();
      isOpen = true;
      take(part.value);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (signal.aborted) throw new Problem("cancelled");
    if (isOpen) throw new Problem("interrupted");
    throw new Problem(late.signal.aborted ? "held_back" : "network");
  } finally {
    clearTimeout(timer);
  }
}
