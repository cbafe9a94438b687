"""The CDS Hooks service, invariant by invariant of the specification, and its answers against those of the dashboard."""

import json
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck.ehr.card import OVERRIDES
from ruxcheck.ehr.service import Feedback, discovery
from ruxcheck.ehr.settings import EhrSettings
from ruxcheck.export.table import as_markdown
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import check
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.parsing import parse_value
from tests.ehr.building import (
    CODES,
    INSTANCE,
    ON,
    RULES,
    SETTINGS,
    SITE,
    answered,
    bundle,
    call,
    cards,
    condition,
    figures,
    observation,
    order,
    person,
    weight,
)
from tests.ehr.test_fhir import RESOURCE

CHART = EhrSettings(public_url="http://localhost:8501", open=True, codes=CODES, patient_view=True)
TOKENS = re.compile(r"\{\{(.*?)\}\}")
ALLOWED_PARAMETERS = {"patient", "code", "_sort", "_count"}


def changed(**parts) -> dict:
    """A call with some of its keys replaced; None takes a key away."""
    given = call(**figures(bsa=45)) | parts
    return {key: part for key, part in given.items() if part is not None}


def test_discovery_fields():
    services = discovery(SETTINGS)["services"]
    for service in services:
        assert set(service) == {"hook", "id", "title", "description", "prefetch"}
        assert all(isinstance(service[name], str) and service[name] for name in ("hook", "id", "title", "description"))


def test_id_shared_by_hooks():
    assert [(each["id"], each["hook"]) for each in discovery(SETTINGS)["services"]] == [
        ("ruxolitinib-cream", "order-select"),
        ("ruxolitinib-cream", "order-sign"),
    ]
    assert [each["hook"] for each in discovery(CHART)["services"]][2:] == ["patient-view"]


def test_prefetch_template_forms():
    templates = discovery(SETTINGS)["services"][0]["prefetch"]
    assert set(templates) == {
        "patient",
        "conditions",
        "weight_kg",
        "height_cm",
        "body_surface_m2",
        "iga",
        "bsa_percent",
        "itch_nrs",
    }
    for template in templates.values():
        assert TOKENS.findall(template) == ["context.patientId"]
        kind, _, query = template.partition("?")
        assert kind in ("Patient/{{context.patientId}}", "Observation", "Condition")
        assert set(parse_qs(query)) <= ALLOWED_PARAMETERS
    assert f"code={SITE}|IGA&" in templates["iga"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"hook": None}, "hook: not offered here"),
        ({"hook": "patient-view"}, "hook: not offered here"),
        ({"hook": ["order-sign"]}, "hook: not offered here"),
        ({"hookInstance": None}, "hookInstance: missing or no UUID"),
        ({"hookInstance": "7"}, "hookInstance: missing or no UUID"),
        ({"context": None}, "context.patientId: missing"),
        ({"context": {"draftOrders": bundle()}}, "context.patientId: missing"),
        ({"context": {"patientId": "p1"}}, "context.draftOrders: missing or no Bundle"),
        ({"fhirAuthorization": {"access_token": "x"}}, "fhirAuthorization: given without fhirServer"),
        ({"hook": "order-select"}, "context.selections: missing or no list of references"),
    ],
)
def test_request_fields(parts, words):
    said = answered(changed(**parts))
    assert said.status == 400
    assert said.body["issue"][0]["diagnostics"].startswith(words)


def test_fhir_authorization_implies_fhir_server_and_neither_is_used():
    whole = changed(fhirServer="https://ehr.example.org/fhir", fhirAuthorization={"access_token": "x"})
    assert answered(whole).status == 200
    assert answered(changed(hookInstance=f"urn:uuid:{INSTANCE.upper()}")).status == 200


