"""`lali link texts --engine spark`: the same families as on one machine, to the last one."""

import csv
import importlib.util
import shutil

import pytest

from bench.ads import Maker
from tests.project.command_line import lali

HAS_SPARK = all(map(importlib.util.find_spec, ("pyspark", "pandas", "pyarrow")))


def made(path, many):
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [(str(number), text) for number, (_family, text) in enumerate(Maker(21).ads(many))]
        csv.writer(file).writerows([("id", "text"), *rows, ("none", ""), ("hi", "नौकरी दुबई में")])
    return path


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("java"), reason="Java is absent: apt install openjdk-17-jre-headless")
@pytest.mark.skipif(not HAS_SPARK, reason="Spark is absent: the extra spark")
def test_spark_gives_the_same_families_as_one_machine(tmp_path):
    ads = made(tmp_path / "ads.csv", 2000)
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert lali("link", "texts", ads, "--out", here).returncode == 0
    said = lali("link", "texts", ads, "--out", there, "--engine", "spark", "--master", "local[2]", timeout=900)
    assert said.returncode == 0, said.stderr
    assert there.read_bytes() == here.read_bytes()


@pytest.mark.skipif(HAS_SPARK, reason="Spark is here")
def test_without_the_extra_spark_is_refused_with_the_remedy(tmp_path):
    said = lali("link", "texts", made(tmp_path / "ads.csv", 5), "--engine", "spark")
    assert said.returncode == 2
    assert 'pip install "lali[spark]"' in said.stderr


@pytest.mark.skipif(not HAS_SPARK, reason="Spark is absent: the extra spark")
def test_without_java_spark_is_refused_with_the_remedy(tmp_path):
    said = lali("link", "texts", made(tmp_path / "ads.csv", 5), "--engine", "spark", PATH="/nowhere", JAVA_HOME="")
    assert said.returncode == 2
    assert "openjdk-17-jre-headless" in said.stderr
