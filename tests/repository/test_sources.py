"""The documents behind the facts: every address is well-formed, stands once, and is used. Nothing is fetched."""

import re
from urllib.parse import urlsplit

import pytest

from ruxcheck.store.files import DATA, file_contents
from ruxcheck.store.strict import parse_strictly

FILES = parse_strictly(file_contents(DATA))
SOURCES = {entry["id"]: entry for entry in FILES["sources.toml"]["sources"]}
WITH_ADDRESS = sorted(name for name, entry in SOURCES.items() if entry.get("url"))
PLAIN_HTTP = "read at this address; that the same text stands there over https was not seen"
NOT_HTTPS = dict.fromkeys(("us-pi-2021", "press-us-2022", "bsa-formulas"), PLAIN_HTTP)
VITILIGO = "on vitiligo, another indication; no record and no figure rests on it"
BEHIND_NO_RECORD = "stands behind `no_record` in data/jurisdictions.toml, whose words carry no source"
NOT_CITED = {
    "registry-true-ad1-copy": "the copy that the citation of 'registry-true-ad1' speaks of",
    "openfda-label": "only the head of the answer was read; it holds no rule and no figure",
    "cn-acn-2026": BEHIND_NO_RECORD,
    "cn-press-2026": VITILIGO,
    "hk-mo-press": BEHIND_NO_RECORD,
}


def fault_in(address: str) -> str:
    """What is wrong with the form of a web address, in words; empty where nothing is."""
    parts = urlsplit(address)
    if re.search(r"[\s<>\"`{}|\\^]|[^\x20-\x7e]", address):
        return "has a space or a sign that an address writes as %20"
    if parts.scheme not in ("https", "http"):
        return "does not begin with https://"
    if parts.username or parts.password or not re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc):
        return "has no plain host such as pubmed.ncbi.nlm.nih.gov"
    return "" if parts.scheme == "https" else "is not https"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        pytest.param("https://pmc.ncbi.nlm.nih.gov/articles/PMC9142470", "", id="as it should be"),
        pytest.param("https://example.org/a%20b?x=1&y=%22z%22#part", "", id="escaped"),
        pytest.param("http://example.org/", "is not https", id="http"),
        pytest.param("ftp://example.org/", "does not begin with https://", id="another scheme"),
        pytest.param("example.org/a", "does not begin with https://", id="no scheme"),
        pytest.param("https:///a", "has no plain host such as pubmed.ncbi.nlm.nih.gov", id="no host"),
        pytest.param("https://localhost/a", "has no plain host such as pubmed.ncbi.nlm.nih.gov", id="a host at home"),
        pytest.param(
            "https://me:pass@example.org/", "has no plain host such as pubmed.ncbi.nlm.nih.gov", id="a password"
        ),
        pytest.param("https://example.org/a b", "has a space or a sign that an address writes as %20", id="a space"),
        pytest.param("https://example.org/é", "has a space or a sign that an address writes as %20", id="a letter"),
    ],
)
def test_a_fault_is_told_in_words(address, fault):
    assert fault_in(address) == fault


@pytest.mark.parametrize("name", WITH_ADDRESS)
def test_an_address_is_well_formed(name):
    fault = fault_in(SOURCES[name]["url"])
    if name in NOT_HTTPS:
        assert fault == "is not https", f"'{name}' has a secure address now; take it out of NOT_HTTPS"
    else:
        assert not fault, f"data/sources.toml, '{name}': the url {fault}; copy it from the browser"


def bare(address: str) -> str:
    """What two spellings of one address share: without scheme, www., the place in the page and a slash at the end."""
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}".rstrip("?")


def test_two_spellings_of_one_address_are_known_as_one():
    assert bare("http://www.example.org/a/") == bare("https://example.org/a#part")
    assert bare("https://example.org/a?id=1") != bare("https://example.org/a?id=2")


def of_one_address() -> list[list[dict]]:
    """The sources that share an address."""
    found: dict[str, list[dict]] = {}
    for name in WITH_ADDRESS:
        found.setdefault(bare(SOURCES[name]["url"]), []).append(SOURCES[name])
    return [entries for entries in found.values() if len(entries) > 1]


def test_an_address_is_written_one_way():
    spellings = [sorted({entry["url"] for entry in entries}) for entries in of_one_address()]
    assert [urls for urls in spellings if len(urls) > 1] == [], (
        "data/sources.toml: one address in two spellings; keep one"
    )


def test_two_sources_of_one_address_are_two_texts():
    for entries in of_one_address():
        days = {entry.get("published") for entry in entries}
        names = ", ".join(entry["id"] for entry in entries)
        assert len(days) == len(entries), f"data/sources.toml: {names} have one address and one day; keep one of them"


def cited(content, key: str = "") -> set[str]:
    """Every source that a piece of a data file names."""
    if isinstance(content, dict):
        return set().union(*(cited(item, name) for name, item in content.items()))
    if isinstance(content, list):
        return set().union(*(cited(item, key) for item in content))
    return {content} if isinstance(content, str) and re.search("(^|_)source$", key) else set()


CITED = set().union(*(cited(content) for path, content in FILES.items() if path != "sources.toml"))


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_cited_or_said_why_not(name):
    if name in NOT_CITED:
        assert name not in CITED, f"'{name}' is cited now; take it out of NOT_CITED"
    else:
        assert name in CITED, (
            f"data/sources.toml, '{name}': nothing in data/ cites it; remove it, or say why in NOT_CITED"
        )


def test_the_exceptions_are_about_sources_that_exist():
    assert NOT_CITED.keys() | NOT_HTTPS.keys() <= SOURCES.keys()
