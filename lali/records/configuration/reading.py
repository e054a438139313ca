"""From a TOML text to a configuration, or to every reason why it is none, each with its line."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import Field, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.records.configuration.document import (
    CODE,
    CODES,
    DAY,
    FLAG,
    LINE,
    LONG,
    NUMBER,
    ONE_OF,
    PARTS,
    WORDS,
    Configuration,
    ExtraField,
    Template,
    fields_kept,
    with_code,
)
from lali.records.configuration.lines import Lines, Place
from lali.records.configuration.vocabulary import (
    CASE_KINDS,
    FORMAT,
    LANGUAGES,
    NEEDED_LANGUAGES,
    FieldType,
)
from lali.records.refusals import Refused

MOST_CHARACTERS = 500_000
MOST_PARTS = 1_000  # of one kind in one place
MOST_PROBLEMS = 50  # said at once
LONGEST_LINE, LONGEST_TEXT = 200, 2_000
LONGEST_KIND = 20  # characters of a kind of case
A_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
SYNTAX = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a text is no configuration."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(what)s") % {"line": self.line, "what": self.sentence}


class ConfigurationIsWrong(Refused):
    """The text is no configuration; `problems` say why, in the order of their lines."""

    sentence = gettext_lazy("This configuration cannot be used as it is.")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS]
        super().__init__(" ".join(str(problem) for problem in self.problems) or str(self.sentence))


def read_configuration(text: str) -> Configuration:
    """Read a whole configuration; ConfigurationIsWrong with every problem when there is any."""
    if len(text) > MOST_CHARACTERS:
        raise ConfigurationIsWrong([Problem(1, _("The text is longer than a configuration can be."))])
    reader = _Reader(text)
    found = reader.whole(_parsed(text))
    if not reader.problems:
        reader.hold_together(found)
    if reader.problems:
        raise ConfigurationIsWrong(reader.problems)
    return found


# A version's text never changes, and every page asks for the newest: it is parsed once.
remembered_configuration = lru_cache(maxsize=8)(read_configuration)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        said = SYNTAX.match(str(why))
        end = text.count("\n") + 1
        line = int(said["line"]) if said and said["line"] else end
        what = said["what"] if said else str(why)
        raise ConfigurationIsWrong([Problem(line, _("This is not TOML: %(what)s.") % {"what": what})]) from None
    except (RecursionError, ValueError):
        raise ConfigurationIsWrong([Problem(1, _("This is not TOML that can be read."))]) from None


class _Reader:
    """Reads parts by what their fields say of themselves, and gathers problems on the way."""

    def __init__(self, text: str) -> None:
        self.lines = Lines(text)
        self.problems: list[Problem] = []

    def wrong(self, place: Place, sentence: str) -> None:
        self.problems.append(Problem(self.lines.of(place), sentence))

    def whole(self, given: dict[str, Any]) -> Configuration:
        if given.pop("format", None) != FORMAT:
            self.wrong(("format",), _('The text must begin with: format = "%(format)s".') % {"format": FORMAT})
        return self.part(Configuration, given, ())

    def part(self, kind: type, given: Any, place: Place) -> Any:
        if not isinstance(given, dict):
            self.wrong(place, _("Here must be a table with names and values."))
            given = {}
        known = {one.name: one for one in fields_kept(kind)}
        for name in given.keys() - known.keys():
            self.wrong((*place, name), _("Nothing here is called “%(name)s”.") % {"name": str(name)[:40]})
        return kind(**{name: self.value(one, given, (*place, name)) for name, one in known.items()})

    def value(self, one: Field, given: Mapping[str, Any], place: Place) -> Any:
        how = one.metadata["how"]
        if one.name not in given:
            if one.metadata["needed"] and one.name not in {"record", "type", "secrecy"}:
                self.wrong(place, _("“%(name)s” is missing.") % {"name": one.name})
            return one.default_factory() if callable(one.default_factory) else one.default
        return getattr(self, f"_{how}")(given[one.name], one, place)

    # -- one method for each way a value is written -------------------------------------------------------------------

    def _code(self, given: Any, one: Field, place: Place) -> str:
        if isinstance(given, str) and (A_CODE.fullmatch(given) or (given == "" and not one.metadata["needed"])):
            return given
        said = _("“%(name)s” must be a short word of small letters, digits and _, such as fake_job.")
        self.wrong(place, said % {"name": one.name})
        return "wrong"

    def _codes(self, given: Any, one: Field, place: Place) -> tuple[str, ...]:
        if not isinstance(given, list) or len(given) > MOST_PARTS:
            self.wrong(place, _("“%(name)s” must be a list of short words.") % {"name": one.name})
            return ()
        return tuple(self._code(code, one, place) for code in given)

    def _words(self, given: Any, one: Field, place: Place) -> dict[str, str]:
        if not isinstance(given, dict):
            self.wrong(place, _("“%(name)s” must give words by language: .en, .fr.") % {"name": one.name})
            return {}
        most = LONGEST_TEXT if one.metadata.get("long") else LONGEST_LINE
        for language in given.keys() - LANGUAGES.keys():
            self.wrong((*place, language), _("“%(name)s” is no language known here.") % {"name": str(language)[:20]})
        words = {code: self._said(given[code], most, (*place, code)) for code in LANGUAGES if code in given}
        if any(words.values()) or one.metadata["needed"]:
            for language in NEEDED_LANGUAGES:
                if not words.get(language):
                    said = _("The words in %(language)s are missing.")
                    self.wrong(place, said % {"language": LANGUAGES[language]})
        return {language: said for language, said in words.items() if said}

    def _line(self, given: Any, one: Field, place: Place) -> str:
        said = self._said(given, LONGEST_LINE, place)
        if one.metadata["needed"] and not said:
            self.wrong(place, _("“%(name)s” is empty.") % {"name": one.name})
        return said

    def _long(self, given: Any, _one: Field, place: Place) -> str:
        return self._said(given, LONGEST_TEXT, place)

    def _said(self, given: Any, most: int, place: Place) -> str:
        if not isinstance(given, str):
            self.wrong(place, _("Here must be words in quotation marks."))
            return ""
        given = unicodedata.normalize("NFC", given.strip())
        if len(given) > most:
            self.wrong(place, _("These words are longer than %(most)d characters.") % {"most": most})
        if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in given):
            self.wrong(place, _("There is a control character in these words."))
        return given

    def _day(self, given: Any, one: Field, place: Place) -> date | None:
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        self.wrong(place, _("“%(name)s” must be a day, such as 2026-12-31.") % {"name": one.name})
        return None

    def _flag(self, given: Any, one: Field, place: Place) -> bool:
        if not isinstance(given, bool):
            self.wrong(place, _("“%(name)s” must be true or false.") % {"name": one.name})
        return given is True

    def _number(self, given: Any, one: Field, place: Place) -> int | None:
        most = one.metadata["most"]
        if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= most:
            return given
        said = _("“%(name)s” must be a whole number from 0 to %(most)d.")
        self.wrong(place, said % {"name": one.name, "most": most})
        return None

    def _one_of(self, given: Any, one: Field, place: Place) -> str:
        options = one.metadata["options"].values
        if given in options:
            return given
        said = _("“%(name)s” must be one of: %(options)s.")
        self.wrong(place, said % {"name": one.name, "options": ", ".join(options)})
        return one.default

    def _parts(self, given: Any, one: Field, place: Place) -> tuple[Any, ...]:
        if not isinstance(given, list):
            self.wrong(place, _("“%(name)s” must be written as [[%(name)s]].") % {"name": one.name})
            return ()
        if len(given) > MOST_PARTS:
            self.wrong(place, _("There are more than %(most)d of these.") % {"most": MOST_PARTS})
            return ()
        parts = [self.part(one.metadata["parts"], part, (*place, at)) for at, part in enumerate(given)]
        doubled = {
            code for code, times in Counter(part.code for part in parts).items() if times > 1 and code != "wrong"
        }
        for at, part in enumerate(parts):
            if part.code in doubled:
                self.wrong((*place, at, "code"), _("The code “%(code)s” is there twice.") % {"code": part.code})
        return tuple(parts)

    # -- what must hold between parts ---------------------------------------------------------------------------------

    def hold_together(self, found: Configuration) -> None:
        kinds = found.list_of(CASE_KINDS)
        known = {entry.code for entry in kinds.entries} if kinds else set()
        self._kinds_fit(found)
        for at, one in enumerate(found.fields):
            self._field_fits(one, found, known, ("fields", at))
        for at, template in enumerate(found.templates):
            self._template_fits(template, known, ("templates", at))
        self._one_template_each(found)

    def _kinds_fit(self, found: Configuration) -> None:
        for at, one in enumerate(found.lists):
            if one.code != CASE_KINDS:
                continue
            for number, entry in enumerate(one.entries):
                if len(entry.code) > LONGEST_KIND:
                    said = _("The code of a kind of case has %(most)d characters at most.")
                    self.wrong(("lists", at, "entries", number, "code"), said % {"most": LONGEST_KIND})

    def _field_fits(self, one: ExtraField, found: Configuration, known: set[str], place: Place) -> None:
        chooses = one.type in {FieldType.CHOICE, FieldType.CHOICES}
        if chooses and not found.list_of(one.list):
            self.wrong((*place, "list"), _("There is no list “%(code)s” to choose from.") % {"code": one.list})
        if not chooses and one.list:
            self.wrong((*place, "list"), _("Only a field that chooses from a list names one."))
        self._kinds_known(one.kinds, known, (*place, "kinds"))

    def _kinds_known(self, kinds: tuple[str, ...], known: set[str], place: Place) -> None:
        for kind in kinds:
            if kind not in known:
                said = _("There is no kind of case “%(code)s” in the list %(list)s.")
                self.wrong(place, said % {"code": kind, "list": CASE_KINDS})

    def _template_fits(self, template: Template, known: set[str], place: Place) -> None:
        self._kinds_known((template.kind,), known, (*place, "kind"))
        for at, step in enumerate(template.steps):
            if step.after and not with_code(template.steps[:at], step.after):
                said = _("The step “%(code)s” must come after a step that stands above it.")
                self.wrong((*place, "steps", at, "after"), said % {"code": step.code})

    def _one_template_each(self, found: Configuration) -> None:
        taken: set[str] = set()
        for at, template in enumerate(found.templates):
            if template.retired_on is None and template.kind in taken:
                said = _("There is another template for the kind “%(code)s”. Retire one of them.")
                self.wrong(("templates", at, "kind"), said % {"code": template.kind})
            if template.retired_on is None:
                taken.add(template.kind)


WAYS = {CODE, CODES, DAY, FLAG, LINE, LONG, NUMBER, ONE_OF, PARTS, WORDS}
assert all(hasattr(_Reader, f"_{how}") for how in WAYS)
