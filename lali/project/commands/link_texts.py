"""`lali link texts`: ads and messages of one hand, folded into families. Needs no node, no Django, no network."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lali.engines.families import Copies, Families, fold
from lali.project.commands.link_files import (
    Answer,
    Columns,
    FileRefused,
    check_out,
    columns_said,
    rows_of,
    write_csv,
    written,
)
from lali.project.commands.speaking import refuse, visible

LARGEST_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.epilog = "A family is a proposal: texts that look made from one template. A person decides."
    parser.add_argument("file", type=Path, help="CSV or Parquet with the columns id and text")
    parser.add_argument(
        "--columns",
        help="columns of other names: 'uid=id,title=text,description=text'; without an id, a row is told by its number",
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="file for id,family,template,score: Parquet when it ends in .parquet, else CSV (default: standard output)",
    )
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="where the texts are read and compared"
    )
    parser.add_argument("--master", default="local[2]", help="of Spark (default: local[2], this machine)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Fold the texts of one file; exit code 2 when it cannot be read or the answer cannot be written."""
    try:
        check_out(chosen.out, chosen.file)
        ids: list[str] = []
        columns = columns_said(chosen.columns)
        families = _folded(chosen, _texts(chosen.file, columns, ids))
        templates = _templates(chosen.file, columns, families)
        answers = _answers(ids, families, templates)
        if chosen.out:
            _write(chosen.out, answers)
            answers = iter(())
        _say(chosen, answers, ids, families, templates)
    except FileRefused as why:
        return refuse(str(why), as_json=chosen.json)
    return 0


def _folded(chosen: argparse.Namespace, texts: Iterator[str]) -> Families:
    if chosen.engine == "local":
        return fold(texts)
    from lali.project.commands.link_spark import fold_on_spark  # noqa: PLC0415 - only Spark needs Arrow

    return fold_on_spark(texts, master=chosen.master)


def _texts(path: Path, columns: Columns, ids: list[str]) -> Iterator[str]:
    for name, text in rows_of(path, columns):
        ids.append(name)
        yield text


def _templates(path: Path, columns: Columns, families: Families) -> dict[int, str]:
    """The template of each family of two or more, from a second look at the file: texts are never all held at once."""
    sizes = Counter(families.keys.tolist())
    copies = Copies()
    numbers = zip(families.keys.tolist(), families.scores.tolist(), strict=True)
    for (family, score), (_name, text) in zip(numbers, rows_of(path, columns), strict=False):
        if family and sizes[family] > 1:
            copies.add(family, score, text)
    return copies.templates()


def _answers(ids: list[str], families: Families, templates: dict[int, str]) -> Iterator[Answer]:
    rows = zip(ids, families.codes(), families.keys.tolist(), families.scores.tolist(), strict=True)
    for name, code, key, score in rows:
        yield name, code or f"empty:{name}", templates.get(key, ""), score


def _write(out: Path, answers: Iterator[Answer]) -> None:
    with written(out) as write:
        for answer in answers:
            write(answer)


def _say(
    chosen: argparse.Namespace,
    answers: Iterator[Answer],
    ids: list[str],
    families: Families,
    templates: dict[int, str],
) -> None:
    """What came out: on standard output what a program reads, on standard error what a person does."""
    record = _record(ids, families, templates)
    if chosen.json:
        if not chosen.out:
            names = ("id", "family", "template", "score")
            record["rows"] = [dict(zip(names, answer, strict=True)) for answer in answers]
        print(json.dumps(record, ensure_ascii=False))
        return
    if not chosen.out:
        sys.stdout.reconfigure(errors="replace")  # half a character in a text must not end the answer
        write_csv(sys.stdout, answers)
    for line in _lines(record):
        print(line, file=sys.stdout if chosen.out else sys.stderr)


def _record(ids: list[str], families: Families, templates: dict[int, str]) -> dict:
    sizes = Counter(families.keys.tolist())
    sizes.pop(0, None)
    shared = [(size, key) for key, size in sizes.items() if size > 1]
    shared.sort(key=lambda each: (-each[0], each[1]))
    return {
        "texts": len(ids),
        "families": len(shared),
        "texts_in_families": sum(size for size, _ in shared),
        "alone": len(sizes) - len(shared),
        "empty": len(ids) - sum(sizes.values()),
        "ids_that_come_again": len(ids) - len(set(ids)),
        "largest": [
            {"family": f"{key:016x}", "texts": size, "template": templates.get(key, "")}
            for size, key in shared[:LARGEST_SHOWN]
        ],
    }


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _lines(record: dict) -> Iterator[str]:
    yield (
        f"{_counted(record['texts'], 'text')}: {record['texts_in_families']:,} in "
        f"{_counted(record['families'], 'family', 'families')}, "
        f"{record['alone']:,} alone, {record['empty']:,} without words."
    )
    if record["ids_that_come_again"]:
        again = _counted(record["ids_that_come_again"], "row")
        yield f"{again} with an id that an earlier row has; each row has its own answer."
    if record["largest"]:
        yield "The largest families: how many texts, the code of the family, its template."
    for family in record["largest"]:
        yield f"  {family['texts']:>9,}  {family['family']}  {visible(family['template'][:100])}"
    yield "A family is a proposal. A person decides."
