/* Keys: one letter each, never while somebody types, and only until they are switched off. */
import { read, write } from "./storage.js";

const KEYS = [
  ["j", "next paper"], ["k", "previous paper"], ["o", "open the paper"], ["e", "its evidence"], ["s", "star it"],
  ["m", "mark it read or unread"], ["/", "search"], ["a", "ask"], ["?", "this help"],
];
const shown = () => [...document.querySelectorAll(".papers > li:not([hidden]) > article")];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The paper that the reader is at, or null. */
export const currentPaper = () => document.querySelector("article[aria-current=true]") ?? document.activeElement?.closest?.(".papers article") ?? null;

/** The paper is where the reader is now: marked, focused and in sight. */
export function goTo(article) {
  document.querySelector("article[aria-current=true]")?.removeAttribute("aria-current");
  article.setAttribute("aria-current", "true");
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

function step(by) {
  const papers = shown();
  if (!papers.length) return;
  const at = papers.indexOf(currentPaper());
  goTo(papers[at < 0 ? (by > 0 ? 0 : papers.length - 1) : Math.min(papers.length - 1, Math.max(0, at + by))]);
}

function onCurrent(kind) {
  const article = currentPaper() ?? document.querySelector("article");
  if (!article) return false;
  return article.dispatchEvent(new CustomEvent(`paperline:${kind}`, { bubbles: true, cancelable: true }));
}

function evidence() {
  const article = currentPaper();
  // Whoever shows evidence beside a paper prevents what is done otherwise: its claims are opened.
  if (article && onCurrent("evidence")) article.querySelector("details.more")?.toggleAttribute("open");
}

function focus(selector, otherwise) {
  const field = document.querySelector(selector);
  if (field?.checkVisibility?.() ?? field) { field.focus(); field.select?.(); }
  else location.assign(otherwise);
}

const DOES = {
  j: () => step(1),
  k: () => step(-1),
  o: () => currentPaper()?.querySelector("h2 a")?.click(),
  e: evidence,
  s: () => onCurrent("star"),
  m: () => onCurrent("read"),
  "/": () => focus("input[type=search]", "/search"),
  a: () => focus("[name=question]", "/ask"),
};

const typing = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);

let help = null;

function makeHelp() {
  help = document.createElement("dialog");
  help.className = "help";
  help.setAttribute("aria-labelledby", "help-title");
  const rows = KEYS.map(([key, words]) => `<div><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`).join("");
  help.innerHTML = `<form method="dialog"><h2 id="help-title">Keyboard</h2><dl>${rows}</dl>
    <p><input type="checkbox" id="keys-on"><label for="keys-on">Single keys are on</label></p><button>Close</button></form>`;
  document.body.append(help);
  const box = help.querySelector("input");
  box.checked = on();
  box.addEventListener("change", () => write("keys", box.checked));
}

const on = () => read("keys", (value) => typeof value === "boolean", true);

function showHelp() {
  if (!help) makeHelp();
  if (!help.open) help.showModal();
}

/** Keys work from now on; the button opens their help, also where they are switched off. */
export function startKeys(button) {
  button.addEventListener("click", showHelp);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]") || !on()) return;
    const does = event.key === "?" ? showHelp : Object.hasOwn(DOES, event.key) ? DOES[event.key] : null;
    if (!does) return;
    event.preventDefault();
    does();
  });
}
