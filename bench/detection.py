"""Detection: job ads, smishing, the open lure set, fairness between languages and spellings, and speed.

Every model here is trained on texts whose families the texts it is measured on do not share. A plain peer (TF-IDF of
words and pairs, logistic regression) is measured on the same splits in the same run. `LALI_BENCH_SHARED` names the
folder with `job_ads/` and `sms/`; what is not there, or needs scikit-learn where it is not installed, is left out by
name. Also `python -m bench.detection`, which prints the table alone.
"""

import importlib.util
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.figures import Figure, percentile, table
from bench.messages import given, made_up
from lali.engines.signs import judge, judged_record

SHARED = Path(os.environ.get("LALI_BENCH_SHARED", "../shared/data"))


def figures() -> list[Figure]:
    """Figures of what is there."""
    return [figure for part in parts() for figure in part]


def parts() -> Iterator[list[Figure]]:
    """Figures part by part, for training takes minutes."""
    yield speed()
    if importlib.util.find_spec("sklearn") is None:
        print("Left out: all that is trained (scikit-learn is not installed: group `learning`).")
        return
    from bench import detection_folds as folds  # noqa: PLC0415 - needs scikit-learn

    messages = (SHARED / "sms" / "smishing_dev.csv").exists()
    ads = (SHARED / "job_ads" / "emscad_partial_dev.csv").exists()
    if messages and ads:
        yield folds.lures_held_out(SHARED)
    if messages:
        yield folds.smishing(SHARED)
    if ads:
        yield folds.job_ads(SHARED)
    if not (messages and ads):
        print("Left out: what needs the messages or job ads that are not here, and the lure set, which needs both.")


def speed(passes: int = 3) -> list[Figure]:
    """One core: the whole judgement, and JSON in and out as `lali check --jsonl` does it."""
    messages = given() or made_up(3000)
    lines = [json.dumps({"id": at, "text": text}).encode() for at, text in enumerate(messages)]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    judge(messages[0])
    judged = min(_micros(judge, messages) for _ in range(passes))
    whole = min(
        _micros(lambda line: encode(judged_record(judge(json.loads(line)["text"]), lang="en")), lines)
        for _ in range(passes)
    )
    alone = []
    for text in messages:
        start = time.perf_counter()
        judge(text)
        alone.append(time.perf_counter() - start)
    return [
        Figure("one SMS in a batch: signs, identifiers, model", judged, "us", at_most=60),
        Figure("the same with JSON in and out", whole, "us"),
        Figure("one at a time, p99", percentile(alone, 0.99) * 1000, "ms", at_most=2),
        Figure("characters a message", sum(map(len, messages)) / len(messages), ""),
    ]


def _micros(work: Callable, given_: Sequence) -> float:
    start = time.process_time()
    for one in given_:
        work(one)
    return (time.process_time() - start) / len(given_) * 1e6


if __name__ == "__main__":
    for part in parts():
        print(table("detection", part), flush=True)
