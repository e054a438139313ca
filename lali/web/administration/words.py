"""The journal's verbs in words, as a line of the journal reads: who, what, about what."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lali.records.audit.vocabulary import NODE, PUBLIC, VERBS, part_in_words

PAIR = 2  # an old and a new value
NOBODY = {PUBLIC: _("A visitor"), NODE: _("Lali itself")}


def words_for(verb: str) -> Promise | str:
    """The verb in words; the verb itself where it has none."""
    return VERBS.get(verb, verb)


def who(journal_name: str, names: Mapping[str, str]) -> Promise | str:
    """The name behind a journal reference; the reference itself where there is none."""
    return names.get(journal_name) or NOBODY.get(journal_name, journal_name)


def subject_in_words(subject: str, names: Mapping[str, str]) -> str:
    """What an entry is about (`case:FJ-2026-00001/task:4`): a name where there is one, else `case …, task 4`."""
    return names.get(subject) or ", ".join(part_in_words(part) for part in subject.split("/"))


def facts_in_words(facts: Mapping[str, object], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The facts of an entry as pairs to be read; names for references, commas in lists, yes and no for truth."""
    return [(name.replace("_", " "), names.get(str(value)) or _in_words(value)) for name, value in facts.items()]


def _in_words(value: object) -> str:
    if isinstance(value, Mapping) and "sealed" in value:
        return gettext("(sealed)")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_in_words(part)}" for name, part in value.items())
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and len(value) == PAIR and any(isinstance(part, Mapping) for part in value):
        return gettext("(sealed)")
    if isinstance(value, list):
        return ", ".join(_in_words(part) for part in value)
    return str(value)
