"""The rules on the train part of the open lure set: floors that mending a pattern must not break.

The held-out part is for measuring (docs/signs.md); no test and no pattern looks at it. The floors of the rules stand just
under what they read on 27 November 2026, when the set had grown sixfold with ideas the rules had not met; raise them
when a pattern is mended. What rules and model find together on texts they never met is measured in docs/signs-model.md:
here they only must not forget what they were taught.
"""

import json

import pytest

from lali.engines.signs import LANGUAGES, RISKS, judge, read
from scripts.lures import FOLDER


def _texts(language, label):
    rows = map(json.loads, (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if (row["split"], row["made"], row["label"]) == ("train", "written", label)]


def _risks(language, label):
    return [RISKS.index(read(text).risk) for text in _texts(language, label)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_and_model_remember_what_they_were_taught(language):
    pleas, lures = (
        [judge(text) for text in _texts(language, label)[::4]]  # every fourth is enough to see a broken wire
        for label in ("help_plea", "lure")
    )
    assert sum(one.kind == "help" for one in pleas) >= 0.6 * len(pleas)
    assert sum(one.risk != "none" for one in lures) >= 0.8 * len(lures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_pleas_for_help_are_urgent(language):
    risks = _risks(language, "help_plea")
    assert risks.count(RISKS.index("urgent")) >= 0.15 * len(risks)  # by the rules alone; few, since the set grew harder


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_lures_show_a_sign(language):
    risks = _risks(language, "lure")
    assert sum(risk > 0 for risk in risks) >= 0.15 * len(risks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_harmless_text_is_more_than_watched(language):
    risks = _risks(language, "harmless")
    assert sum(risk >= RISKS.index("likely") for risk in risks) <= 0.08 * len(risks)
