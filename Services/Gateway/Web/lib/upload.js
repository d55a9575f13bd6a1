import { limits } from "./limits.js";
import { Problem } from "./problem.js";

/**
 * Posts a form by XMLHttpRequest, the one way browsers tell the progress of an upload.
 * @param {URL} url
 * @param {FormData} form
 * @param {{headers: Record<string, string>, signal?: AbortSignal, onProgress?: (share: number) => void}} options
 *   `onProgress` gets 0…1
 * @returns {Promise<object|null>} the answer's JSON
 */
export function sendForm(url, form, { headers, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);

    let stalled;
    const moving = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => finish(new Problem("timeout")), limits.stalledSeconds * 1000);
    };
    const cancel = () => finish(new Problem("cancelled"));
    const finish = (problem, answer) => {
      clearTimeout(stalled);
      signal?.removeEventListener("abort", cancel);
      if (!problem) return resolve(answer);
      reject(problem);
      request.abort();
    };

    request.upload.onprogress = (event) => {
      moving();
      if (event.lengthComputable && event.total) onProgress?.(event.loaded / event.total);
    };
    request.onerror = () => finish(new Problem("network"));
    request.onload = () => {
      const { status, responseText } = request;
      if (status < 200 || status > 299) return finish(Problem.read(status, (name) => request.getResponseHeader(name), responseText));
      try {
        finish(null, responseText ? JSON.parse(responseText) : null);
      } catch {
        finish(new Problem("network")); // Cut off on the way: the same key may ask again.
      }
    };
    if (signal?.aborted) return cancel();
    signal?.addEventListener("abort", cancel);
    moving();
    request.send(form);
  });
}
