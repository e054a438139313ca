"""What rules and model say together of words that came, as a tip keeps it."""

from lali.engines.signs import as_record, judge

MOST_WORDS = 8


def judged_reading(text: str, *, country: str) -> dict[str, object]:
    """The reading by the rules as its record, and beside it what the model adds, under `judged`.

    Signs, risk and marks are those of the rules alone. `judged` holds the kind (help, lure, scam, none), the words that
    weighed, as text and span, and the aspects by name with their words: they explain, and put nothing in order.
    """
    found = judge(text, country=country)
    weighed = [{"text": one.text, "start": one.start, "end": one.end} for one in found.weighed[:MOST_WORDS]]
    aspects = [{"name": one.name, "words": [word.text for word in one.words]} for one in found.aspects]
    return as_record(found.reading, lang="en") | {
        "judged": {"kind": found.kind, "weighed": weighed, "aspects": aspects}
    }