@pytest.mark.parametrize("given", ["absent", None, {}, "<html>", {"resourceType": "OperationOutcome"}, bundle()])
def test_absent_null_and_empty_prefetch_of_a_figure_are_not_recorded(given):
    prefetch = figures() | ({} if given == "absent" else {"iga": given})
    if given == "absent":
        del prefetch["iga"]
    (card,) = cards(call(**prefetch))
    assert card["summary"].startswith("Ruxolitinib cream: Need IGA")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        bundle(),
        {"resourceType": "OperationOutcome"},
        "<html>",
        person(id="p2"),
        {"resourceType": "Patient", "id": 7},
    ],
)
def test_412_where_the_patient_was_not_sent(sent):
    said = answered(call(patient=sent))
    assert said.status == 412
    assert said.body["resourceType"] == "OperationOutcome"
    without = call()
    del without["prefetch"]
    assert answered(without).status == 412


def test_empty_cards_within_the_label_and_for_every_other_order():
    assert answered(call(**figures())).body == {"cards": []}
    assert answered(call(drafts=[], **figures(bsa=45))).body == {"cards": []}
    assert answered(call(drafts=[order(medicationCodeableConcept={"text": "other"})], patient=None)).body == {
        "cards": []
    }


def test_on_order_select_only_selections_count():
    drafts = [order("1"), order("2", medicationCodeableConcept={"text": "other"})]
    assert cards(call("order-select", drafts=drafts, selections=["MedicationRequest/1"], **figures(bsa=45)))
    for selections in ([], ["MedicationRequest/2"], ["MedicationRequest/9"]):
        assert not cards(call("order-select", drafts=drafts, selections=selections, **figures(bsa=45)))
    assert len(cards(call(drafts=[order("1"), order("3")], **figures(bsa=45)))) == 1


CARDS = {
    "outside: area": (figures(bsa=45), "warning", "Indication fits, area above the limit"),
    "outside: age": (figures() | {"patient": person("2025-06-01")}, "warning", "Outside label"),
    "outside: severity": (figures(iga=4), "warning", "Outside label"),
    "need one": (figures() | {"iga": None}, "info", "Need IGA"),
    "need all": ({"patient": person(None)}, "info", "Need age, IGA and BSA"),
}  # fmt: skip


@pytest.mark.parametrize(("prefetch", "indicator", "said"), CARDS.values(), ids=CARDS)
def test_a_card_says_the_verdict_and_how_urgent_it_is(prefetch, indicator, said):
    (card,) = cards(call(**prefetch))
    assert card["indicator"] == indicator
    assert said in card["summary"]
    assert said in card["detail"]


@pytest.mark.parametrize("prefetch", [each[0] for each in CARDS.values()], ids=CARDS)
def test_no_nulls_or_empty_objects_and_nothing_that_acts(prefetch):
    said = answered(call(**prefetch)).body
    assert set(said) == {"cards"}
    for card in said["cards"]:
        assert set(card) == {"uuid", "summary", "detail", "indicator", "source", "overrideReasons", "links"}
        UUID(card["uuid"])
    assert not {"suggestions", "selectionBehavior", "systemActions"} & set(re.findall(r'"(\w+)":', json.dumps(said)))

    def parts(part):
        yield part
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from parts(inner)

    assert all(part not in (None, "", {}, []) for part in parts(said))


@pytest.mark.parametrize("jurisdiction", list(RULES.jurisdictions))
@pytest.mark.parametrize("prefetch", [each[0] for each in CARDS.values()], ids=CARDS)
def test_summary_length(prefetch, jurisdiction):
    site = EhrSettings(public_url="http://localhost", open=True, codes=CODES, jurisdiction=jurisdiction)
    for card in cards(call(**prefetch), site):
        assert 0 < len(card["summary"]) < 140
        assert "\n" not in card["summary"]


def test_detail_is_github_flavoured_markdown_with_figures_days_evidence_warning_and_rules():
    (card,) = cards(call(**figures(bsa=45), conditions=bundle(condition()), weight_kg=bundle(weight(25))))
    lines = card["detail"].splitlines()
    assert lines[0].startswith("**United States label 2026-06-30")
    assert "- ✘ %BSA 45% (2026-11-20); the label says 20% or less" in lines
    assert any(line.startswith("- Benefit (") for line in lines)
    assert any(line.startswith("- Harm (") for line in lines)
    assert any(line.startswith("- Boxed warning: serious infections") for line in lines)
    assert any(line.startswith("- Sources: ") for line in lines)
    assert f"Rules {RULES.sha256[:12]}, as of {ON}" in lines[-1]


