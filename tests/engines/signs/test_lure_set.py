"""The rules on the train part of the open lure set: floors that mending a pattern must not break.

The held-out part is for measuring (docs/signs.md); no test and no pattern looks at it. The floors stand just under what the
rules read on 27 November 2026, when the set had grown fourfold with ideas the rules had not met; raise them when a pattern
is mended. What rules and model find together is measured in docs/signs-model.md.
"""

import json

import pytest

from lali.engines.signs import LANGUAGES, RISKS, read
from scripts.lures import FOLDER


def _risks(language, *labels):
    rows = map(json.loads, (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        RISKS.index(read(row["text"]).risk)
        for row in rows
        if row["split"] == "train" and row["made"] == "written" and row["label"] in labels
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_pleas_for_help_are_urgent(language):
    risks = _risks(language, "help_plea")
    assert risks.count(RISKS.index("urgent")) >= 0.3 * len(risks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_lures_show_a_sign(language):
    risks = _risks(language, "lure")
    assert sum(risk > 0 for risk in risks) >= 0.25 * len(risks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_harmless_text_is_more_than_watched(language):
    risks = _risks(language, "harmless")
    assert sum(risk >= RISKS.index("likely") for risk in risks) <= 0.08 * len(risks)
