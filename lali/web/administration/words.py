"""The journal's verbs in words, as a line of the journal reads: who, what, about what."""

from collections.abc import Collection, Mapping

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


def without_records(value: object, left_out: Collection[str]) -> object:
    """A fact without these records and what stands in them, alone and in lists; None where nothing is left."""
    if isinstance(value, str):
        return None if value.partition("/")[0] in left_out else value
    if isinstance(value, list):
        return [kept for part in value if (kept := without_records(part, left_out)) is not None]
    if isinstance(value, Mapping):
        kept = {name: without_records(part, left_out) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part is not None or value[name] is None}
    return value


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