def test_what_was_not_taken_stands_in_the_card():
    (card,) = cards(call(**figures(bsa=45), itch_nrs=bundle(observation("ITCH", 5, day="2020-01-01"))))
    assert "may be older than 90 days" in card["detail"]


def test_source_url_is_not_patient_specific():
    urls = {cards(call(**each[0]))[0]["source"]["url"] for each in CARDS.values()}
    assert len(urls) == 1
    assert urlsplit(urls.pop()).scheme == "https"


def test_link_forms():
    (link,) = cards(call(**figures(bsa=45)))[0]["links"]
    assert (link["type"], set(link)) == ("absolute", {"label", "url", "type"})
    assert parse_qs(urlsplit(link["url"]).query) == {
        "jurisdiction": ["us"], "on": [str(ON)], "age": ["8y8m"], "iga": ["3"], "bsa": ["45"],
    }  # fmt: skip
    assert "2018" not in link["url"]
    for name in ("age", "bsa"):
        parse_value(
            RULES.fields[{"age": "age_years", "bsa": "bsa_percent"}[name]],
            parse_qs(urlsplit(link["url"]).query)[name][0],
        )
    silent = EhrSettings(public_url="http://localhost:8501", open=True, codes=CODES, figures_in_link=False)
    (link,) = cards(call(**figures(bsa=45)), silent)[0]["links"]
    assert set(parse_qs(urlsplit(link["url"]).query)) == {"jurisdiction", "on"}


def test_override_coding():
    reasons = cards(call(**figures(bsa=45)))[0]["overrideReasons"]
    assert all(set(reason) == {"code", "system", "display"} and all(reason.values()) for reason in reasons)
    assert len({reason["code"] for reason in reasons}) == len(OVERRIDES)


def test_a_chart_that_is_opened_gets_information_only_where_the_diagnosis_stands():
    assert cards(call("patient-view", **figures()), CHART) == []
    (card,) = cards(call("patient-view", **figures(), conditions=bundle(condition())), CHART)
    assert card["indicator"] == "info"
    assert "Within label so far" in card["summary"]
    (card,) = cards(call("patient-view", **figures(bsa=45), conditions=bundle(condition())), CHART)
    assert card["indicator"] == "info"


def test_a_label_whose_dosing_was_not_reviewed_is_never_passed_over_in_silence():
    canada = EhrSettings(public_url="http://localhost", open=True, codes=CODES, jurisdiction="ca")
    (card,) = cards(call(**figures()), canada)
    assert card["indicator"] == "info"
    assert "not reviewed" in card["summary"]


def test_feedback_is_counted_by_reason_and_comments_are_dropped():
    feedback = Feedback()
    entry = {"card": INSTANCE, "outcome": "overridden", "outcomeTimestamp": "2026-11-28T10:00:00Z"}
    reason = {"reason": {"code": "considered", "system": "x"}, "userComment": "Plantedname"}
    assert feedback.take({"feedback": [entry, entry | {"overrideReason": reason}]}).status == 200
    assert feedback.take({"feedback": [{"card": INSTANCE, "outcome": "accepted"}]}).status == 200
    assert feedback.take({"feedback": [entry | {"overrideReason": {"reason": {"code": "Plantedname"}}}]}).status == 200
    assert feedback.counts == {
        "overridden": 1, "overridden: considered": 1, "accepted": 1, "overridden: a reason of the record": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "sent", [None, [], {}, {"feedback": {}}, {"feedback": [1]}, {"feedback": [{"outcome": "ignored"}]}]
)
def test_feedback_rules(sent):
    assert Feedback().take(sent).status == 400


def test_unknown_extensions_change_nothing():
    plain = call(**figures(bsa=45))
    with_more = plain | {"extension": {"com.example": {"a": [1]}}, "unknown": 7}
    with_more["prefetch"] = {key: part | {"extension": [{"url": "x"}]} for key, part in plain["prefetch"].items()}
    first, second = (cards(each)[0] | {"uuid": ""} for each in (plain, with_more))
    assert first == second


