"""`lali link persons --engine spark`: the same pairs, reasons and persons as on one machine."""

import csv
import importlib.util
import shutil

import pytest

from bench.many_persons import HEADER, records
from tests.project.command_line import lali

HAS_SPARK = all(map(importlib.util.find_spec, ("pyspark", "pandas", "pyarrow")))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("java"), reason="Java is absent: apt install openjdk-17-jre-headless")
@pytest.mark.skipif(not HAS_SPARK, reason="Spark is absent: the extra spark")
def test_spark_gives_the_same_pairs_and_persons_as_one_machine(tmp_path):
    path = tmp_path / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *records(2_000)])
    for name, more in (("here", ()), ("there", ("--engine", "spark", "--master", "local[2]"))):
        outs = ("--out", tmp_path / f"{name}.csv", "--pairs", tmp_path / f"{name}.jsonl")
        said = lali("link", "persons", path, "--truth", "who", *outs, *more, timeout=900)
        assert said.returncode == 0, said.stderr
    for kind in ("csv", "jsonl"):
        assert (tmp_path / f"there.{kind}").read_bytes() == (tmp_path / f"here.{kind}").read_bytes()
    assert len((tmp_path / "here.csv").read_text().splitlines()) == 2_001


@pytest.mark.skipif(not HAS_SPARK, reason="Spark is absent: the extra spark")
def test_without_java_spark_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,name\n1,Sera Vakalala\n2,Sera Vakalala\n")
    said = lali("link", "persons", path, "--engine", "spark", PATH="/nowhere", JAVA_HOME="")
    assert said.returncode == 2
    assert "openjdk-17-jre-headless" in said.stderr
