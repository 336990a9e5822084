/* "For you": which words stars have more often than the day's other papers (smoothed log-odds), learnt and kept here. */

const COMMON = new Set("a an and are as at by can do does for from has have how in into is it its of on or our that the their this to towards toward using via we what when which why with without new based".split(" "));

/** The words of a paper that may tell of its subject, each once. */
export function wordsOf(title, keywords) {
  const found = `${title} ${keywords.join(" ")}`.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}-]+/gu) ?? [];
  return [...new Set(found.map((word) => word.replace(/(?<=..[^s])s$/, "")))].filter((word) => !COMMON.has(word));
}

function counts(papers) {
  const found = new Map();
  for (const words of papers) for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

/**
 * Scores papers by the words they share with the starred ones, and names the words that raised each most.
 * `stars` and `day` are lists of word lists; a word that no star has counts nothing.
 */
export function ranked(stars, day) {
  const liked = counts(stars);
  const usual = counts(day);
  const weight = new Map([...liked].map(([word, count]) => {
    const odds = (count + 0.5) / (stars.length + 1);
    const base = ((usual.get(word) ?? 0) + 0.5) / (day.length + 1);
    return [word, Math.log(odds / base) * (1 - 1 / (1 + count))];
  }));
  return day.map((words) => {
    const raising = words.filter((word) => (weight.get(word) ?? 0) > 0).sort((a, b) => weight.get(b) - weight.get(a));
    return { score: raising.reduce((sum, word) => sum + weight.get(word), 0) / Math.sqrt(words.length + 1), because: raising.slice(0, 3) };
  });
}
