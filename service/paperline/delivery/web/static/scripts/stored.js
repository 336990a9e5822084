/* The reader's own state: what was read and starred, and when the last visit was. */
import { isRecord, read, write } from "./storage.js";

const MOST_READ = 20000;
const MOST_STARS = 2000;
const VISIT_SECONDS = 30 * 60;
const isText = (value) => typeof value === "string" && value.length < 2000;
const isStar = (value) => isRecord(value) && isText(value.title) && Array.isArray(value.words) && value.words.every(isText);

/** Ids of papers that were read, oldest first. */
export function loadRead() {
  return new Set(read("read", Array.isArray, []).filter(isText));
}

export function saveRead(ids) {
  return write("read", [...ids].slice(-MOST_READ));
}

/** Starred papers by id: title, the words that tell of its subject, and when it was starred. */
export function loadStars() {
  const kept = read("stars", isRecord, {});
  return new Map(Object.entries(kept).filter(([, star]) => isStar(star)));
}

export function saveStars(stars) {
  return write("stars", Object.fromEntries([...stars].slice(-MOST_STARS)));
}

/** When the visit before this one ended, in seconds; null on a first visit. A visit ends after half an hour's pause. */
export function lastVisit(now = Date.now() / 1000) {
  const isTime = (value) => Number.isFinite(value) && value > 0 && value <= now + 60;
  const kept = read("visit", (value) => isRecord(value) && isTime(value.seen), null);
  const before = kept === null ? null : now - kept.seen > VISIT_SECONDS ? kept.seen : isTime(kept.before) ? kept.before : null;
  write("visit", { seen: now, before });
  return before;
}
