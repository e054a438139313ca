"""Reading a register of 100,000 rows: `python -m bench.tables`. Needs no node."""

import io
import time

import openpyxl

from lali.engines.tables import open_table

ROWS = 100_000  # of CSV; a tenth of them as XLSX


def as_csv() -> io.BytesIO:
    lines = ("Report No,Date,Details", *(f"PIMS-{row},03/11/2026,Call 410 0142 about row {row}" for row in range(ROWS)))
    return io.BytesIO("\n".join(lines).encode())


def as_xlsx() -> io.BytesIO:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Report No", "Date", "Details"])
    for row in range(ROWS // 10):
        sheet.append([f"PIMS-{row}", "03/11/2026", f"Call 410 0142 about row {row}"])
    file = io.BytesIO()
    book.save(file)
    return file


if __name__ == "__main__":
    for kind, made in (("csv", as_csv()), ("xlsx", as_xlsx())):
        began = time.perf_counter()
        count = sum(1 for _row in open_table(made).rows())
        print(f"{kind}: {count:,} rows in {time.perf_counter() - began:.1f} s")
