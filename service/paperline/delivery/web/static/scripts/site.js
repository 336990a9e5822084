/* On every page: the theme, and the keys. */
import { startKeys } from "./keys.js";
import { writeWord } from "./storage.js";

const THEMES = ["system", "light", "dark"];
const root = document.documentElement;
const button = document.getElementById("theme");

const tell = () => { button.textContent = `Theme: ${root.dataset.theme ?? "system"}`; };

button.addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "system") + 1) % THEMES.length];
  if (next === "system") delete root.dataset.theme;
  else root.dataset.theme = next;
  writeWord("theme", next === "system" ? "" : next);
  tell();
});
tell();
startKeys(document.getElementById("keys"));
