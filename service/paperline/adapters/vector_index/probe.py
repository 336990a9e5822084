"""`python -m paperline.adapters.vector_index.probe PATH` ends with 0 where a Chroma folder can be searched."""

from __future__ import annotations

import sys

import numpy as np

from paperline.adapters.vector_index.client import open_client
from paperline.adapters.vector_index.recovery import READY


def main(path: str) -> int:
    """Opens the folder and searches every collection in it; a damaged one raises, or ends the process."""
    print(READY, flush=True)  # noqa: T201 - the parent reads it
    client = open_client(path)
    for collection in client.list_collections():
        sample = np.asarray(collection.peek(1)["embeddings"], dtype=np.float32)
        if sample.size:
            collection.query(query_embeddings=sample.tolist(), n_results=collection.count(), include=[])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
