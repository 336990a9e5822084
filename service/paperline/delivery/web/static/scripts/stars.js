/* The page of stars: a list from this browser, and files of it in the formats that other tools read. */
import { loadStars, saveStars } from "./stored.js";

const list = document.getElementById("starred");
const said = document.getElementById("said");
const acts = document.getElementById("stars-export");
let stars = loadStars();

function show() {
  document.getElementById("stars-none").hidden = stars.size > 0;
  acts.hidden = stars.size === 0;
  list.replaceChildren(...[...stars].reverse().map(([id, star], at) => {
    const item = document.createElement("li");
    item.dataset.n = at + 1;
    const heading = document.createElement("h2");
    const link = document.createElement("a");
    link.href = `/papers/${encodeURIComponent(id).replaceAll("%3A", ":")}`;
    link.textContent = star.title || "(no title)";
    heading.append(link);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "plain";
    drop.textContent = "Remove";
    drop.setAttribute("aria-label", `Remove the star of ${star.title}`);
    drop.addEventListener("click", () => { stars.delete(id); saveStars(stars); show(); });
    item.append(heading, drop);
    return item;
  }));
}

/** Each paper in that format from this server, which alone is asked; JSON lists are joined to one. */
async function exported(format) {
  const found = [];
  const missing = [];
  for (const [id, star] of stars) {
    const answer = await fetch(`/v1/papers/${encodeURIComponent(id)}?format=${format}`);
    if (answer.ok) found.push(await answer.text());
    else missing.push(star.title);
  }
  const body = format === "csl" ? JSON.stringify(found.flatMap((text) => JSON.parse(text)), null, 2) : found.join("\n\n");
  return { body, missing };
}

acts.addEventListener("click", async (event) => {
  const { format, ending } = event.target.dataset;
  if (!format) return;
  said.textContent = "Writing the file…";
  try {
    const { body, missing } = await exported(format);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([body]));
    link.download = `paperline-stars.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    said.textContent = missing.length ? `Without ${missing.length} that this server no longer has: ${missing.join("; ")}` : `${stars.size} written.`;
  } catch {
    said.textContent = "The server does not answer. Try again.";
  }
});

document.getElementById("stars-clear").addEventListener("click", () => {
  const gone = stars;
  stars = new Map();
  saveStars(stars);
  show();
  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = "Undo";
  undo.addEventListener("click", () => { stars = gone; saveStars(stars); show(); said.textContent = ""; });
  said.replaceChildren(`${gone.size} removed. `, undo);
});
show();
