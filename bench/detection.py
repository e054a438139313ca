"""Detection: job ads, smishing, the open lure set, messages written apart, fairness between languages and spellings, and speed.

Every model here is trained on texts whose families the texts it is measured on do not share. A plain peer (TF-IDF of
words and pairs, logistic regression) is measured on the same splits in the same run. `LALI_BENCH_SHARED` names the
folder with `job_ads/` and `sms/`; what is not there, or needs scikit-learn where it is not installed, is left out by
name. Also `python -m bench.detection`, which prints the table alone.
"""

import importlib.util
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.check import COMMAND
from bench.figures import Figure, percentile, table
from bench.messages import given, made_up
from lali.engines.signs import Asked, judge, judge_many

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

    yield folds.written_apart()
    if (SHARED / "job_ads" / "glassdoor_jobs.csv").exists():
        yield folds.honest_ads(SHARED)
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


def speed(passes: int = 5) -> list[Figure]:
    """One core, processor time: the whole judgement, and `lali check --jsonl` as a command from start to end."""
    messages = list(dict.fromkeys(given() or made_up(3000)))
    half = len(messages) // 2
    _micros(messages[:half])
    new = _micros(messages[half:])  # in words that others have brought, as a batch meets them
    judged = min(_micros(messages) for _ in range(passes))
    alone = []
    for text in messages:
        start = time.perf_counter()
        judge(text)
        alone.append(time.perf_counter() - start)
    lines = [json.dumps({"id": at, "text": text}) for at, text in enumerate(messages)]
    begun = min(_door(lines[:1]) for _ in range(passes))
    return [
        Figure("one SMS in a batch: signs, identifiers, model", judged, "us", at_most=60),
        Figure("the same, each text for the first time", new, "us"),
        Figure(
            "`lali check --jsonl`, one line of many, its start apart", (_door(lines) - begun) / len(lines) * 1e6, "us"
        ),
        Figure("`lali check --jsonl`, its start and one line", begun, "s"),
        Figure("one at a time, p99", percentile(alone, 0.99) * 1000, "ms", at_most=2),
        Figure("characters a message", sum(map(len, messages)) / len(messages), ""),
    ]


def _door(lines: Sequence[str]) -> float:
    """Processor seconds of the command on these lines, from start to end."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as asked:
        asked.write("\n".join(lines))
        asked.flush()
        process = subprocess.Popen([COMMAND, "check", "--jsonl", asked.name], stdout=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"`lali check` ended with {process.returncode}.")
    return used.ru_utime + used.ru_stime


def _micros(messages: Sequence[str]) -> float:
    """Processor time of a message in a batch."""
    start = time.process_time()
    for _ in judge_many(map(Asked, messages)):
        pass
    return (time.process_time() - start) / len(messages) * 1e6


if __name__ == "__main__":
    for part in parts():
        print(table("detection", part), flush=True)
