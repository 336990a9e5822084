"""Text and links inside Markdown: what a paper says never becomes markup, in CommonMark nor in GitHub's dialect."""

from __future__ import annotations

import re

from paperline.delivery.exports.references import web_address
from paperline.delivery.exports.single_line import single_line

# With these escaped nothing opens: emphasis, code, links, images, tags, autolinks, mathematics, tables.
_MARKS = re.compile(r"[\\`*_\[\]<>~|$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BARE_LINK = re.compile(r"(?i)\b(https?|ftp)(?=://)|\b(www)(?=\.)|\b(mailto|xmpp)(?=:)")
_BLOCK_START = re.compile(r"[-+=#:]|(?P<number>\d{1,9})(?=[.)](?:\s|$))")


def text(written: str) -> str:
    """The text in one line, shown as it is wherever in a block it stands."""
    shown = _MARKS.sub(r"\\\g<0>", single_line(written))
    shown = _BARE_LINK.sub(lambda found: f"{found[0]}\\", _ENTITY.sub(r"\\&", shown))
    start = _BLOCK_START.match(shown)
    if start is None:
        return shown
    place = start.end() if start["number"] else 0
    return f"{shown[:place]}\\{shown[place:]}"


def link(label: str, address: str | None) -> str:
    """A link to an http(s) address; of any other the label alone, as text."""
    target = web_address(address)
    if target is None:
        return text(label)
    return f"[{text(label)}](<{_destination(target)}>)"


def local_link(label: str, path: str) -> str:
    """A link within this server, to a path whose parts are percent-encoded already."""
    return f"[{text(label)}](<{_destination(path)}>)"


def _destination(address: str) -> str:
    """The address as it stands between angle brackets, where only entities are still read."""
    return address.replace("&", "&amp;")
