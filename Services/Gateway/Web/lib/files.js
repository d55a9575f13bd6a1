import { limits } from "./limits.js";

/**
 * Why a file cannot be sent, as a key of the strings; null when nothing speaks against it.
 * @param {File} file
 */
export function reasonAgainst(file) {
  if (file.size === 0) return "file.empty";
  if (file.size > limits.fileBytes) return "file.too_large";
  return null;
}

/**
 * How a file can be shown, by its media type.
 * @param {string} type
 * @returns {"image"|"video"|"file"}
 */
export function pictureOf(type) {
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(type)) return "image";
  return type.startsWith("video/") ? "video" : "file";
}

/**
 * Gives a pasted picture a name that says what and when: `zrzut-ekranu-2026-11-22-2315.png`.
 * @param {File} file
 * @param {string} stem
 */
export function namedAfterNow(file, stem) {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const stamp = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate()), two(now.getHours()) + two(now.getMinutes())].join("-");
  const extension = { "image/jpeg": "jpg", "image/svg+xml": "svg" }[file.type] ?? file.type.split("/")[1];
  return new File([file], `${stem}-${stamp}.${extension}`, { type: file.type });
}

/** The files of a drop or a paste. */
export function filesIn(transfer) {
  return [...(transfer?.files ?? [])];
}
