"""`lali link texts --engine spark`: reading and comparing on Spark, by the very functions that run on one machine.

Every stage takes a table and gives one; tables are Parquet in a folder that driver and workers share. What is left on
the driver (candidates and stars) holds the pieces of the texts that differ, about 400 bytes for each.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from lali.engines.families import Families, of_read
from lali.engines.families.gathering import Compare
from lali.engines.families.likeness import Shares, likeness
from lali.engines.families.pieces import Keys, Pieces, Places, pieces_of, starts_of
from lali.engines.families.rarity import Weights
from lali.project.commands.spark_session import ROWS_AT_ONCE, spark_session


def fold_on_spark(texts: Iterable[str], *, master: str) -> Families:
    """Families as `fold` gives them; FileRefused when there is no Spark or no Java."""
    with (
        spark_session(master) as session,
        tempfile.TemporaryDirectory(prefix="lali-link-") as folder,
    ):
        return of_read(*_read(session, Path(folder), texts), _comparing(session, Path(folder)))


def _read(session: Any, folder: Path, texts: Iterable[str]) -> tuple[Pieces, Keys]:
    """Texts into pieces: table (row, text) to table (row, key, pieces), and of that the texts that differ."""
    _write_texts(folder / "texts", texts)
    read = session.read.parquet(str(folder / "texts")).mapInArrow(read_stage, "row long, key long, pieces binary")
    read.write.parquet(str(folder / "read"))
    read = session.read.parquet(str(folder / "read"))
    read.filter("key != 0").select("key", "pieces").dropDuplicates(["key"]).write.parquet(str(folder / "differ"))
    return _differing(folder / "differ"), _keys(folder / "read")


def read_stage(batches: Iterator[Any]) -> Iterator[Any]:
    """Table (row, text) to table (row, key, pieces)."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    for batch in batches:
        read = pieces_of(batch.column("text").to_pylist())
        bounds = read.starts.tolist()
        pieces = [read.pieces[begin:end].tobytes() for begin, end in pairwise(bounds)]
        yield pa.RecordBatch.from_arrays(
            [batch.column("row"), pa.array(read.keys.view(np.int64)), pa.array(pieces, pa.binary())],
            ["row", "key", "pieces"],
        )


def _comparing(session: Any, folder: Path) -> Compare:
    """`likeness` on Spark: what is compared lies in the folder, pairs are a table (place, one, other)."""
    rounds = count()

    def compare(texts: Pieces, weights: Weights, one: Places, other: Places, *, known: bool = False) -> Shares:
        place = folder / f"round{next(rounds)}"
        place.mkdir()
        for name, values in (("pieces", texts.pieces), ("starts", texts.starts), ("weights", weights)):
            np.save(place / f"{name}.npy", values)
        _write_pairs(place / "pairs", one, other)
        pairs = session.read.parquet(str(place / "pairs")).mapInArrow(
            compare_stage(str(place), known=known), "place long, score float"
        )
        pairs.write.parquet(str(place / "scores"))
        scores = _table(place / "scores")
        answer = np.empty(len(one), np.float32)
        answer[scores.column("place").to_numpy()] = scores.column("score").to_numpy()
        shutil.rmtree(place)
        return answer

    return compare


def compare_stage(place: str, *, known: bool = False) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """Table (place, one, other) to table (place, score)."""

    def stage(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        pieces, starts, weights = (
            np.load(f"{place}/{name}.npy", mmap_mode="r") for name in ("pieces", "starts", "weights")
        )
        texts = Pieces(pieces, starts, np.zeros(len(starts) - 1, np.uint64))
        for batch in batches:
            score = likeness(
                texts, weights, batch.column("one").to_numpy(), batch.column("other").to_numpy(), known=known
            )
            yield pa.RecordBatch.from_arrays([batch.column("place"), pa.array(score)], ["place", "score"])

    return stage


def _write_texts(path: Path, texts: Iterable[str]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415

    schema = pa.schema([("row", pa.int64()), ("text", pa.string())])
    path.mkdir()
    numbered, done = iter(texts), 0
    for part in count():
        some = [text.encode(errors="replace").decode() for text in islice(numbered, ROWS_AT_ONCE)]
        if not some and part:
            return
        rows = range(done, done + len(some))
        pa.parquet.write_table(pa.table({"row": list(rows), "text": some}, schema=schema), path / f"{part}.parquet")
        done += len(some)


def _write_pairs(path: Path, one: Places, other: Places) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415

    path.mkdir()
    pairs = pa.table({"place": np.arange(len(one)), "one": one.astype(np.int64), "other": other.astype(np.int64)})
    for part, begin in enumerate(range(0, max(len(one), 1), ROWS_AT_ONCE)):
        pa.parquet.write_table(pairs.slice(begin, ROWS_AT_ONCE), path / f"{part}.parquet")


def _differing(path: Path) -> Pieces:
    table = _table(path)
    keys = table.column("key").to_numpy().view(np.uint64)
    order = np.argsort(keys)
    parts = [np.frombuffer(part, np.uint32) for part in table.column("pieces").take(order).to_pylist()]
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    return Pieces(np.concatenate([np.empty(0, np.uint32), *parts]), starts_of(lengths), keys[order])


def _keys(path: Path) -> Keys:
    table = _table(path, columns=["row", "key"]).sort_by("row")
    return np.asarray(table.column("key").to_numpy().view(np.uint64))


def _table(path: Path, columns: list[str] | None = None) -> Any:
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    return pq.read_table(path, columns=columns)
