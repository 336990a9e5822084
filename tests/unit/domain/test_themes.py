from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from paperline.domain.themes import Subject, Theme, overview, themes


def subjects(*texts: str | tuple[str, ...]) -> tuple[Subject, ...]:
    return tuple(Subject(f"x:{n}", text if isinstance(text, tuple) else (text,)) for n, text in enumerate(texts))


DAY = subjects(
    "Faster Diffusion Models by Distillation",
    "A diffusion model for protein folding",
    ("Sharp pictures", "Diffusion Models"),
    "Reinforcement learning of gaits",
    "Safe reinforcement learning",
    "Quick sorting of long lists",
    "Bloom filters revisited",
    "Graph neural networks (GNNs) on trees",
    ("Trees of molecules", "GNNs"),
    "Graph neural networks without graphs",
)


def test_papers_that_share_a_phrase_are_a_theme():
    """However they write it; the largest comes first."""
    found = {theme.label.lower(): theme.paper_ids for theme in themes(DAY)}
    assert found["diffusion models"] == ("x:0", "x:1", "x:2")
    assert found["reinforcement learning"] == ("x:3", "x:4")
    assert found["graph neural networks"] == ("x:7", "x:8", "x:9")


def test_the_order_of_the_papers_changes_no_theme():
    shuffled = list(DAY)
    random.Random(7).shuffle(shuffled)
    again = themes(tuple(shuffled))
    assert [(theme.label, set(theme.paper_ids)) for theme in again] == [
        (theme.label, set(theme.paper_ids)) for theme in themes(DAY)
    ]


def test_every_label_stands_in_one_of_its_papers():
    texts = {subject.paper_id: " ".join(subject.texts) for subject in DAY}
    assert all(any(theme.label in texts[paper_id] for paper_id in theme.paper_ids) for theme in themes(DAY))


@pytest.mark.parametrize(
    "titles",
    [
        [],
        ["Diffusion models"],
        ["A novel framework", "A novel framework for all"],
        ["State-of-the-art results", "State of the art results"],
        ["", ""],
        ["<b>x</b> 2 3", "<b>x</b> 2 3"],
    ],
)
def test_what_names_no_subject_of_several_papers_is_no_theme(titles):
    assert themes(subjects(*titles)) == ()


def test_initials_that_fit_several_phrases_are_not_spelt_out_by_chance():
    """One paper's phrase with the same initials is no reading of them."""
    found = themes(subjects("LLMs reason", "LLMs plan", "Locally linear mappings", "Stones", "Waves", "Birds"))
    assert "Locally linear mappings" not in {theme.label for theme in found}


def test_initials_that_no_paper_spells_out_are_read_as_nothing_else():
    """Computed tomography is not Chinese text."""
    titles = ["CT of lungs", "Faster CT", "Chinese text on signs", "Reading Chinese text", *"abcdefgh"]
    found = {theme.label.lower(): theme.paper_ids for theme in themes(subjects(*titles))}
    assert found == {"ct": ("x:0", "x:1"), "chinese text": ("x:2", "x:3")}


def test_the_end_of_a_phrase_is_no_theme_beside_the_whole():
    titles = [
        "Unmanned aerial vehicles at sea",
        "An unmanned aerial vehicle",
        "Aerial vehicles",
        "Unmanned aerial vehicles",
        *"abcdefgh",
    ]
    assert [theme.label.lower() for theme in themes(subjects(*titles))] == ["unmanned aerial vehicles"]


MANY = """
import random
from paperline.domain.themes import Subject, themes
chance = random.Random(3)
words = [start + end for start in "grap vide sort prot spee robo".split() for end in "or el in".split()]
texts = [[f"{chance.choice(words)} {chance.choice(words)} nets" for _ in range(10)] for _ in range(300)]
print(themes(tuple(Subject(f"x:{n}", tuple(text)) for n, text in enumerate(texts))))
"""


def test_the_themes_are_the_same_in_every_process():
    """Whatever its seed of hashes, by which it orders sets; many of these phrases are worth the same."""
    made = {
        subprocess.run(
            [sys.executable, "-c", MANY], env=os.environ | {"PYTHONHASHSEED": str(seed)}, check=True,
            capture_output=True, text=True,
        ).stdout
        for seed in range(1, 7)
    }  # fmt: skip
    assert len(made) == 1
    assert "Theme(" in made.pop()


def test_the_overview_counts():
    found = (Theme("diffusion models", ("x:0", "x:1", "x:2")), Theme("sorting", ("x:3", "x:4")))
    assert overview(10, found, 3) == (
        "10 papers; the largest themes are diffusion models (3) and sorting (2); 3 link to code."
    )
    assert overview(1, (), 1) == "1 paper; 1 links to code."
    assert overview(0, (), 0) is None
