import duckdb
import pytest

from bench.many_persons import HEADER, records
from lali.engines.persons import judged, link, read_register
from lali.engines.persons.comparing import ASPECTS

from .registers import written

pytestmark = pytest.mark.slow  # learns from thousands of records


@pytest.fixture(scope="module")
def linkage(tmp_path_factory):
    path = written(tmp_path_factory.mktemp("persons") / "a.csv", records(2_500), HEADER)
    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    return link(read_register(path, con=con, truth="who"), con=con)


def weights(aspects, name):
    (aspect,) = [its for its in aspects if its.name == name]
    return {degree.said: degree.weight for degree in aspect.degrees}


def test_what_says_nothing_here_is_learnt_to_say_nothing(linkage):
    learnt, expected = weights(linkage.aspects, "where"), weights(ASPECTS, "where")
    assert abs(learnt["other places"]) < abs(expected["other places"])
    assert learnt["the same place"] < expected["the same place"]


def test_what_tells_persons_apart_is_learnt(linkage):
    assert weights(linkage.aspects, "phone")["the same phone"] > 8
    assert weights(linkage.aspects, "birth")["other days of birth"] < -3


def test_persons_of_several_peoples_are_found(linkage):
    by_truth = judged(linkage.person, linkage.register.truth.to_pylist(), linkage.compared_true)
    assert by_truth.f1 > 0.96
