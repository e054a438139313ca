"""The work of `lali link persons`: read, link, judge, write, say."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from lali.engines.persons import (
    SMALL,
    ColumnsUnclear,
    FileUnreadable,
    Judged,
    Linkage,
    Pair,
    Register,
    Weigher,
    births_unread,
    explained,
    judged,
    link,
    read_register,
    weigh_here,
)
from lali.engines.tables import neutral_key
from lali.project.commands.link_files import FileRefused
from lali.project.commands.speaking import refuse, visible

ACCOUNTS = "These look like accounts: rows are put together where one hand seems to be behind them, whatever the names."
PATIENCE = 2.0  # seconds before progress is told
MEMORY = "1000MB"  # that the comparisons may use before they go to disk
TABLES, PAIRS = frozenset({".csv", ".parquet"}), frozenset({".csv", ".parquet", ".jsonl"})
SHOWN_WRONG = 3  # dates that are shown
ALMOST = 0.995  # a probability that would be rounded to 100%
NO_ROOM = "There was no room to finish: {}. Free some space, or name another folder in TMPDIR, and run it again."


def run(chosen: argparse.Namespace) -> int:
    """Link the records of one file."""
    try:
        _check_out(chosen.out, TABLES, "--out", chosen.file)
        _check_out(chosen.pairs, PAIRS, "--pairs", chosen.file)
        _check_two(chosen.out, chosen.pairs)
        columns = _columns(chosen.columns)
        if not chosen.file.is_file():
            return refuse(f"There is no file {chosen.file}.", as_json=chosen.json)
        with tempfile.TemporaryDirectory(prefix="lali-link-") as spill, _connected(Path(spill)) as con:
            return _linked(chosen, columns, con)
    except (ColumnsUnclear, FileUnreadable, FileRefused) as why:
        return refuse(str(why), as_json=chosen.json)
    except BrokenPipeError:
        raise  # who reads our answer has enough: not a word about room
    except (duckdb.OutOfMemoryException, duckdb.IOException, OSError, MemoryError) as why:
        return refuse(NO_ROOM.format(str(why).splitlines()[0] if str(why) else type(why).__name__), as_json=chosen.json)


def _linked(chosen: argparse.Namespace, columns: dict[str, str], con: duckdb.DuckDBPyConnection) -> int:
    said = _progress()
    register = read_register(chosen.file, con=con, chosen=columns, truth=chosen.truth)
    if not chosen.json:
        print(visible(register.columns.sentence))
        if register.columns.are_accounts:
            print(ACCOUNTS)
        if wrong := _births_unread(register):
            print(visible(_said_of_births(wrong)))
    with _weigher(chosen) as weigh:
        linkage = link(register, con=con, on_step=said, weigh=weigh)
    if chosen.out:
        said("writing")
        _write(chosen.out, lambda path: _table(_numbered(linkage.persons, linkage), path))
    if chosen.pairs:
        _write(chosen.pairs, lambda path: _pairs(linkage, path, con))
    shown = list(explained(linkage, _shown(linkage, max(0, chosen.show)), con=con))
    truth = judged(linkage.person, register.truth.to_pylist(), linkage.compared_true) if register.truth else None
    record = _record(linkage, shown, truth, chosen)
    print(json.dumps(record, ensure_ascii=False) if chosen.json else "\n".join(_for_people(record)))
    return 0


def _births_unread(register: Register) -> list[dict[str, str]]:
    """Dates of birth that are none, each with the id of its record."""
    return [
        {"id": register.ids[row].as_py(), "written": text}
        for row, text in births_unread(register.table, register.columns)
    ]


def _said_of_births(wrong: list[dict[str, str]]) -> str:
    shown = ", ".join(f"{its['id']}: {its['written']}" for its in wrong[:SHOWN_WRONG])
    said = _counted(len(wrong), "date of birth cannot be read", "dates of birth cannot be read")
    return (
        f"{said} as a day ({shown}{', ...' if len(wrong) > SHOWN_WRONG else ''}). Mend what is wrong and run it again."
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


@contextmanager
def _weigher(chosen: argparse.Namespace) -> Iterator[Weigher]:
    if chosen.engine == "local":
        yield weigh_here
        return
    from lali.project.commands.persons_spark import weighed_on_spark  # noqa: PLC0415 - an extra

    with weighed_on_spark(chosen.master) as weigh:
        yield weigh


def _check_two(out: Path | None, pairs: Path | None) -> None:
    if out and pairs and out.resolve() == pairs.resolve():
        raise FileUnreadable("--out and --pairs name one file. Name two: nothing was written.")


def _check_out(path: Path | None, endings: frozenset[str], option: str, read: Path) -> None:
    if path is None:
        return
    if path.resolve() == read.resolve():
        raise FileUnreadable(f"{option} names the file that is read. Name another one: nothing was written.")
    if path.suffix.lower() not in endings:
        raise FileUnreadable(f"{option} must end in {' or '.join(sorted(endings))}; {path.name} does not.")
    if not path.parent.is_dir():
        raise FileUnreadable(f"There is no folder {path.parent} for {option}.")


def _columns(written: str) -> dict[str, str]:
    """`COLUMN=ROLE,...`."""
    chosen: dict[str, str] = {}
    for entry in filter(None, (one.strip() for one in written.split(","))):
        column, equals, role = entry.partition("=")
        if not equals:
            raise ColumnsUnclear(f"--columns takes COLUMN=ROLE, apart by commas; {entry} has no =.")
        chosen[column.strip()] = role.strip()
    return chosen


@contextmanager
def _connected(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(config={"temp_directory": str(spill), "memory_limit": MEMORY})
    con.execute("set enable_progress_bar = false")
    try:
        yield con
    finally:
        con.close()


def _progress() -> Callable[[str], None]:
    """Tell the steps on standard error, once it takes long."""
    started = time.monotonic()

    def say(step: str) -> None:
        passed = time.monotonic() - started
        if passed >= PATIENCE:
            print(f"{passed:5.0f} s  {step}", file=sys.stderr, flush=True)

    return say


def _write(path: Path, fill: Callable[[Path], None]) -> None:
    """Whole or not at all: written beside its place, then put there."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        fill(beside)
        beside.chmod(0o600)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _table(table: pa.Table, path: Path) -> None:
    if path.suffix.lower() == ".parquet":
        parquet.write_table(table, path)
    else:
        table = _neutral(table)
        quoted = "needed" if any(map(_needs_quotes, table.columns)) else "none"  # Arrow's "needed" quotes every text
        arrow_csv.write_csv(table, path, arrow_csv.WriteOptions(quoting_style=quoted, quoting_header="none"))


