"""A small day that the tests of the API are asked about."""

from __future__ import annotations

import json

DAY = "2025-12-11"
BLOOM = "sample:bloom"
BLOOM_QUESTION = "What false-positive rate does a Bloom filter with 9.6 bits per element have?"

_PAPERS = [
    {
        "id": BLOOM,
        "title": "Bloom Filters: Set Membership in Ten Bits per Element",
        "abstract": "We describe a Bloom filter, a bit array in which every element sets k positions. "
        "A Bloom filter with 9.6 bits per element has a false-positive rate of 1%. Elements cannot be removed.",
    },
    {
        "id": "2512.01234v2",
        "title": "Union–Find in Almost Constant Time",
        "abstract": "Merging sets is a common step of graph programs. We analyse the forest of disjoint sets. "
        "With union by rank a sequence of operations takes almost linear time.",
    },
    {
        "id": "hep-ex/0307015",
        "title": "A Search for Rare Decays",
        "abstract": "We search for rare decays of charged kaons. No signal is seen, and we set a limit of 3e-9.",
    },
]


def jsonl(*papers: dict[str, object]) -> bytes:
    """The papers as JSON lines; without any, the three of the small day."""
    return "".join(json.dumps(paper) + "\n" for paper in papers or _PAPERS).encode()
