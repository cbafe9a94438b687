"""What is watched: the sources of `data/watch.toml`, and how each kind of answer is read into values that can be compared."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from ruxcheck.store.schema import Strict
from ruxcheck.watch.fetch import HOSTS, Fetcher, Gone, NotUnderstood

Text = Annotated[str, msgspec.Meta(min_length=1)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Kind = Literal[
    "openfda-drug-label",
    "openfda-submissions",
    "dailymed-history",
    "clinicaltrials",
    "canada-product",
    "canada-notices",
    "ema-medicine",
    "ema-opinions",
    "ema-letters",
]
Values = dict[str, str]
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
LONGEST_VALUE = 200_000


class WatchError(Exception):
    """What is watched cannot be read; the message names file, what is wrong and what is allowed."""


class Source(Strict, kw_only=True):
    """One address that a machine may ask. `record` is the jurisdiction or trial it tells of; `identity` must stand in the answer."""

    id: Id
    record: Text
    kind: Kind
    url: Text
    identity: Text
    fields: list[Text] = msgspec.field(default_factory=list)


class ByHand(Strict, kw_only=True):
    """A page that only a person can read, and what to look for."""

    id: Id
    record: Text
    page: Text
    look_for: Text


class Watched(Strict, kw_only=True):
    """The file `data/watch.toml`; `contact` tells the servers whom to write to."""

    sources: list[Source]
    by_hand: list[ByHand] = msgspec.field(default_factory=list)
    contact: str = ""


def read_watched(file: Path) -> Watched:
    """The checked file. Raises WatchError."""
    try:
        watched = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Watched)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WatchError(f"{file}: {error}; docs/current.md lists every key") from error
    ids = [*(each.id for each in watched.sources), *(each.id for each in watched.by_hand)]
    if len(set(ids)) < len(ids):
        raise WatchError(f"{file}: an id stands twice; each source has its own")
    for source in watched.sources:
        if not source.url.startswith(tuple(f"https://{host}/" for host in HOSTS)):
            raise WatchError(
                f"{file}: {source.id}: '{source.url[:60]}' is not asked; allowed: https and {', '.join(HOSTS)}"
            )
    return watched


def ask(source: Source, fetcher: Fetcher) -> Values:
    """The values of a source now. Raises Unreachable, Gone and NotUnderstood."""
    read = READERS[source.kind]
    try:
        return {name: cleaned(value) for name, value in read(source, fetcher).items()}
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise NotUnderstood(f"another shape than this source has ({type(error).__name__})") from error


def cleaned(value: object) -> str:
    """A value as one text: lists joined, white space and control signs to single blanks. Raises NotUnderstood for another kind."""
    if isinstance(value, list):
        return cleaned("\n".join(cleaned(part) for part in value))
    if isinstance(value, bool) or not isinstance(value, str | int | float | type(None)):
        raise NotUnderstood("a value is neither text nor number")
    text = "" if value is None else f"{value}"
    if len(text) > LONGEST_VALUE:
        raise NotUnderstood("a value is too long")
    lines = (" ".join(CONTROL.sub(" ", line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is(source: Source, found: object) -> None:
    if not _named(found, source):
        raise NotUnderstood("it tells of another product or study than the one asked about")


def _label(source: Source, fetcher: Fetcher) -> dict:
    answer: Any = fetcher.json(source.url)
    (label,) = _one(answer["results"])
    _is(source, label["set_id"])
    # a text that the label does not have is empty, and counts as taken away where there was one
    return {
        name: label.get(name, "") if name not in ("version", "effective_time") else label[name]
        for name in source.fields
    }


def _one(found: list) -> list:
    if len(found) != 1:
        raise NotUnderstood(f"{len(found)} records in place of one")
    return found


def _submissions(source: Source, fetcher: Fetcher) -> dict:
    answer: Any = fetcher.json(source.url)
    (application,) = _one(answer["results"])
    _is(source, application["application_number"])
    told = [
        " ".join(str(each.get(name, "")) for name in ("submission_type", "submission_number", "submission_status",
                                                      "submission_status_date", "submission_class_code"))
        for each in application["submissions"]
    ]  # fmt: skip
    return {"submissions": sorted(told)}


def _history(source: Source, fetcher: Fetcher) -> dict:
    told: Any = fetcher.json(source.url)
    answer = told["data"]
    _is(source, answer["spl"]["setid"])
    newest = max(answer["history"], key=lambda each: int(each["spl_version"]))
    return {"version": newest["spl_version"], "published": newest["published_date"]}


def _study(source: Source, fetcher: Fetcher) -> dict:
    study = fetcher.json(source.url)
    _is_compared_interface(study_interface(fetcher))
    protocol = study["protocolSection"]
    _is(source, protocol["identificationModule"]["nctId"])
    status, eligibility = protocol["statusModule"], protocol["eligibilityModule"]
    return {
        "overall_status": status["overallStatus"],
        "last_update": status["lastUpdatePostDateStruct"]["date"],
        "minimum_age": eligibility.get("minimumAge", ""),
        "maximum_age": eligibility.get("maximumAge", ""),
        "eligibility": eligibility["eligibilityCriteria"],
    }


STUDY_INTERFACE = "https://clinicaltrials.gov/api/v2/version"
COMPARED_INTERFACE = "2."


def study_interface(fetcher: Fetcher) -> str:
    """The version of the registry's interface, asked once a run."""
    return str(fetcher.once(STUDY_INTERFACE)["apiVersion"])