def _numbered(table: pa.Table, linkage: Linkage) -> pa.Table:
    """The table with ids as numbers, where the ids of the register are numbers."""
    if not linkage.register.are_numbers:
        return table
    columns = {name: table[name] for name in table.column_names}
    return pa.table(
        {
            name: pc.cast(its, pa.int64()) if pa.types.is_string(its.type) and name != "band" else its
            for name, its in columns.items()
        }
    )


def _needs_quotes(column: pa.ChunkedArray) -> bool:
    return pa.types.is_string(column.type) and bool(pc.any(pc.match_substring_regex(column, '[",\\r\\n]')).as_py())


def _neutral(table: pa.Table) -> pa.Table:
    """The table with ids that a spreadsheet would calculate made harmless."""
    for place, name in enumerate(table.column_names):
        column = table.column(name)
        if pa.types.is_string(column.type) and pc.any(pc.match_substring_regex(column, "^[=+@\\t\\r\\n-]")).as_py():
            kept = [None if cell is None else neutral_key(cell) for cell in column.to_pylist()]
            table = table.set_column(place, name, pa.array(kept, pa.string()))
    return table


def _pairs(linkage: Linkage, path: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Every pair that is linked, and every other that is possible, each with its band."""
    proposed = _proposed(linkage)
    if path.suffix.lower() == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            for batch in proposed.to_batches(max_chunksize=20_000):
                for pair in explained(linkage, pa.Table.from_batches([batch]), con=con):
                    file.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")
        return
    ids = linkage.register.ids
    weight = proposed["match_weight"]
    table = pa.table(
        {
            "id_l": ids.take(proposed["nr_l"].combine_chunks()),
            "id_r": ids.take(proposed["nr_r"].combine_chunks()),
            "probability": pc.round(pc.divide(1.0, pc.add(1.0, pc.power(2.0, pc.negate(weight)))), 6),
            "weight": pc.round(weight, 4),
            "band": proposed["band"],
        }
    )
    _table(_numbered(table, linkage), path)


def _proposed(linkage: Linkage) -> pa.Table:
    """Pairs inside persons, pairs likelier than not, and the other possible ones of a small register."""
    if len(linkage.person) <= SMALL:
        return linkage.pairs
    linked = pc.equal(linkage.pairs["band"], "linked")
    return linkage.pairs.filter(pc.or_(linked, pc.greater_equal(linkage.pairs["match_weight"], 0.0)))


def _shown(linkage: Linkage, most: int) -> pa.Table:
    """The pairs that a person should look at first: linked ones that are least sure, then possible ones by weight."""
    shown = []
    for band, order in (("linked", "ascending"), ("possible", "descending")):
        its = linkage.pairs.filter(pc.equal(linkage.pairs["band"], band))
        keys = [("match_weight", order), ("nr_l", "ascending"), ("nr_r", "ascending")]
        shown.append(its.take(pc.sort_indices(its, sort_keys=keys)[:most]))
    return pa.concat_tables(shown)


def _record(linkage: Linkage, shown: list[Pair], truth: Judged | None, chosen: argparse.Namespace) -> dict[str, object]:
    sizes = Counter(linkage.person)
    return {
        "records": len(linkage.person),
        "persons": len(sizes),
        "with_several_records": sum(size > 1 for size in sizes.values()),
        "largest": max(sizes.values(), default=0),
        "pairs_compared": linkage.compared,
        "pairs_proposed": _proposed(linkage).num_rows,
        "pairs_linked": _in_band(linkage, "linked"),
        "pairs_possible": _in_band(linkage, "possible"),
        "accounts": linkage.register.columns.are_accounts,
        "prior": linkage.prior,
        "births_unread": _births_unread(linkage.register),
        "columns": {column: role.value for column, role in linkage.register.columns.roles},
        "unused": list(linkage.register.columns.unused),
        "out": str(chosen.out) if chosen.out else None,
        "pairs_out": str(chosen.pairs) if chosen.pairs else None,
        "truth": _truth(truth) if truth else None,
        "pairs": [asdict(pair) for pair in shown],
    }


def _in_band(linkage: Linkage, band: str) -> int:
    return int(pc.sum(pc.equal(linkage.pairs["band"], band)).as_py() or 0)


def _truth(truth: Judged) -> dict[str, object]:
    return {
        "precision": round(truth.precision, 4),
        "recall": round(truth.recall, 4),
        "f1": round(truth.f1, 4),
        "blocking_recall": round(truth.blocking_recall, 4),
        "true_pairs": truth.true,
        "found_pairs": truth.found,
        "right_pairs": truth.right,
    }


def _sureness(probability: float) -> str:
    """Never 100%: two persons of one name and one day of birth are two persons all the same."""
    if probability < 0.01:  # noqa: PLR2004 - one in a hundred
        return "less than 1%"
    return "more than 99%" if probability >= ALMOST else f"{probability:.0%}"


STRENGTHS = ((8.0, "very strongly for"), (4.0, "strongly for"), (1.0, "for"), (-1.0, "neither way"), (-4.0, "against"))

STEPS = {"start": "to begin with", "household": "taken off"}


def _strength(part: dict) -> str:
    """How much a step speaks, in words."""
    if part["aspect"] in STEPS:
        return STEPS[part["aspect"]]
    return next((said for least, said in STRENGTHS if part["weight"] >= least), "strongly against")


def _told(pair: dict) -> str:
    """The band and the figure of a pair; where they do not go together, why."""
    sureness = _sureness(pair["probability"])
    if not pair["note"]:
        return f"{pair['band']}, {sureness}"
    if pair["band"] == "linked":
        return f"{pair['note']}; {sureness} by themselves"
    return f"{pair['band']}, {sureness} by themselves: {pair['note']}"


def _for_people(record: dict) -> Iterator[str]:
    yield (
        f"{_counted(record['records'], 'record looks', 'records look')} like "
        f"{_counted(record['persons'], 'person', 'persons')}, "
        f"{record['with_several_records']:,} of them in several records (at most {record['largest']:,}). "
        f"{_counted(record['pairs_compared'], 'pair was', 'pairs were')} compared; "
        f"{_counted(record['pairs_possible'], 'more is', 'more are')} possible, not linked."
    )
    if truth := record["truth"]:
        yield (
            f"By the truth: precision {truth['precision']:.3f}, recall {truth['recall']:.3f}, F1 {truth['f1']:.3f} "
            f"over all {truth['true_pairs']:,} true pairs; {truth['blocking_recall']:.3f} of them were compared."
        )
    if record["pairs"]:
        yield "\nPairs to look at, with what speaks for one person and against (1 more doubles the odds):"
    for pair in record["pairs"]:
        yield "\n" + visible(f"  {pair['one']} and {pair['other']}: {_told(pair)}")
        yield from (f"    {part['weight']:+6.1f}  {_strength(part)}: {visible(part['said'])}" for part in pair["parts"])
    written = [path for path in (record["out"], record["pairs_out"]) if path]
    yield (
        "\n"
        + (f"Written: {', '.join(written)}. " if written else "Say --out FILE to keep the persons. ")
        + ("A link is a proposal; a person decides.")
    )
