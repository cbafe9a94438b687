"""The shape of the guided story."""

from typing import Annotated

from msgspec import Meta

from ruxcheck.schema_records import Id, Strict, Text


class ReferenceEntry(Strict, kw_only=True):
    record: Text | None = None
    conflict: Id | None = None
    amount: Id | None = None
    study: Id | None = None
    endpoint: Id | None = None
    arm: Id | None = None
    time: Text | None = None
    population: Id | None = None
    statistic: Text | None = None
    source: Id | None = None


class StepEntry(Strict, kw_only=True):
    id: Id
    heading: Text
    text: Text
    figure: Id
    rests_on: Annotated[list[ReferenceEntry], Meta(min_length=1)]


class StoryFile(Strict, kw_only=True):
    steps: Annotated[list[StepEntry], Meta(min_length=1)]
