// Joins what a line or a claim says with the words of the abstract that it rests on, both ways.
// The server marked the words (data-bears) and what rests on them (data-rests); nothing is measured here.

const scopeOf = (node) => node.closest('[data-scope]') ?? node.closest('article');
const bears = (mark) => (mark.dataset.bears ?? '').split(' ').filter(Boolean);
const pinned = new WeakMap();

/** The labels that a place on the page stands for: its own, or those of the whole sentence around it. */
function labelsAt(node) {
  const rests = node.closest('[data-rests]');
  if (rests) return [rests.dataset.rests];
  const around = node.closest('mark[data-bears]') ?? node.closest('.sentence');
  if (!around) return [];
  const marks = around.matches('mark') ? [around] : [...around.querySelectorAll('mark')];
  return marks.flatMap(bears);
}

function light(scope, labels) {
  const wanted = new Set(labels);
  for (const mark of scope.querySelectorAll('mark[data-bears]')) mark.classList.toggle('lit', bears(mark).some((label) => wanted.has(label)));
  for (const said of scope.querySelectorAll('[data-rests]')) said.classList.toggle('lit', wanted.has(said.dataset.rests));
}

const rest = (scope) => light(scope, pinned.get(scope) ?? []);

/** Tells a screen reader what was lit: the words of the abstract, or what rests on them. */
function tell(scope, from) {
  const place = scope.querySelector('[data-told]');
  if (!place) return;
  const onText = from.closest('.sentence');
  const found = [...scope.querySelectorAll(onText ? '[data-rests].lit' : 'mark.lit')];
  const words = found.map((each) => (each.querySelector('p') ?? each).textContent.trim()).join(' … ');
  place.textContent = words ? `${onText ? 'Borne out here' : 'Rests on'}: ${words}` : '';
}

function show(node, aloud) {
  const scope = scopeOf(node);
  const labels = scope ? labelsAt(node) : [];
  if (!labels.length) return;
  light(scope, labels);
  if (aloud) tell(scope, node);
}

function pin(node) {
  const scope = scopeOf(node);
  const labels = scope ? labelsAt(node) : [];
  if (!labels.length || !scope.querySelector('mark[data-bears]')) return;
  const again = String(pinned.get(scope)) === String(labels);
  pinned.set(scope, again ? [] : labels);
  for (const part of scope.querySelectorAll('.part[role]')) part.setAttribute('aria-pressed', String(!again && labels.includes(part.dataset.rests)));
  rest(scope);
  tell(scope, node);
}

const isInView = (node) => {
  const box = node.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
};

let pointed;
document.addEventListener('pointerover', (event) => {
  if (event.pointerType !== 'mouse') return;
  if (pointed) rest(pointed);
  pointed = scopeOf(event.target);
  show(event.target, false);
});
document.documentElement.addEventListener('pointerleave', () => pointed && rest(pointed));
document.addEventListener('focusin', (event) => event.target.matches(':focus-visible') && show(event.target, true));
document.addEventListener('focusout', (event) => scopeOf(event.target) && rest(scopeOf(event.target)));
document.addEventListener('keydown', (event) => {
  if ((event.key === 'Enter' || event.key === ' ') && event.target.matches?.('.part[role]')) {
    event.preventDefault();
    pin(event.target);
  }
});
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest('a');
  if (link?.dataset.evidence) {
    event.preventDefault();
    toggle(link);
    return;
  }
  if (getSelection()?.isCollapsed === false || event.target.closest('button, input, textarea, label, summary')) return;
  if (link && !link.matches('.part, .ref, .jump')) return;
  const near = link?.hash && link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (near && isInView(near)) event.preventDefault();
  pin(event.target);
});
document.addEventListener('paperline:evidence', (event) => {
  const link = event.target.querySelector('a[data-evidence]');
  if (link) toggle(link);
});

/** Shows the abstract beside its paper, fetched once, or hides it; the place on the page is kept. */
async function toggle(link) {
  const article = link.closest('article');
  let panel = article.querySelector('.evidence-panel');
  if (panel) {
    panel.hidden = !panel.hidden;
  } else {
    panel = document.createElement('div');
    panel.className = 'evidence-panel';
    panel.id = `abstract-of-${article.getAttribute('aria-labelledby') ?? link.pathname}`;
    panel.innerHTML = '<p class="hint" role="status">Fetching the abstract …</p>';
    (article.querySelector('.line') ?? link.parentElement).after(panel);
    link.setAttribute('aria-controls', panel.id);
    await fill(panel, link);
  }
  link.setAttribute('aria-expanded', String(!panel.hidden));
  for (const part of article.querySelectorAll('span.part')) open(part, panel);
  if (panel.hidden) light(article, []);
}

async function fill(panel, link) {
  try {
    const reply = await fetch(link.dataset.evidence, { headers: { Accept: 'text/html' } });
    if (!reply.ok) throw new Error(reply.status);
    panel.innerHTML = `${await reply.text()}<p class="unseen" role="status" data-told></p>`;
  } catch {
    panel.innerHTML = '<p class="hint" role="status">The abstract could not be fetched. </p>';
    panel.firstElementChild.append(Object.assign(document.createElement('a'), { href: link.href, textContent: 'Open the paper’s page' }));
  }
}

/** A part of the line can be pressed while its abstract is shown. */
function open(part, panel) {
  if (panel.hidden) for (const name of ['role', 'tabindex', 'aria-pressed', 'aria-details']) part.removeAttribute(name);
  else for (const [name, value] of Object.entries({ role: 'button', tabindex: '0', 'aria-pressed': 'false', 'aria-details': panel.id })) part.setAttribute(name, value);
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.closest('.evidence-panel') || form.getAttribute('action') !== '/reports') return;
  event.preventDefault();
  const told = Object.assign(document.createElement('p'), { className: 'notice' });
  told.setAttribute('role', 'status');
  form.parentElement.append(told);
  try {
    const reply = await fetch('/reports', { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
    if (!reply.ok && reply.type !== 'opaqueredirect') throw new Error(reply.status);
    form.remove();
    told.textContent = 'Thank you. Your report is kept with this line.';
  } catch {
    told.textContent = 'The report could not be sent. Press again, or open the paper’s page.';
  }
});
