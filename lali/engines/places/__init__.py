"""Places without a map: countries of ISO 3166-1, provinces of ISO 3166-2 and area councils of Fiji and Vanuatu.

`recognise` gives the one place that words name, `suggest` those that may have been meant, without regard to accents,
capitals and small slips. Promises: a code never replaces the words that somebody typed; words that name two places
name none; time grows in line with the length of the words, which are cut at `LONGEST`. It must never hold a coordinate
(nobody's house is found here), nor guess a place from a person.
"""

from .gazetteer import Place, all_places, in_words, lies_in, place, touch
from .recognising import LONGEST, folded, recognise, suggest

__all__ = [
    "LONGEST",
    "Place",
    "all_places",
    "folded",
    "in_words",
    "lies_in",
    "place",
    "recognise",
    "suggest",
    "touch",
]
