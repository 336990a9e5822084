"""Questions to the archive go through the server that owns the data folder: it alone has the archive index open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from paperline.delivery.cli.output import EXIT_FAILED, Output
from paperline.delivery.cli.session import read_settings

if TYPE_CHECKING:
    from paperline.client import PaperlineClient, Refused
    from paperline.domain.scopes import Scope

_Told = TypeVar("_Told")
_NO_GOOD_KEY = (401, 403)
_OTHER_HOST = 421
_WITH_A_KEY = (
    "The server that owns the data folder serves holders of a key: set PAPERLINE_KEY to one of the scope ask; "
    "`paperline keys create --scope ask` makes it."
)
_TIMEOUT_SECONDS = 300.0


def is_of_archive(scope: Scope | None) -> bool:
    """Whether the scope is larger than a day, so that an index may be needed."""
    return scope is not None and not scope.papers and (scope.first is None or scope.first != scope.last)


def told_by_server(output: Output, ask: Callable[[PaperlineClient], _Told]) -> _Told | None:
    """What the running server answers; None, with a warning where one runs, if this process must answer by itself.

    A refusal of what was asked ends the command, as it would here, and so does a server that wants another key.
    """
    from paperline.bootstrap import serving_address

    settings = read_settings(output)
    address = serving_address(settings)
    if address is None:
        return None
    from paperline.client import PaperlineClient, Refused, Unreachable, Unreadable

    key = settings.key.get_secret_value() if settings.key else None

    try:
        with PaperlineClient(address, api_key=key, timeout_seconds=_TIMEOUT_SECONDS, use_proxy=False) as client:
            return ask(client)
    except Refused as refused:
        if refused.status != _OTHER_HOST:
            _fail(output, refused)
        reason = str(refused)
    except (Unreachable, Unreadable) as error:
        reason = str(error)
    output.warning(
        f"The server at {address} has {settings.home} open and could not be asked: {reason} "
        "This command answers by itself, a large archive by words only."
    )
    return None


def _fail(output: Output, refused: Refused) -> None:
    hint = f" {_WITH_A_KEY}" if refused.status in _NO_GOOD_KEY else ""
    output.error_line(refused.detail + hint)
    if output.as_json:
        told = {"type": f"/problems/{refused.kind}", "status": refused.status, "detail": refused.detail}
        output.document({"problem": told})
    raise typer.Exit(EXIT_FAILED)
