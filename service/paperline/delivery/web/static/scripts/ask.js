// Questions are answered in place, sentence by sentence; without this file the form is posted and the answer has its page.

import { Asking } from "./asking/asking.js";
import { copyMarkdown } from "./asking/copying.js";

const running = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.ask");
  if (!form) return;
  event.preventDefault();
  if (running.get(form)?.busy) return;
  const asking = new Asking(form);
  running.set(form, asking);
  asking.run();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copyMarkdown(button);
  const area = event.target.closest("button.close")?.closest(".asked");
  if (!area) return;
  area.remove();
  document.querySelector("#question")?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const ref of document.querySelectorAll(".ref:hover, .ref:focus")) {
    ref.classList.add("hushed");
    const back = () => ref.classList.remove("hushed");
    ref.addEventListener("pointerleave", back, { once: true });
    ref.addEventListener("blur", back, { once: true });
  }
});

document.addEventListener("focusin", async (event) => {
  const form = event.target.closest?.("form.ask");
  const place = form?.querySelector(".examples[data-from]:empty");
  if (!place || place.dataset.asked) return;
  place.dataset.asked = "yes";
  const response = await fetch(place.dataset.from).catch(() => null);
  if (!response?.ok) return;
  const found = new DOMParser().parseFromString(await response.text(), "text/html");
  place.replaceChildren(...found.body.childNodes);
});

document.addEventListener("click", (event) => {
  const example = event.target.closest("form.ask .examples a");
  if (!example || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const form = example.closest("form");
  form.elements.question.value = example.textContent;
  form.requestSubmit();
});
