// Text that is copied has formulas as TeX, and none of the numbers that lead to claims.

document.addEventListener('copy', (event) => {
  const selection = getSelection();
  if (!selection?.rangeCount) return;
  const copied = document.createElement('div');
  copied.append(selection.getRangeAt(0).cloneContents());
  if (!copied.querySelector('math')) return;
  for (const formula of copied.querySelectorAll('math')) formula.replaceWith(formula.getAttribute('alttext') ?? formula.textContent);
  for (const extra of copied.querySelectorAll('.ref, .unseen')) extra.remove();
  copied.className = 'copied';
  document.body.append(copied);
  event.clipboardData.setData('text/plain', copied.innerText);
  copied.remove();
  event.preventDefault();
});
