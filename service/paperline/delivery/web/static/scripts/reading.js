/* Reading state on a day's list: read, starred, new to you, and the order for you. Nothing of it leaves the browser. */
import { lastVisit, loadRead, loadStars, saveRead, saveStars } from "./stored.js";
import { ranked, wordsOf } from "./taste.js";

const list = document.getElementById("papers");
const tools = document.getElementById("tools");
const said = document.getElementById("said");
const read = loadRead();
const stars = loadStars();
const before = lastVisit();
let papers = [];
let undo = null;

const state = () => new URLSearchParams(location.search);

function say(words, action = null) {
  said.textContent = words;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.words;
    button.addEventListener("click", action.run);
    said.append(" ", button);
  }
}

const kept = (worked) => { if (!worked) say("This browser does not keep it: its storage is full or denied."); };

function button(name, words, title) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.setAttribute("aria-label", `${words}: ${title}`);
  made.title = words;
  return made;
}

/** Every paper of the list with its buttons; those that the server sent anew get theirs again. */
function gather() {
  papers = [...list.querySelectorAll(":scope > li > article")].map((article) => {
    const id = article.dataset.id;
    const title = article.querySelector("h2 a").textContent;
    const keywords = [...article.querySelectorAll(".keywords li")].map((item) => item.textContent);
    if (!article.querySelector(".marks")) {
      const marks = document.createElement("span");
      marks.className = "marks";
      marks.append(button("star", "Star", title), button("read", "Read", title));
      article.querySelector("h2").after(marks);
    }
    return { id, title, article, item: article.parentElement, words: wordsOf(title, keywords), place: Number(article.parentElement.dataset.n), at: Number(article.dataset.at) };
  });
}

const isNew = (paper) => before === null ? false : paper.at > before;

function show(paper) {
  const { article, id } = paper;
  article.classList.toggle("is-read", read.has(id));
  article.classList.toggle("is-new", isNew(paper));
  article.querySelector(".star").setAttribute("aria-pressed", stars.has(id));
  article.querySelector(".read").setAttribute("aria-pressed", read.has(id));
}

const WANTED = {
  "": () => true,
  unread: (paper) => !read.has(paper.id),
  new: isNew,
  starred: (paper) => stars.has(paper.id),
};

function narrow() {
  const mine = WANTED[state().get("mine")] ? state().get("mine") : "";
  let left = 0;
  for (const paper of papers) {
    paper.item.hidden = !WANTED[mine](paper);
    left += !paper.item.hidden;
  }
  for (const each of tools.querySelectorAll("[data-mine]")) each.setAttribute("aria-pressed", each.dataset.mine === mine);
  const words = { "": "", unread: `, ${left} unread`, new: `, ${left} since your last visit`, starred: `, ${left} starred` };
  document.getElementById("mine-count").textContent = words[mine];
  if (mine && !left) say({ unread: "You have read all of these.", new: before === null ? "This is your first visit: from now on, what arrives in between is new to you." : "Nothing has arrived since your last visit.", starred: "None of these is starred." }[mine]);
}

function order() {
  for (const reason of list.querySelectorAll(".because")) reason.remove();
  if (state().get("sort") !== "for-you") return;
  if (!stars.size) {
    say("Star some papers first: their words will put this list in order, here in your browser.");
    return;
  }
  const scores = ranked([...stars.values()].map((star) => star.words), papers.map((paper) => paper.words));
  papers.forEach((paper, at) => Object.assign(paper, scores[at]));
  papers.sort((a, b) => b.score - a.score || a.place - b.place);
  for (const paper of papers) if (paper.because.length && !stars.has(paper.id)) {
    const reason = document.createElement("p");
    reason.className = "because";
    reason.textContent = `Because of your stars: ${paper.because.join(", ")}`;
    paper.article.append(reason);
  }
  list.append(...papers.map((paper) => paper.item));
  say(`In order of the words that your ${stars.size === 1 ? "star has" : `${stars.size} stars have`} and this day's other papers mostly have not.`);
}

function toggle(what, article) {
  const paper = papers.find((each) => each.article === article);
  if (!paper) return;
  if (what === "star") {
    if (!stars.delete(paper.id)) stars.set(paper.id, { title: paper.title, words: paper.words, day: tools.dataset.day });
    kept(saveStars(stars));
  } else {
    if (!read.delete(paper.id)) read.add(paper.id);
    kept(saveRead(read));
  }
  show(paper);
}

function markAll() {
  const fresh = papers.filter((paper) => !paper.item.hidden && !read.has(paper.id));
  undo = fresh.map((paper) => paper.id);
  for (const id of undo) read.add(id);
  kept(saveRead(read));
  refresh();
  say(`${undo.length} marked read.`, { words: "Undo", run: unmark });
}

function unmark() {
  for (const id of undo ?? []) read.delete(id);
  undo = null;
  kept(saveRead(read));
  refresh();
  say("Undone.");
}

function refresh() {
  papers.forEach(show);
  narrow();
}

function withMine(query, mine) {
  const changed = new URLSearchParams(query);
  if (mine) changed.set("mine", mine);
  else changed.delete("mine");
  return changed;
}

function choose(mine) {
  const now = withMine(location.search, mine);
  for (const link of document.querySelectorAll(".tools a[href^='?'], .filters a[href^='?']")) link.setAttribute("href", `?${withMine(link.getAttribute("href"), mine)}`);
  history.replaceState(null, "", `${location.pathname}${now.size ? `?${now}` : ""}${location.hash}`);
  said.textContent = "";
  narrow();
}

/** The list, as the server sent it now, gets the reader's state. */
export function dress() {
  gather();
  papers.forEach(show);
  order();
  narrow();
  document.documentElement.classList.remove("waiting");
}

export function startReading() {
  if (!list || !tools) return;
  dress();
  for (const kind of ["star", "read"]) list.addEventListener(`paperline:${kind}`, (event) => toggle(kind, event.target));
  list.addEventListener("click", (event) => {
    const pressed = event.target.closest(".marks button");
    if (pressed) toggle(pressed.className, pressed.closest("article"));
    const opened = event.target.closest("h2 a");
    if (opened) {
      read.add(opened.closest("article").dataset.id);
      saveRead(read);
    }
  });
  tools.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-mine]");
    if (chosen) choose(chosen.dataset.mine);
  });
  document.getElementById("all-read").addEventListener("click", markAll);
}
