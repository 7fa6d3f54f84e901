from __future__ import annotations

import pytest
from snippets import diagnose, messages

ENTRY = """
topics:
  - id: basics
    title: Basics
    resources:
      - title: A page
        url: https://example.org/a
        creators: "{}"
"""


@pytest.mark.parametrize(
    ("creators", "help_"),
    [
        ("Ada Lovelace; Charles Babbage", "write [Ada Lovelace, Charles Babbage]"),
        ("Lovelace;Babbage", "write [Lovelace, Babbage]"),
        ("Ada Lovelace and Charles Babbage", "write [Ada Lovelace, Charles Babbage]"),
        ("Ada Lovelace & Charles Babbage", "write [Ada Lovelace, Charles Babbage]"),
        ("Yann LeCun, Yoshua Bengio and Geoffrey Hinton", "write [Yann LeCun, Yoshua Bengio, Geoffrey Hinton]"),
        ("Yann LeCun, Yoshua Bengio, and Geoffrey Hinton", "write [Yann LeCun, Yoshua Bengio, Geoffrey Hinton]"),
        ("Yann LeCun, Yoshua Bengio", "write [Yann LeCun, Yoshua Bengio]"),
        ("Laurens van der Maaten and Geoffrey E. Hinton", "write [Laurens van der Maaten, Geoffrey E. Hinton]"),
    ],
)
def test_several_names_in_one_are_taken_apart(creators: str, help_: str) -> None:
    [found] = diagnose("creator-hygiene", ENTRY.format(creators))
    assert (found.severity, found.span.line, found.span.column) == ("warning", 7, 19)
    assert found.message == f"{creators!r} is more than one name"
    assert found.help == help_


@pytest.mark.parametrize(
    ("creators", "column", "message"),
    [
        ("Yann LeCun et al.", 31, "'et al.' is not a name"),
        ("By Ada Lovelace", 20, "the name starts with 'By'"),
        ("Ada Lovelace <ada@example.org>", 36, "the name contains an e-mail address"),
        ("Ada Lovelace https://example.org/", 33, "the name contains a web address"),
        ("www.example.org", 20, "the name contains a web address"),
    ],
)
def test_what_is_no_part_of_a_name_is_reported(creators: str, column: int, message: str) -> None:
    [found] = diagnose("creator-hygiene", ENTRY.format(creators))
    assert (found.span.column, found.message) == (column, message)


@pytest.mark.parametrize(
    "creators",
    [
        "LISA lab, Université de Montréal",
        "Department of Electrical and Computer Engineering",
        "Center for Language and Speech Processing",
        "School of Arts and Sciences, Harvard University",
        "Ministry Of Health and Social Services",
        "Johnson & Johnson",
        "Barnes and Noble",
        "AT&T",
        "R. Duda and others",
        "Andrea Vedaldi and the VLFeat team, Oxford",
        "Alex Krizhevsky, University of Toronto",
        "Nervana Systems, then Intel",
        "Martin Luther King, Jr.",
        "Skymind, Inc.",
        "Yelp Engineering",
        "Byron Wallace",
        "Ferdinand Magellan",
        "Et Alia",
        "@karpathy",
        "kjw0612",
        "Team: Data",
        "DMLC (Bing Xu, Tianqi Chen, Naiyan Wang)",
    ],
)
def test_names_of_people_and_bodies_are_left_alone(creators: str) -> None:
    assert messages("creator-hygiene", ENTRY.format(creators)) == []


def test_nobody_is_named_twice_in_one_place() -> None:
    assert messages(
        "creator-hygiene",
        """
        path:
          title: My path
          sources: [{title: A list, creators: [Ada, Bob, ada]}]
        libraries: [{id: a, name: A, url: "https://example.org/a", origin: [Ada, Ada]}]
        topics:
          - id: basics
            title: Basics
            resources:
              - {title: A, url: "https://example.org/a", creators: [Bob, Bob and Bob Roe, BOB]}
              - {title: B, url: "https://example.org/b", creators: [Bob]}
        """,
    ) == [
        "3:50 'ada' is named twice",
        "4:74 'Ada' is named twice",
        "9:83 'BOB' is named twice",
    ]


def test_a_name_in_a_list_of_others_becomes_items_of_the_list() -> None:
    snippet = ENTRY.replace('"{}"', "[Ada Lovelace; Charles Babbage, Alan Turing]")
    [found] = diagnose("creator-hygiene", snippet)
    assert (found.span.column, found.help) == (20, "write each as an item of the list")
