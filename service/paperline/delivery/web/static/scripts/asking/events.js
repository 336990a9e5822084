// Server-sent events as they come (WHATWG): [name, data] for each, data read as JSON; comments are passed over.

export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    const blocks = (held += value ?? "").split(/\r?\n\r?\n/);
    held = blocks.pop();
    for (const block of blocks) {
      const told = read(block);
      if (told) yield told;
    }
    if (done) return;
  }
}

function read(block) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5));
  }
  return data.length ? [name, JSON.parse(data.join("\n"))] : null;
}
