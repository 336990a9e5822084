"""The routes of the web page, one module for each kind of page."""

from fastapi import APIRouter

from paperline.delivery.web.routes import asking, days, papers, pictures, search

router = APIRouter(include_in_schema=False)
for each in (days, pictures, papers, asking, search):
    router.include_router(each.router)

__all__ = ["router"]
