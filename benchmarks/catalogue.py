"""Catalogues made for measuring: of any size, and the same for the same seed."""

from __future__ import annotations

import random

WORDS = [
    "gradient",
    "descent",
    "network",
    "layer",
    "weight",
    "loss",
    "signal",
    "training",
    "image",
    "language",
    "sequence",
    "kernel",
    "matrix",
    "vector",
    "tensor",
    "feature",
    "sample",
    "batch",
    "epoch",
    "filter",
    "memory",
    "attention",
    "encoder",
    "decoder",
    "graph",
    "policy",
    "reward",
    "margin",
    "tree",
    "forest",
]
KINDS = ("article", "book", "code", "course", "paper", "slides", "tutorial", "video")
LEVELS = ("beginner", "intermediate", "advanced")


def catalogue(entries: int, pages: int, seed: int = 1) -> str:
    """Write a catalogue of so many entries, spread over so many topics, as YAML."""
    chance = random.Random(seed)  # noqa: S311 - the same numbers each time are the point
    lines = ["path:", "  title: A path to measure", "  defaults: {access: free}", "topics:"]
    for page in range(pages):
        lines += [f"  - id: topic-{page}", f"    title: Topic {page}", "    resources:"]
        for number in range(page * entries // pages, (page + 1) * entries // pages):
            lines += _entry(chance, number)
    return "\n".join(lines) + "\n"


def _entry(chance: random.Random, number: int) -> list[str]:
    subject = " ".join(chance.sample(WORDS, 3))
    people = ", ".join(f"Person {chance.randrange(400)}" for _ in range(chance.randint(1, 3)))
    low = chance.randrange(5, 120)
    return [
        f"      - id: entry-{number}",
        f"        title: On {subject}, part {number}",
        f"        url: https://host{chance.randrange(900)}.example.org/{subject.replace(' ', '-')}/{number}",
        f"        creators: [{', '.join(dict.fromkeys(people.split(', ')))}]",
        f"        year: {chance.randrange(1990, 2027)}",
        f"        kind: {chance.choice(KINDS)}",
        f"        level: {chance.choice(LEVELS)}",
        f"        minutes: {low}-{low + chance.randrange(1, 60)}",
        f"        why: Shows how {subject} fit together, with one example worked from the start to the end.",
    ]
