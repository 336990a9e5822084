// An answer as Markdown on the clipboard, its links made absolute; where there is no clipboard the Markdown is opened.

export async function copyMarkdown(button) {
  const written = fetch(button.dataset.from).then(async (response) => {
    if (!response.ok) throw new Error(response.statusText);
    const lasting = new URL(button.dataset.address, location.origin);
    return `${(await response.text()).replaceAll("](</", `](<${location.origin}/`)}\n<${lasting}>\n`;
  });
  try {
    await put(written);
    button.textContent = "Copied";
  } catch {
    written.catch(() => null);
    button.textContent = "Copying is not allowed here: use the link beside";
  }
  setTimeout(() => (button.textContent = "Copy as Markdown"), 4000);
}

async function put(written) {
  if (!globalThis.ClipboardItem) return navigator.clipboard.writeText(await written);
  const blob = written.then((text) => new Blob([text], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
