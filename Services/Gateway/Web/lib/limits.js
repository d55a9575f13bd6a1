/**
 * The limits the forms check before they send. The server has the last word (see `api.md`);
 * a number changes here and there, and nowhere else in the browser.
 */
export const limits = Object.freeze({
  topicLength: 200,
  messageLength: 20_000,
  /** From this many characters left, the counter is shown. */
  counterFrom: 500,
  fileBytes: 25 * 1024 * 1024,
  historyPage: 20,
  /** The largest page the API gives; also how far the unread count looks back. */
  largestPage: 100,
  /** How long a forgotten draft stays on this computer. */
  draftDays: 30,
  requestSeconds: 20,
  /** An upload is given up when nothing moves for this long. */
  stalledSeconds: 60,
});

/** What the file dialog offers. The server judges by the bytes, so this is only a convenience. */
export const acceptedFiles = [
  "image/*", "video/mp4", "video/webm", "video/quicktime", ".mov", ".pdf", ".txt", ".csv",
  ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf", ".zip",
].join(",");
