/* What the browser keeps. Storage may be denied, full or hold anything: then the page lives without it. */
const PREFIX = "paperline.";

/** The value kept under that name where `fits` says it is one; else the fallback. */
export function read(name, fits, fallback) {
  try {
    const value = JSON.parse(localStorage.getItem(PREFIX + name));
    return fits(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** The value is kept; false where it could not be. */
export function write(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** A setting that the first script of a page reads too: a bare word, or nothing. */
export function writeWord(name, word) {
  try {
    if (word) localStorage.setItem(PREFIX + name, word);
    else localStorage.removeItem(PREFIX + name);
  } catch { /* it holds for this page */ }
}

export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
