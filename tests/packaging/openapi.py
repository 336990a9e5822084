"""Writes the API's document to `docs/openapi.json`: `python -m tests.packaging.openapi`."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from paperline.bootstrap import open_services
from paperline.delivery.api.app import create_app
from paperline.settings import Settings
from tests.packaging.project_files import ROOT

SNAPSHOT = ROOT / "docs" / "openapi.json"


def written(document: object) -> str:
    """The document as it is committed: a change of it is a change of few lines."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """The committed document is that of the app as it stands."""
    with TemporaryDirectory() as home, open_services(Settings(_env_file=None, home=Path(home))) as services:
        SNAPSHOT.write_text(written(create_app(services).openapi()), encoding="utf-8")


if __name__ == "__main__":
    main()
