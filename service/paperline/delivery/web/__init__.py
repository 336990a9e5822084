"""The web page: stored days, papers and answers as HTML that needs no script."""

from paperline.delivery.web.assets import static_files
from paperline.delivery.web.routes import router

__all__ = ["router", "static_files"]
