from __future__ import annotations

import pytest
from snippets import diagnose

from pathgen import files
from pathgen.catalogue.load import parse
from pathgen.yamldoc import parse as yaml_parse


def test_a_file_of_too_many_bytes_is_not_looked_into() -> None:
    [found] = parse("resources.yaml", b"#" * (files.MAX_BYTES + 1)).diagnostics
    assert (found.code, found.message) == ("too-large", "the file is larger than 16 MB")


def test_a_file_of_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_parse, "MAX_VALUES", 32)
    [found] = diagnose("too-large", "topics: [1, 2, 3, 4, 5, 6, 7, 8]\n")
    assert found.message == "the file contains more than 32 values"
    assert found.help == "split the catalogue into several paths"
    assert diagnose("too-large", "topics: [1, 2]\n") == []


def test_a_value_that_never_ends_is_refused_where_it_starts() -> None:
    [found] = parse("resources.yaml", b"path: {title: %s}\n" % (b"x" * (yaml_parse.MAX_LENGTH + 1))).diagnostics
    assert (found.code, str(found.span)) == ("too-large", "resources.yaml:1:15")
    assert found.message == "a value has more than 10,000 characters"
