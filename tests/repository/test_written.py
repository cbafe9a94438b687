"""How the documents are read by the tests that hold them to what is there."""

import pytest

from tests import written

SAMPLE = """# Sample: a page & more
Type `make run`, read `data/fields.toml` and [the log](CHANGELOG.md#010) at https://example.org/a.

```
# a remark, not a heading
python -m ruxcheck check \\
    --age 8
`not a span`
```

## Keys

| key | meaning |
| --- | --- |
| `a`, `b` | both |
|  | empty |

### Words

| word | said |
| --- | --- |
| `c` | other |

## Rest

last
"""


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A small document in a repository of its own; its name."""
    (tmp_path / "sample.md").write_text(SAMPLE, encoding="utf-8")
    monkeypatch.setattr(written, "ROOT", tmp_path)
    return "sample.md"


def texts(found: list) -> list[str]:
    return [said.text for said in found]


def test_spans_are_read_outside_code_blocks(sample):
    assert texts(written.spans(sample)) == ["make run", "data/fields.toml", "a", "b", "c"]


def test_a_command_over_two_lines_is_one(sample):
    assert texts(written.code(sample))[1] == "python -m ruxcheck check --age 8"


def test_a_place_names_document_and_line(sample):
    assert written.spans(sample)[0].place == "sample.md, line 2"


def test_links_and_addresses_are_found_without_the_full_stop(sample):
    assert texts(written.links(sample)) == ["CHANGELOG.md#010"]
    assert texts(written.addresses(sample)) == ["https://example.org/a"]


def test_anchors_are_written_as_on_the_web(sample):
    assert written.anchors(sample) == {"sample-a-page--more", "keys", "words", "rest"}


def test_a_section_ends_at_the_next_heading_of_its_rank(sample):
    assert texts(written.section(sample, "Keys"))[0] == "## Keys"
    assert "### Words" in texts(written.section(sample, "Keys"))
    assert "last" not in texts(written.section(sample, "Keys"))
    assert "last" in texts(written.section(sample, "Sample"))


def test_a_missing_section_is_told_with_what_to_do(sample):
    with pytest.raises(LookupError, match=r"sample\.md has no heading with 'Values'; write one"):
        written.section(sample, "Values")


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        pytest.param(None, [["`a`, `b`", "both"], ["", "empty"], ["`c`", "other"]], id="every table"),
        pytest.param("key", [["`a`, `b`", "both"], ["", "empty"]], id="tables of keys"),
        pytest.param("none", [], id="no such table"),
    ],
)
def test_rows_come_without_heads_and_rules(sample, head, cells):
    assert [row for _, row in written.table_rows(written.section(sample, "Keys"), head)] == cells


def test_only_the_newest_version_of_the_change_log_is_read(tmp_path, monkeypatch):
    (tmp_path / "CHANGELOG.md").write_text("# Log\n## 2\nnew\n## 1\nold\n", encoding="utf-8")
    monkeypatch.setattr(written, "ROOT", tmp_path)
    assert texts(written.lines("CHANGELOG.md")) == ["# Log", "## 2", "new"]
