"""Answers to extra fields: checked against the field, and told in words. Values are plain JSON."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.records.configuration.document import Configuration, ExtraField, with_code
from lali.records.configuration.vocabulary import FieldType, YesNo
from lali.records.refusals import Refused

LONGEST_ANSWER = 2_000
MOST_CHOSEN = 100
MOST_DIGITS = 15

Answers = Mapping[str, Any]


class AnswerIsWrong(Refused):
    """An answer does not fit its field."""

    sentence = gettext_lazy("One of the answers does not fit its field.")


def checked_answers(
    configuration: Configuration, extra: Iterable[ExtraField], given: Answers, *, before: Answers, on: date
) -> dict[str, Any]:
    """The answers to `extra` as they are kept; AnswerIsWrong, with the field's words, when one does not fit.

    Fields that `given` does not name keep what `before` has; empty answers are left out. A retired entry may stay where
    it was chosen before, and is not chosen anew.
    """
    kept = dict(before)
    for one in extra:
        if one.code not in given:
            continue
        value = _checked(configuration, one, given[one.code], before.get(one.code), on)
        kept.pop(one.code, None)
        if value not in ("", None, []):
            kept[one.code] = value
        elif one.required:
            raise AnswerIsWrong(_("“%(field)s” needs an answer.") % {"field": one})
    return kept


def _checked(configuration: Configuration, one: ExtraField, given: Any, before: Any, on: date) -> Any:
    if given in ("", None, [], ()):
        return ""
    if one.type in {FieldType.CHOICE, FieldType.CHOICES}:
        return _chosen(configuration, one, given, before, on)
    return {
        FieldType.TEXT: _text,
        FieldType.NUMBER: _number,
        FieldType.DAY: _day,
        FieldType.YES_NO: _yes_no,
    }[FieldType(one.type)](one, given)


def _wrong(one: ExtraField, sentence: str) -> AnswerIsWrong:
    return AnswerIsWrong(_("“%(field)s”: %(what)s") % {"field": one, "what": sentence})


def _text(one: ExtraField, given: Any) -> str:
    said = str(given).replace("\0", "").strip()
    if len(said) > LONGEST_ANSWER:
        raise _wrong(one, _("this is longer than %(most)d characters.") % {"most": LONGEST_ANSWER})
    return said


def _number(one: ExtraField, given: Any) -> str:
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        raise _wrong(one, _("this is not a number.")) from None
    if not number.is_finite() or len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise _wrong(one, _("this is not a number that can be kept."))
    return format(number.normalize(), "f")


def _day(one: ExtraField, given: Any) -> str:
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise _wrong(one, _("this is not a day.")) from None


def _yes_no(one: ExtraField, given: Any) -> str:
    if given not in YesNo.values:
        raise _wrong(one, _("please answer yes, no or unknown."))
    return str(given)


def _chosen(configuration: Configuration, one: ExtraField, given: Any, before: Any, on: date) -> Any:
    several = one.type == FieldType.CHOICES
    codes = list(dict.fromkeys(given if isinstance(given, (list, tuple)) else [given]))
    had = before if isinstance(before, list) else [before]
    words = configuration.list_of(one.list)
    offered = {entry.code for entry in words.offered(on)} if words else set()
    if len(codes) > (MOST_CHOSEN if several else 1) or any(code not in offered and code not in had for code in codes):
        raise _wrong(one, _("please choose from the list."))
    return codes if several else codes[0]


def answer_in_words(configuration: Configuration, one: ExtraField, answer: Any) -> str:
    """An answer as a screen shows it."""
    if one.type in {FieldType.CHOICE, FieldType.CHOICES}:
        entries = words.entries if (words := configuration.list_of(one.list)) else ()
        codes = answer if isinstance(answer, list) else [answer]
        return ", ".join(str(with_code(entries, code) or code) for code in codes)
    if one.type == FieldType.YES_NO:
        return str(YesNo(answer).label)
    if one.type == FieldType.DAY:
        return date_format(date.fromisoformat(answer))
    return str(answer)
