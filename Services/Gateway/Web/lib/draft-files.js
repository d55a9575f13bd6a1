/** The files of drafts, one under each key, in the IndexedDB database `pomoc`. */

/**
 * @param {string} key
 * @returns {Promise<File|null>}
 */
export async function readFile(key) {
  const kept = await inStore("readonly", (store) => store.get(key));
  return kept ? new File([kept.blob], kept.name, { type: kept.type, lastModified: kept.lastModified }) : null;
}

/**
 * @param {string} key
 * @param {File} file
 */
export async function writeFile(key, file) {
  // The bytes are copied now: a reference to a file on disk dies when the file is moved.
  const blob = new Blob([await file.arrayBuffer()], { type: file.type });
  await inStore("readwrite", (store) => store.put({ blob, name: file.name, type: file.type, lastModified: file.lastModified }, key));
}

/** @param {string} key */
export function removeFile(key) {
  return inStore("readwrite", (store) => store.delete(key));
}

async function inStore(mode, action) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("file", mode);
      const request = action(transaction.objectStore("file"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("pomoc", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("file");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
