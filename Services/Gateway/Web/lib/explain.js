/**
 * What a problem means to a person: what happened, and what to do next.
 * @param {import("./problem.js").Problem} problem
 * @param {import("./words.js").Words} words
 * @returns {{title: string, text: string, canRetry: boolean}}
 */
export function explain(problem, words) {
  const code = known.has(problem.code) ? problem.code : "other";
  return {
    title: words.say(`problem.${code}.title`),
    text: code === "other" && problem.detail ? problem.detail : words.say(`problem.${code}.text`, { count: waitFor(problem) }),
    canRetry: code !== "not_found" && code !== "forbidden",
  };
}

/** Seconds to wait before the same request makes sense again. */
export function waitFor(problem) {
  return problem.code === "rate_limited" ? Math.max(problem.retryAfter, 1) : 0;
}

const known = new Set(["network", "timeout", "unavailable", "session_expired", "rate_limited", "not_found", "forbidden"]);
