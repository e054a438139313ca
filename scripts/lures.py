"""The open lure set: `python -m scripts.lures` makes its JSON lines and its table of counts from what people wrote.

What is written stands in `datasets/lures/written/<language>.txt`, by family: a heading, then one text a line. The
datasheet (`datasets/lures/README.md`) says how to write there. The same writing always makes the same files.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "datasets" / "lures"
LANGUAGES = ("en", "fr", "vi", "bi", "fj", "hif", "zh", "hi-Latn")
DRAFTS = ("vi", "bi", "fj", "hif", "zh", "hi-Latn")  # until a speaker has read them
LABELS = ("lure", "scam_not_trafficking", "help_plea", "harmless")
KINDS = {
    "lure": """
        fake_job work_scheme_fee loverboy sextortion debt_bondage domestic_work fishing marriage child organ
        sexual_services travel_story follow_up
    """,
    "scam_not_trafficking": """
        advance_fee prize phishing parcel romance_fraud investment impersonation loan rental task_fraud money_mule
    """,
    "help_plea": "captivity ransom forced_crime forced_work forced_sex forced_marriage child_in_need witness",
    "harmless": """
        seasonal_notice hotel nurse fishing data_work other_vacancy news police_warning survivor_account worried_parent
        everyday church remittance migrant_style campaign commerce family courtship
    """,
}
KINDS_OF = {label: frozenset(named.split()) for label, named in KINDS.items()}
HEADING = ("family", "label", "kind", "channel", "spelling")
CHANNELS = {"S": "sms", "W": "whatsapp", "F": "facebook", "T": "telegram", "D": "dating"}
SPELLINGS = {"k": "plain", "p": "poor", "t": "sms"}
MOST_VARIANTS = 3
COUNTS = re.compile("(<!-- counts -->\n).*?(<!-- /counts -->)", re.DOTALL)
_CHOICE = re.compile(r"\{([^{}]*)\}")
_MARKS = re.compile(r"\[([SWFTDkpt]+)\] ")
_CONTACT = re.compile("<(p|local|vu|nc|vn|at|web|mail)>")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the set, as a line of JSON says it; `draft` until a speaker of the language has reviewed it."""

    id: str
    language: str
    label: str
    kind: str | None
    hard_negative: str | None
    channel: str
    spelling: str
    family: str
    split: str
    made: str
    draft: bool
    text: str


class BadWriting(ValueError):
    """A heading or a line of the written files cannot be read."""


def texts(language: str, written: str) -> Iterator[Text]:
    """Read the written file of a language: each line gives one text, or up to three where it names choices."""
    heading: list[str] = []
    number = 0
    for at, line in enumerate(written.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@ "):
            heading = [part.strip() for part in line[2:].split("|")]
            if len(heading) != len(HEADING) or heading[3] not in CHANNELS or heading[4] not in SPELLINGS:
                raise BadWriting(f"{language}, line {at}: a heading is @ family | label | kind | channel | spelling")
            number = 0
            continue
        if not heading:
            raise BadWriting(f"{language}, line {at}: a text before any heading")
        number += 1
        yield from _variants(language, heading, number, line)


def _variants(language: str, heading: list[str], number: int, line: str) -> Iterator[Text]:
    name, label, kind, channel, spelling = heading
    if marks := _MARKS.match(line):
        line = line[marks.end() :]
        for mark in marks[1]:
            channel, spelling = (mark, spelling) if mark in CHANNELS else (channel, mark)
    family = f"{language}-{name}"
    most = max((len(found.split("|")) for found in _CHOICE.findall(line)), default=1)
    for turn in range(min(most, MOST_VARIANTS)):
        yield Text(
            id=f"{family}-{number:02}{'abc'[turn] if most > 1 else ''}",
            language=language,
            label=label,
            kind=None if label == "harmless" else kind,
            hard_negative=kind if label == "harmless" else None,
            channel=CHANNELS[channel],
            spelling=SPELLINGS[spelling],
            family=family,
            split=split_of(family),
            made="varied" if turn else "written",
            draft=language in DRAFTS,
            text=_filled(line, turn, f"{family}-{number}"),
        )


def split_of(family: str) -> str:
    """Give the split of a family: a third is held out, by its name alone, so that adding families moves none."""
    return "held_out" if hashlib.sha256(family.encode()).digest()[0] % 3 == 0 else "train"


def _filled(line: str, turn: int, seed: str) -> str:
    def chosen(found: re.Match[str]) -> str:
        options = found[1].split("|")
        return options[turn % len(options)]

    digits = hashlib.sha256(f"{seed}-{turn}".encode()).digest()
    two = f"{digits[0] % 100:02}"
    contacts = {
        "p": f"+679 410 01{two}",
        "local": f"410 01{two}",
        "vu": f"+678 410 01{two}",
        "nc": f"+687 00 01 {two}",
        "vn": f"0500 0101{two}",
        "at": f"@{('lani', 'hana', 'mirel', 'tovi', 'kasa', 'noemi')[digits[1] % 6]}_example{two}",
        "web": f"www.{('bluereef', 'sunhill', 'opendoor', 'longbay', 'greenleaf')[digits[2] % 5]}.example",
        "mail": f"{('jobs', 'office', 'info')[digits[3] % 3]}@{('bluereef', 'sunhill')[digits[4] % 2]}.example",
    }
    return _CONTACT.sub(lambda found: contacts[found[1]], _CHOICE.sub(chosen, line)).replace("\\n", "\n")


def all_texts() -> list[Text]:
    """Give all texts in the order they are written, by language."""
    return [
        text
        for language in LANGUAGES
        for text in texts(language, (FOLDER / "written" / f"{language}.txt").read_text(encoding="utf-8"))
    ]


def counts(all_of_them: list[Text]) -> str:
    """Give the datasheet's table of counts."""
    rows = [
        "| language | texts | families | held out | lure | scam | plea for help | harmless | written by hand |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for language in (*LANGUAGES, "all"):
        these = [text for text in all_of_them if language in (text.language, "all")]
        labels = Counter(text.label for text in these)
        families = len({text.family for text in these})
        held = sum(text.split == "held_out" for text in these)
        hand = sum(text.made == "written" for text in these)
        shown = (language, len(these), families, held, *(labels[label] for label in LABELS), hand)
        rows.append(f"| {' | '.join(map(str, shown))} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Write `<language>.jsonl` for every language, and the counts into the datasheet."""
    made = all_texts()
    for language in LANGUAGES:
        lines = [json.dumps(asdict(text), ensure_ascii=False) for text in made if text.language == language]
        (FOLDER / f"{language}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sheet = FOLDER / "README.md"
    said = COUNTS.sub(lambda found: found[1] + counts(made) + found[2], sheet.read_text(encoding="utf-8"))
    sheet.write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main()
