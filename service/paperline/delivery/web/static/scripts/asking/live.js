// An answer while it is being made. What was sent becomes text, never markup.

export class Live {
  constructor(question, onCancel) {
    this.root = element("section", "live");
    this.root.setAttribute("aria-label", "The answer, as it is made");
    this.state = element("p", "state", "Looking for papers …");
    this.state.setAttribute("role", "status");
    this.text = element("div", "text");
    this.text.setAttribute("aria-live", "polite");
    this.near = element("ol", "near");
    this.tools = element("p", "tools");
    this.cancel = action("Cancel", onCancel);
    this.tools.append(this.cancel);
    this.root.append(element("p", "question", question), this.state, this.text, this.near, this.tools);
    this.numbers = new Map();
  }

  looked({ papers_in_scope: all, papers_scored: scored }) {
    const papers = (count) => `${count.toLocaleString("en-GB")} paper${count === 1 ? "" : "s"}`;
    this.state.textContent = scored < all ? `Looking at ${papers(scored)} of ${all.toLocaleString("en-GB")} …` : `Looking at ${papers(all)} …`;
  }

  async found(papers) {
    if (papers.length) this.state.textContent = this.state.textContent.replace(" …", ", these first …");
    for (const paper of papers.slice(0, 3)) {
      const link = element("a", "", paper.title || "(no title)");
      link.href = await evidenceAddress(paper);
      this.near.append(element("li", "", link));
    }
  }

  async wrote(sentence) {
    this.near.remove();
    const written = element("p", "", sentence.text);
    for (const citation of sentence.citations) written.append(await this.reference(citation));
    this.text.append(written);
  }

  async reference(citation) {
    const link = element("a", "ref", String(this.number(citation)));
    link.href = await evidenceAddress(citation);
    link.setAttribute("aria-label", `Source ${link.textContent}: ${citation.title || "no title"}`);
    return link;
  }

  number(citation) {
    const key = JSON.stringify([citation.paper_id, citation.evidence.map((span) => [span.field, span.start, span.end])]);
    if (!this.numbers.has(key)) this.numbers.set(key, this.numbers.size + 1);
    return this.numbers.get(key);
  }

  ended(words, again, waitSeconds = 0) {
    this.near.remove();
    this.root.classList.add("ended");
    this.state.textContent = this.text.childElementCount ? `${words} What stands here is not the whole answer.` : words;
    const retry = action(waitSeconds ? `Ask again in ${waitSeconds} s` : "Ask again", again);
    this.tools.replaceChildren(retry);
    if (waitSeconds) this.wait(retry, waitSeconds);
  }

  wait(retry, seconds) {
    retry.disabled = true;
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      retry.textContent = left > 0 ? `Ask again in ${left} s` : "Ask again";
      retry.disabled = left > 0;
      if (left <= 0 || !retry.isConnected) clearInterval(timer);
    }, 500);
  }
}

export function element(name, className = "", content = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(content);
  return made;
}

function action(words, onClick) {
  const made = element("button", "quiet", words);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

async function evidenceAddress({ paper_id: id, evidence }) {
  const page = `/papers/${encodeURIComponent(id).replaceAll("%3A", ":")}`;
  if (!globalThis.crypto?.subtle || !evidence.length) return page;
  return `${page}?mark=${await Promise.all(evidence.slice(0, 20).map(markKey))}#evidence`;
}

async function markKey(span) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(span.text));
  const hex = [...new Uint8Array(digest, 0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${span.field[0]}${span.start}-${span.end}-${hex.join("")}`;
}