def test_time_of_the_answer_is_the_day_asked():
    assert cards(call(**figures(bsa=45)))[0]["detail"].endswith(f"as of {ON}.")


exhaustively = settings(derandomize=True, max_examples=200, deadline=None)


@exhaustively
@given(
    st.integers(0, 95 * 12),
    st.none() | st.integers(0, 4),
    st.none() | st.floats(0, 100),
    st.sampled_from(["us", "ca", "eu"]),
)
def test_the_card_equals_the_answer_of_the_dashboard(months, iga, bsa, jurisdiction):
    born = date_before(months)
    site = EhrSettings(public_url="http://localhost", open=True, codes=CODES, jurisdiction=jurisdiction)
    area = None if bsa is None else round(bsa, 1)
    prefetch = {"patient": person(str(born))}
    prefetch |= {} if iga is None else {"iga": bundle(observation("IGA", iga))}
    prefetch |= {} if area is None else {"bsa_percent": bundle(observation("BSA", area, "%"))}
    typed = {"age_years": f"{months // 12}y{months % 12}m", "iga": iga, "bsa_percent": area}
    profile = {name: parse_value(RULES.fields[name], f"{text}") for name, text in typed.items() if text is not None}
    own = check(profile, ON, RULES, (jurisdiction,)).labels[0]
    found = cards(call(**prefetch), site)
    assert bool(found) is (own.verdict != MET)
    if found:
        assert wording.standing(own) in found[0]["detail"].replace("\\", "")
        assert (found[0]["indicator"] == "warning") is (own.verdict == NOT_MET)


def date_before(months: int):
    total = ON.year * 12 + ON.month - 1 - months
    return ON.replace(year=total // 12, month=total % 12 + 1)


@exhaustively
@given(
    st.integers(0, 30),
    st.integers(0, 4),
    st.floats(0, 100),
    st.sets(st.sampled_from(["patient", "iga", "bsa_percent"])),
)
def test_more_data_turns_only_need_into_an_answer(age, iga, bsa, left_out):
    """With a figure less the answer is the same or "need"; never the other answer."""
    whole = {"patient": person(str(ON - timedelta(days=round(365.25 * age) + 40)))} | figures(iga, round(bsa, 1))
    less = {name: part for name, part in whole.items() if name not in left_out}
    if "patient" in left_out:
        less["patient"] = person(None)
    full, part = (_result(each) for each in (whole, less))
    assert part in (full, CANNOT_TELL)


def _result(prefetch: dict) -> str:
    found = cards(call(**prefetch))
    return MET if not found else NOT_MET if found[0]["indicator"] == "warning" else CANNOT_TELL


@exhaustively
@given(RESOURCE, RESOURCE, RESOURCE)
def test_any_json_gets_an_answer_and_no_failure(one, other, third):
    for request in (
        one,
        call() | {"prefetch": one},
        call(drafts=[order(), other], iga=one, patient=third),
        call() | {"context": one},
    ):
        assert answered(request).status in (200, 400, 412)
        assert Feedback().take(request).status in (200, 400)


HOSTILE = [
    "<script>alert(1)</script>",
    "](javascript:x)",
    "**bold** | `x`",
    "Plantedname\n# head",
    "&lt;img onerror&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_the_record_is_echoed(text):
    drafts = [order(medicationCodeableConcept={"text": f"Opzelura {text}"})]
    hostile = observation("BSA", 45, "%", note=[{"text": text}], id=text)
    told = json.dumps(
        answered(call(drafts=drafts, patient=person(name=[{"text": text}]), bsa_percent=bundle(hostile), iga=text)).body
    )
    assert text not in told
    assert "Plantedname" not in told


@exhaustively
@given(st.text())
def test_escaped_text_holds_no_bare_sign_of_markdown(text):
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_<>\[\]|~#&]", as_markdown(text))
    assert "\n" not in as_markdown(text)
