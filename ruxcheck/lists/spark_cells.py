"""Reading cells where the rows lie: what Spark sends to its workers."""

from collections.abc import Iterable, Iterator
from datetime import date

import pyarrow as pa

from ruxcheck.intake import Column
from ruxcheck.lists.usable import WHY, Reader
from ruxcheck.values import Field


class Cells:
    """Reads the cells of a partition, wherever it lies; sent there as it is. Workers need pyarrow for it and nothing else of ours."""

    def __init__(self, columns: tuple[Column, ...], fields: dict[str, Field], measured_on: date):
        self.columns, self.measured_on = columns, measured_on
        self.fields = {column.field: fields[column.field] for column in columns}

    def schema(self, kept: list[str]) -> str:
        """The columns that come out, as Spark writes types, behind those that are `kept`."""
        ends = dict.fromkeys(f"{column.field}_{end}" for column in self.columns for end in ("low", "high"))
        return ", ".join([*kept, *(f"{name} double" for name in ends), f"{WHY} string"])

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        reader = Reader(self.columns, self.fields, self.measured_on)
        for batch in batches:
            values, why = reader.values(batch)
            table = pa.table(batch)
            for name in values.column_names:
                table = table.append_column(name, values.column(name))
            yield from table.append_column(WHY, why).to_batches()
