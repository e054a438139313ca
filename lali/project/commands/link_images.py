"""`lali link images`: pictures that are one, or nearly, folded into families. Needs no node, no Django, no network."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lali.engines.documents import CannotRedact, lumas_of_pictures
from lali.engines.families import Look, PictureFamilies, fold_pictures, look_at
from lali.engines.known import LARGEST
from lali.project.commands.link_files import IMAGES, Answer, FileRefused, check_out, write_csv, written
from lali.project.commands.link_folders import MOST_PICTURES, pictures_in
from lali.project.commands.link_looks import Looks, digest_of, looks_beside, place_of
from lali.project.commands.speaking import refuse, visible

LARGEST_SHOWN, SKIPPED_SHOWN = 10, 20
HOURS, GIGABYTES = 6, 200  # of one run
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
    parser.epilog = (
        "A family is a proposal: pictures that look like one picture. No face is looked for. "
        f"One answer holds {MOST_PICTURES:,} pictures at most. With --out a run that ended before its time, or was "
        "killed, goes on where it stopped when the same command is given again."
    )
    parser.add_argument("source", type=Path, help="folder, zip, or CSV or Parquet with the columns id and file")
    parser.add_argument(
        "--out",
        type=Path,
        help="file for name,family,distance,score: Parquet if it ends in .parquet, else CSV (default: standard output)",
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--hours", type=_more_than_nothing, default=HOURS, help=f"end this run after (default {HOURS})")
    parser.add_argument(
        "--gigabytes",
        type=_more_than_nothing,
        default=GIGABYTES,
        help=f"open no more in this run (default {GIGABYTES})",
    )


def _more_than_nothing(said: str) -> float:
    number = float(said)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("a number more than 0")
    return number


@dataclass(slots=True)
class _Seen:
    """The pictures that opened, and what did not, with the word for why."""

    names: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Bounds:
    """What one run may take. Pictures that an earlier run looked at cost nothing."""

    until: float  # as time.monotonic() counts
    bytes: float
    opened: int = 0

    @classmethod
    def of(cls, chosen: argparse.Namespace) -> "_Bounds":
        return cls(time.monotonic() + chosen.hours * 3600, chosen.gigabytes * 1e9)

    def take(self, size: int) -> str:
        """Why nothing more is opened; empty while there is room."""
        if time.monotonic() > self.until:
            return "its hours (--hours)"
        if self.bytes < size and self.opened:  # one at least, or it would never go on
            return "its gigabytes (--gigabytes)"
        self.bytes -= size
        self.opened += 1
        return ""


def run(chosen: argparse.Namespace) -> int:
    """Fold the pictures of one folder, zip or list; exit code 2 when it cannot be read or the answer be written.

    The same when a bound of this run is reached: then what was seen is kept beside the answer for the next.
    """
    try:
        check_out(chosen.out, chosen.source)
        with looks_beside(chosen.out) as looks:
            if looks.found and not chosen.json:
                print(f"Going on: {looks.found:,} files were looked at before.", file=sys.stderr)
            seen = _looked_at(chosen, looks)
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


def _looked_at(chosen: argparse.Namespace, looks: Looks) -> _Seen:
    seen, asked = _Seen(), list[tuple[str, bytes]]()
    for at, luma in enumerate(lumas_of_pictures(_opened(chosen, asked, seen, looks), side=LARGEST)):
        name, digest = asked[at]
        look = luma.reason if isinstance(luma, CannotRedact) else look_at(luma)
        if look != "too_long":  # on a busy day: it is tried again
            looks.keep(digest, look)
        _note(chosen.source, seen, name, look)
    return seen


def _note(source: Path, seen: _Seen, name: str, look: Look | str) -> None:
    if isinstance(look, str):
        seen.skipped.append((name, look))
        return
    if len(seen.names) == MOST_PICTURES:
        raise FileRefused(f"{source} has more than {MOST_PICTURES:,} pictures. Fold them in parts.")
    seen.names.append(name)
    seen.looks.append(look)


def _opened(chosen: argparse.Namespace, asked: list[tuple[str, bytes]], seen: _Seen, looks: Looks) -> Iterator[bytes]:
    """The bytes of each file that was not looked at before, its name and digest noted in `asked`."""
    bounds = _Bounds.of(chosen)
    for name, data in pictures_in(chosen.source):
        if isinstance(data, str):
            seen.skipped.append((name, data))
            continue
        digest = digest_of(data)
        if (look := looks.of(digest)) is not None:
            _note(chosen.source, seen, name, look)
            continue
        if spent := bounds.take(len(data)):
            raise FileRefused(_stopped(chosen, spent, bounds.opened))
        asked.append((name, digest))
        yield data


def _stopped(chosen: argparse.Namespace, spent: str, opened: int) -> str:
    said = f"This run has used up {spent}: {opened:,} files were opened in it, and no answer is written yet."
    if chosen.out:
        return f"{said} What was seen is kept in {place_of(chosen.out)}: give the same command again, and it goes on."
    return f"{said} Without --out nothing is kept for another run: give --out, or allow more."


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
