"""/docs: the API's reference by Swagger UI, all of it served from here."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_START = Path(__file__).parents[1] / "docs" / "start.js"
# Swagger UI writes style elements and data: images; no other page may.
_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Paperline API</title>
<link rel="icon" href="/docs/assets/favicon.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>The reference needs JavaScript; <a href="/openapi.json">openapi.json</a> holds the same.</noscript>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""


@router.get("/docs")
async def get_docs() -> HTMLResponse:
    """Answer with the reference's page."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _CONTENT_POLICY})


@router.get("/docs/start.js")
async def get_docs_script() -> FileResponse:
    """Answer with the script that starts Swagger UI."""
    return FileResponse(_START, media_type="text/javascript")


def docs_assets() -> StaticFiles:
    """Swagger UI's own files, found without importing the package that ships them."""
    spec = find_spec("fastapi_offline")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package fastapi-offline is not installed. Install Paperline with its dependencies.")
    return StaticFiles(directory=Path(spec.submodule_search_locations[0]) / "static")
