// One question of one form: it is sent, followed, and in the end replaced by the answer as the server shows it.

import { events } from "./events.js";
import { element, Live } from "./live.js";

const wholePage = () => /^\/(ask$|answers\/)/.test(location.pathname);
let shown = location.pathname + location.search;

addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) location.reload();
});

export class Asking {
  constructor(form) {
    this.form = form;
    this.stop = new AbortController();
    this.busy = false;
    this.live = new Live(form.elements.question.value, () => this.cancel());
  }

  async run() {
    this.begin();
    try {
      const answer = await this.follow(await this.send());
      if (answer) await this.settle(answer);
      else if (this.busy) this.fail("The connection ended before the answer was complete.");
    } catch (error) {
      if (this.stop.signal.aborted) this.fail("Cancelled: nothing was kept.");
      else this.fail(error.words ?? "The server cannot be reached.", error.waitSeconds);
    }
    this.end();
  }

  begin() {
    this.busy = true;
    this.form.querySelector("[type=submit]").setAttribute("aria-disabled", "true");
    this.area = wholePage() ? document.querySelector("main") : placeFor(this.form);
    this.area.querySelectorAll(".live").forEach((old) => old.remove());
    if (!wholePage() && !this.area.contains(this.form)) this.area.replaceChildren();
    this.area.append(this.live.root);
    this.live.root.scrollIntoView({ block: "nearest" });
  }

  end() {
    this.busy = false;
    this.form.querySelector("[type=submit]").removeAttribute("aria-disabled");
  }

  async send() {
    const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
    const body = JSON.stringify(requestOf(this.form));
    const response = await fetch("/v1/ask", { method: "POST", headers, body, signal: this.stop.signal });
    if (response.ok) return response;
    throw told(await response.json().catch(() => ({})), Number(response.headers.get("Retry-After")));
  }

  async follow(response) {
    for await (const [name, data] of events(response.body)) {
      if (name === "scope") this.live.looked(data);
      else if (name === "evidence") await this.live.found(data.papers);
      else if (name === "sentence") await this.live.wrote(data);
      else if (name === "done") return data;
      else if (name === "error") throw told(data);
    }
    return null;
  }

  async settle(answer) {
    const after = this.form.dataset.after;
    const address = `/answers/${encodeURIComponent(answer.id)}${after ? `?after=${encodeURIComponent(after)}` : ""}`;
    const part = await fetch(`${address}${after ? "&" : "?"}heading=${wholePage() ? 1 : 2}`, { signal: this.stop.signal });
    if (!part.ok) throw { words: "The answer is stored, but cannot be shown." };
    const made = new DOMParser().parseFromString(await part.text(), "text/html");
    const focusLost = this.area.contains(document.activeElement) || document.activeElement === document.body;
    this.area.replaceChildren(...made.body.childNodes);
    const article = this.area.querySelector("article.answer");
    if (wholePage()) {
      history.pushState(null, "", address);
      shown = address;
      document.title = article.dataset.title;
    }
    announce(this.form.isConnected ? this.form : this.area, "The answer is complete.");
    if (focusLost) article.querySelector(".question").focus();
  }

  cancel() {
    this.stop.abort();
    this.form.elements.question.focus();
  }

  fail(words, waitSeconds = 0) {
    this.live.ended(words, () => this.form.requestSubmit(), waitSeconds || 0);
  }
}

function requestOf(form) {
  const { question, within, from, to } = form.elements;
  const body = { question: question.value, history: JSON.parse(form.dataset.history ?? "[]") };
  const scope = within.selectedOptions[0].dataset.scope;
  if (scope) body.scope = JSON.parse(scope);
  else if (within.value === "range" && (from.value || to.value)) {
    body.scope = Object.fromEntries(Object.entries({ from: from.value, to: to.value }).filter(([, day]) => day));
  }
  return body;
}

function placeFor(form) {
  const inside = form.closest(".asked");
  if (inside) return inside;
  const list = form.closest(".columns")?.querySelector(".list");
  if (list) {
    if (!list.querySelector(":scope > .asked")) list.prepend(element("div", "asked"));
    return list.querySelector(":scope > .asked");
  }
  if (!form.nextElementSibling?.matches(".asked")) form.after(element("div", "asked"));
  return form.nextElementSibling;
}

function announce(place, words) {
  let status = place.querySelector(":scope > .unseen[role=status]");
  if (!status) {
    status = element("p", "unseen");
    status.setAttribute("role", "status");
    place.append(status);
  }
  setTimeout(() => (status.textContent = words), 100);
}

function told({ title, detail, status, errors }, waitSeconds = 0) {
  const words = [errors?.map((each) => each.message).join(" ") || detail || title || `The server answered with ${status ?? "an error"}.`];
  return { words: words.join(" "), waitSeconds };
}
