"""Pages in a real browser: the system's Chromium, driven over real servers; skipped where there is none."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_ADDRESS = re.compile(r"http://[\d.]+:\d+")
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, what needs one is skipped, and says so."""
    if CHROMIUM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (Debian package: chromium)"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests: its event loop must not be alive while other tests start theirs."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


class Site:
    """A server in a process of its own over a store of its own."""

    def __init__(self, home: Path) -> None:
        self.environment = os.environ | {"PAPERLINE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.address = ""
        self._child: subprocess.Popen[str] | None = None

    def paperline(self, *words: str) -> None:
        """Runs one command over the store, to its end."""
        command = [sys.executable, "-m", "paperline.delivery.cli", *words]
        subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=900)

    def serve(self) -> Site:
        """Starts the server and waits until it says where it is."""
        command = [sys.executable, "-m", "paperline.delivery.cli", "serve", "--port", "0"]
        # What it logs goes nowhere: a pipe that nobody reads would fill, and the server wait.
        self._child = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if found := _ADDRESS.search(line):
                self.address = found[0]
                return self
        raise AssertionError("the server ended before it said where it is")

    def close(self) -> None:
        """Ends the server."""
        if self._child is not None:
            self._child.terminate()
            self._child.communicate(timeout=20)


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """Makes sites over empty stores; they end with the session."""
    made: list[Site] = []

    def make(name: str) -> Site:
        made.append(Site(tmp_path_factory.mktemp(name)))
        return made[-1]

    yield make
    for site in made:
        site.close()


@pytest.fixture(scope="session")
def sample_site(make_site: Callable[[str], Site], shared_data: Path) -> Site:
    """The captured page of 36 papers, summarised and served."""
    site = make_site("sample")
    site.paperline("ingest", str(shared_data / "daily-papers-page.txt"), "--summarise")
    return site.serve()


@pytest.fixture(scope="session")
def arxiv_site(make_site: Callable[[str], Site], shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The largest of the arXiv days, summarised and served."""
    folder = tmp_path_factory.mktemp("listings")
    for packed in (shared_data / "arxiv-daily").glob("*.jsonl.gz"):
        (folder / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    largest = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    site = make_site("arxiv")
    site.paperline("ingest", str(largest), "--day", largest.stem, "--summarise")
    return site.serve()


def _complains(told: ConsoleMessage, address: str) -> bool:
    """An error page is asked for on purpose: that its own status is told does not count."""
    return told.type in ("error", "warning") and told.location.get("url") != address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens an address in a fresh profile; what a page complains of, loads from elsewhere or breaks fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(address: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if _complains(told, address) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        own = (address[: _ADDRESS.match(address).end()], "blob:", "data:")
        page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds wrong: the rule and where, empty where all is well."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]
