/* A day's page: the reader's state, its density, and lines as they are written. */
import { startProgress } from "./progress.js";
import { dress, startReading } from "./reading.js";
import { writeWord } from "./storage.js";

const root = document.documentElement;
const density = document.getElementById("density");

function tellDensity() {
  density.setAttribute("aria-pressed", root.dataset.density === "compact");
}

density?.addEventListener("click", () => {
  const compact = root.dataset.density !== "compact";
  if (compact) root.dataset.density = "compact";
  else delete root.dataset.density;
  writeWord("density", compact ? "compact" : "");
  tellDensity();
});
if (density) tellDensity();

/** Papers whose line was not there, or not the same, are put in the place of the old ones; the rest stays as it is. */
function renew(sent) {
  if (!document.getElementById("papers")) { location.reload(); return; }
  const byId = new Map([...sent.querySelectorAll(".papers > li > article")].map((article) => [article.dataset.id, article]));
  for (const old of document.querySelectorAll(".papers > li > article")) {
    const fresh = byId.get(old.dataset.id);
    if (fresh && old.querySelector(".line")?.textContent !== fresh.querySelector(".line")?.textContent) old.replaceWith(fresh);
  }
  const notice = document.getElementById("progress");
  const next = sent.getElementById("progress");
  if (next) notice.querySelector("strong").textContent = next.querySelector("strong").textContent;
  else notice.replaceChildren("All lines are written.");
  dress();
}

startReading();
startProgress(renew);
