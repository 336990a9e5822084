"""Reads pages as a browser would: elements, texts and addresses."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


class PageReader(HTMLParser):
    """Every element with its attributes, in order, and the text inside chosen elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such element."""
        return [found for name, found in self.elements if name == tag]

    def addresses(self) -> list[str]:
        """Everything the page links to or loads."""
        return [
            str(value)
            for _, found in self.elements
            for name, value in found.items()
            if name in ("href", "src", "action")
        ]