def _is_compared_interface(version: str) -> None:
    if not version.startswith(COMPARED_INTERFACE):
        raise NotUnderstood(f"version {version[:20]} of the interface; what was accepted comes from version 2")


def _product(source: Source, fetcher: Fetcher) -> dict:
    products: Any = fetcher.json(source.url)
    products = [products] if isinstance(products, dict) else products
    if not products:
        raise Gone("no product of this name")
    told = []
    for product in products:
        _is(source, product["brand_name"])
        status: Any = fetcher.json(_status_url(source.url, product["drug_code"]))
        (status,) = _one([status] if isinstance(status, dict) else status)
        told.append(
            f"DIN {product['drug_identification_number']}: {status['status']} since {status['history_date']}, updated {product['last_update_date']}"
        )
    return {"products": sorted(told)}


def _status_url(url: str, drug_code: object) -> str:
    base, _, query = url.partition("drugproduct/")
    if not query:
        raise NotUnderstood("its address has no drugproduct/")
    return f"{base}status/?id={int(str(drug_code))}&lang=en&type=json"


def _notices(source: Source, fetcher: Fetcher) -> dict:
    """The notices of compliance of a brand: a long list gives their numbers, each number its day and what it was for."""
    named = fetcher.rows(source.url, lambda row: _named(row["noc_br_brandname"], source))
    if not named:
        raise Gone("no product of this name")
    told = []
    for number in sorted({int(str(row["noc_number"])) for row in named}):
        notice = fetcher.json(_notice_url(source.url, number))
        (notice,) = _one([notice] if isinstance(notice, dict) else notice)
        told.append(" ".join(cleaned(notice.get(name, "")) for name in ("noc_date", *source.fields)))
        if int(str(notice["noc_number"])) != number or not notice["noc_date"]:
            raise NotUnderstood("it tells of another notice than the one asked about")
    return {"notices": told}


def _notice_url(url: str, number: int) -> str:
    base, _, query = url.partition("drugproduct/")
    if not query:
        raise NotUnderstood("its address has no drugproduct/")
    return f"{base}noticeofcompliancemain/?id={number}&lang=en&type=json"


def _named(found: object, source: Source) -> bool:
    return str(found).strip().lower() == source.identity.lower()


def _medicine(source: Source, fetcher: Fetcher) -> dict:
    (row,) = _one(_rows_of_medicine(source, fetcher))
    return {name: row.get(name, "") for name in source.fields}


def _opinions(source: Source, fetcher: Fetcher) -> dict:
    rows = _rows_of_medicine(source, fetcher)
    return {"opinions": sorted(" ".join(cleaned(row.get(name, "")) for name in source.fields) for row in rows)}


def _letters(source: Source, fetcher: Fetcher) -> dict:
    """The letters on safety that name the medicine, among others too; there may be none."""
    rows = fetcher.rows(source.url, lambda row: source.identity.lower() in str(row["name_of_medicine"]).lower())
    return {"letters": sorted(" ".join(cleaned(row.get(name, "")) for name in source.fields) for row in rows)}


def _rows_of_medicine(source: Source, fetcher: Fetcher) -> list[dict]:
    """The rows of one medicine in a report on all of them. Raises Gone."""
    found = fetcher.rows(source.url, lambda row: _named(row.get("name_of_medicine", ""), source))
    if not found:
        raise Gone("no medicine of this name in the report")
    return found


READERS = {
    "openfda-drug-label": _label,
    "openfda-submissions": _submissions,
    "dailymed-history": _history,
    "clinicaltrials": _study,
    "canada-product": _product,
    "canada-notices": _notices,
    "ema-medicine": _medicine,
    "ema-opinions": _opinions,
    "ema-letters": _letters,
}
