"""Words that mean something in every message, in the six languages, however they are written."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """What a word asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    LEARN = "learn"
    CHECK = "check"
    REPORT = "report"
    LANGUAGE = "language"


_SAID: dict[Command, dict[str, str]] = {  # by language; "" fits any. Two words are written as one.
    Command.STOP: {"": "stop", "en": "unsubscribe", "fr": "arret arreter", "bi": "finis", "fj": "taro", "hif": "band",
                   "vi": "dung dunglai"},
    Command.START: {"": "start", "fr": "debut commencer", "bi": "stat", "fj": "tekivu", "hif": "shuru", "vi": "batdau"},
    Command.HELP: {"": "help sos", "fr": "aide ausecours", "bi": "helpem halpem", "fj": "veivuke", "hif": "madad",
                   "vi": "giup giupdo cuu"},
    Command.LEARN: {"": "learn story", "fr": "apprendre histoire", "bi": "lanem stori", "fj": "vuli", "hif": "sikho",
                    "vi": "hoc"},
    Command.CHECK: {"": "check", "fr": "verifier", "bi": "jekem", "fj": "dikeva", "hif": "jaanch", "vi": "kiemtra"},
    Command.REPORT: {"": "report", "fr": "signaler", "bi": "ripot", "fj": "tukutuku", "hif": "ripotkaro",
                     "vi": "baocao"},
    Command.LANGUAGE: {"": "language", "fr": "langue", "bi": "lanwis", "fj": "vosa", "hif": "bhasha", "vi": "ngonngu"},
}  # fmt: skip
_NUMBERED = {"0": Command.LANGUAGE, "1": Command.LEARN, "2": Command.CHECK, "3": Command.HELP, "4": Command.REPORT}
_LANGUAGES = {
    "en": "english anglais",
    "fr": "francais french",
    "bi": "bislama",
    "fj": "fijian vakaviti vosavakaviti itaukei",
    "hif": "hindi fijihindi fijibaat",
    "vi": "vietnamese vietnam tiengviet",
}
_COMMANDS = {
    word: (command, language)
    for command, said in _SAID.items()
    for language, listed in said.items()
    for word in listed.split()
}
_NAMED = {word: language for language, listed in _LANGUAGES.items() for word in listed.split()}
_WITH_WORDS = frozenset({Command.CHECK, Command.REPORT, Command.HELP})  # more may follow: "sos they took my passport"
_LONGEST_WORD = 40  # of what may be a word of ours, spaces and marks included
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message asks: `command`, what stands behind it, and the language that the word gives away, if any."""

    command: Command | None
    rest: str = ""
    language: str = ""


def heard(text: str, *, whole: bool = False) -> Heard:
    """Find the command of a message. STOP and its like count as the whole message only; `whole`: so do all.

    >>> heard(" s.t.o.p !!").command, heard("Stop working for little pay").command, heard("2 Job in Bangkok").rest
    (<Command.STOP: 'stop'>, None, 'Job in Bangkok')
    """
    alone = _folded(text) if len(text) <= _LONGEST_WORD else ""
    if alone in _NUMBERED:
        return Heard(_NUMBERED[alone])
    if alone in _COMMANDS:
        command, language = _COMMANDS[alone]
        return Heard(command, "", language)
    if not whole:
        tokens = [match.end() for match, _two in zip(_WORD.finditer(text.lstrip()), range(2), strict=False)]
        for end in reversed(tokens):  # two words first
            first, rest = text.lstrip()[:end], text.lstrip()[end:]
            word = _folded(first[:_LONGEST_WORD])
            named, language = _COMMANDS.get(word, (None, ""))
            asked = named or _NUMBERED.get(word)
            if asked in _WITH_WORDS:
                return Heard(asked, rest.strip(), language)
    return Heard(None)


def language_named(text: str) -> str:
    """Return the language whose name a message is; nothing for any other message."""
    return _NAMED.get(_folded(text), "") if len(text) <= _LONGEST_WORD else ""


def _folded(text: str) -> str:
    """Return letters and digits only, small, without accents; a word said again and again counts once."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    folded = "".join(char for char in bare if char.isalnum())
    again = re.fullmatch(r"(.{3,}?)\1*", folded)
    return again[1] if again else folded
