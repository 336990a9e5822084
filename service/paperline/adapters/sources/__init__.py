"""Where papers come from: files, bodies and remote lists behind the PaperSource port."""

from paperline.adapters.sources.files import BytesPaperSource, FilePaperSource
from paperline.adapters.sources.remote import ArxivFeed, HuggingFaceList, UrlPaperSource
from paperline.adapters.sources.sample import SampleDay
from paperline.adapters.sources.specs import open_source

__all__ = [
    "ArxivFeed",
    "BytesPaperSource",
    "FilePaperSource",
    "HuggingFaceList",
    "SampleDay",
    "UrlPaperSource",
    "open_source",
]
