"""The demo's learners fill the page of results."""

from lali.project.demo.learners import LEARNERS, people_learn
from lali.records.learning.vocabulary import Phase
from lali.records.results.queries import learning_results


def test_results_of_the_demo_can_be_looked_at(supervisor):
    people_learn("FJ", ("en", "fj", "hif"))
    found = learning_results(supervisor).everybody
    assert found.phases[Phase.BEFORE].people == found.phases[Phase.AFTER].people == in_full_tens(LEARNERS)
    assert found.phases[Phase.DAY_10].people == in_full_tens(LEARNERS // 3)
    assert found.change.value > 0


def in_full_tens(people):
    return people // 10 * 10
