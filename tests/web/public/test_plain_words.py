"""How plainly the public site speaks: the school grade of its English, the length of sentences in the others.

Counted are the texts of the catalogues that stand on public pages, of five words or more: names of buttons and services
are no sentences. A word of Vietnamese is a syllable here, so its sentences are shorter than they count.
"""

import re
from statistics import median

import pytest

from lali.engines.wording.plainness import LONGEST_SENTENCE, grade, sentences, words
from scripts import catalogues

ON_PUBLIC_PAGES = (
    *("lali/web/public/", "lali/engines/lessons", "lali/engines/signs", "lali/engines/helplines"),
    "lali/records/letterbox/vocabulary",
)
FILLED_IN = re.compile(r"%\(\w+\)s|%s|\{\w*\}")
HIGHEST_GRADE = 5
FEW = 5  # words


def texts(language):
    """Texts of public pages in a language, what is filled in counted as one word."""
    for message in catalogues.catalogue("fr" if language == "en" else language):
        if message.id and any(str(path).startswith(ON_PUBLIC_PAGES) for path, _line in message.locations):
            said = message.id if language == "en" else message.string
            text = FILLED_IN.sub("7", said[0] if isinstance(said, list | tuple) else said)
            if len(words(text)) >= FEW:
                yield text


def test_half_of_the_english_texts_are_read_in_the_fifth_year_of_school_or_earlier():
    grades = [grade(text) for text in texts("en")]
    assert len(grades) > 300
    assert median(grades) <= HIGHEST_GRADE


@pytest.mark.parametrize("language", ["en", "fr", "bi", "fj", "hif", "vi"])
def test_sentences_are_short_in_every_language(language):
    lengths = [len(words(sentence)) for text in texts(language) for sentence in sentences(text)]
    assert len(lengths) > 400
    assert median(lengths) <= LONGEST_SENTENCE
    assert sum(length > LONGEST_SENTENCE for length in lengths) <= len(lengths) / 5
