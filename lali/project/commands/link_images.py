"""`lali link images`: pictures that are one, or nearly, folded into families. Needs no node, no Django, no network."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lali.engines.documents import CannotRedact, lumas_of_pictures
from lali.engines.families import Look, PictureFamilies, fold_pictures, look_at
from lali.engines.known import LARGEST
from lali.project.commands.link_files import IMAGES, Answer, FileRefused, check_out, write_csv, written
from lali.project.commands.link_folders import MOST_PICTURES, pictures_in
from lali.project.commands.speaking import refuse, visible

LARGEST_SHOWN, SKIPPED_SHOWN = 10, 20
WHY = {
    "other": "no picture of a kind that is read (PNG, JPEG, HEIC, GIF, BMP, TIFF, WebP)",
    "damaged": "a picture that does not open",
    "too_large": "more bytes or pixels than are opened",
    "too_long": "takes too long to open",
    "several_frames": "moves: it has several pictures",
    "plain": "too little in it to be compared",
    "unreadable": "cannot be read",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.epilog = "A family is a proposal: pictures that look like one picture. No face is looked for."
    parser.add_argument("source", type=Path, help="folder, zip, or CSV or Parquet with the columns id and file")
    parser.add_argument(
        "--out",
        type=Path,
        help="file for name,family,distance,score: Parquet if it ends in .parquet, else CSV (default: standard output)",
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


@dataclass(slots=True)
class _Seen:
    """The pictures that opened, and what did not, with the word for why."""

    names: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def run(chosen: argparse.Namespace) -> int:
    """Fold the pictures of one folder, zip or list; exit code 2 when it cannot be read or the answer be written."""
    try:
        check_out(chosen.out, chosen.source)
        seen = _looked_at(chosen.source)
        families = fold_pictures(seen.looks)
        answers = list(_answers(seen, families))
        if chosen.out:
            with written(chosen.out, IMAGES) as write:
                for answer in answers:
                    write(answer)
        _say(chosen, answers, seen)
    except FileRefused as why:
        return refuse(str(why), as_json=chosen.json)
    return 0


def _looked_at(source: Path) -> _Seen:
    seen, asked = _Seen(), list[str]()
    for at, luma in enumerate(lumas_of_pictures(_opened(source, asked, seen), side=LARGEST)):
        if isinstance(luma, CannotRedact):
            seen.skipped.append((asked[at], luma.reason))
            continue
        if len(seen.names) == MOST_PICTURES:
            raise FileRefused(f"{source} has more than {MOST_PICTURES:,} pictures. Fold them in parts.")
        seen.names.append(asked[at])
        seen.looks.append(look_at(luma))
    return seen


def _opened(source: Path, asked: list[str], seen: _Seen) -> Iterator[bytes]:
    """The bytes of each file, its name noted in `asked`."""
    for name, data in pictures_in(source):
        if isinstance(data, str):
            seen.skipped.append((name, data))
            continue
        asked.append(name)
        yield data


def _answers(seen: _Seen, families: PictureFamilies) -> Iterator[Answer]:
    rows = zip(seen.names, families.codes, families.distances.tolist(), families.scores.tolist(), strict=True)
    for name, code, distance, score in rows:
        if code:
            yield name, code, distance, score
        else:
            seen.skipped.append((name, "plain"))


def _say(chosen: argparse.Namespace, answers: list[Answer], seen: _Seen) -> None:
    record = _record(answers, seen)
    if chosen.json:
        if not chosen.out:
            record["rows"] = [dict(zip(IMAGES.heading, answer, strict=True)) for answer in answers]
        print(json.dumps(record, ensure_ascii=False))
        return
    if not chosen.out:
        sys.stdout.reconfigure(errors="replace")  # half a character in a name must not end the answer
        write_csv(sys.stdout, answers, IMAGES)
    for line in _lines(record):
        print(line, file=sys.stdout if chosen.out else sys.stderr)


def _record(answers: Iterable[Answer], seen: _Seen) -> dict:
    sizes, names = Counter[str](), dict[str, list[str]]()
    for name, family, _distance, _score in answers:
        sizes[family] += 1
        names.setdefault(family, []).append(name)
    shared = sorted(((size, family) for family, size in sizes.items() if size > 1), key=lambda one: (-one[0], one[1]))
    return {
        "pictures": sum(sizes.values()),
        "families": len(shared),
        "pictures_in_families": sum(size for size, _ in shared),
        "alone": len(sizes) - len(shared),
        "skipped": [{"name": name, "why": why} for name, why in sorted(seen.skipped)],
        "largest": [
            {"family": family, "pictures": size, "some": sorted(names[family])[:3]}
            for size, family in shared[:LARGEST_SHOWN]
        ],
    }


def _lines(record: dict) -> Iterator[str]:
    pictures, families = record["pictures"], record["families"]
    yield (
        f"{pictures:,} {'picture' if pictures == 1 else 'pictures'}: {record['pictures_in_families']:,} in "
        f"{families:,} {'family' if families == 1 else 'families'}, {record['alone']:,} alone, "
        f"{len(record['skipped']):,} not compared."
    )
    for one in record["skipped"][:SKIPPED_SHOWN]:
        yield f"  not compared: {visible(one['name'])}: {WHY.get(one['why'], WHY['damaged'])}"
    if len(record["skipped"]) > SKIPPED_SHOWN:
        yield f"  and {len(record['skipped']) - SKIPPED_SHOWN:,} more, all named with --json"
    if record["largest"]:
        yield "The largest families: how many pictures, the code of the family, some of their names."
    for family in record["largest"]:
        yield f"  {family['pictures']:>9,}  {family['family']}  {', '.join(map(visible, family['some']))}"
    yield "A family is a proposal. A person decides."
