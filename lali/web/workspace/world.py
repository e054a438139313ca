"""Countries and languages in the reader's language: typed as names or codes, kept as codes (ISO 3166-1, 639)."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CODE_LENGTH = 2
# Spoken where we work, and not in CLDR's list under a code of two or three letters everywhere.
_MORE_LANGUAGES = {"bi": "Bislama", "fj": "iTaukei", "hif": "Fiji Hindi", "rtm": "Rotuman"}


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")  # CLDR knows neither Bislama nor iTaukei nor Fiji Hindi


@cache
def _countries(language: str) -> dict[str, str]:
    return {code: name for code, name in _locale(language).territories.items() if len(code) == CODE_LENGTH}


@cache
def _languages(language: str) -> dict[str, str]:
    own = {code: name for code, name in _locale(language).languages.items() if code.isalpha()}
    return own | {code: name for code, name in _MORE_LANGUAGES.items() if code not in own}


def countries() -> Mapping[str, str]:
    """Names of countries by code, in the reader's language."""
    return _countries(get_language() or "en")


def languages() -> Mapping[str, str]:
    """Names of languages by code, in the reader's language."""
    return _languages(get_language() or "en")


def country_word(code: str) -> str:
    """A country's name; the code itself where there is none."""
    return countries().get(code, code)


def spoken_word(code: str) -> str:
    """A language's name; the code itself where there is none."""
    return languages().get(code, code)


COUNTRIES_LIST, LANGUAGES_LIST = "countries", "languages"  # ids of the lists a page offers beside such fields
_KNOWN: Mapping[str, Callable[[], Mapping[str, str]]] = {COUNTRIES_LIST: countries, LANGUAGES_LIST: languages}


class CodesField(forms.CharField):
    """Names or codes with commas between them; gives codes. The page offers the names in a datalist."""

    def __init__(self, known: str, **kwargs: object) -> None:
        self.known = known
        super().__init__(widget=forms.TextInput(attrs={"list": known, "autocomplete": "off"}), **kwargs)
        self.max_length = 400

    def prepare_value(self, value: object) -> object:
        """Names in the reader's language for codes that are kept; what was typed stays as it is."""
        if isinstance(value, tuple | list):
            names = _KNOWN[self.known]()
            return ", ".join(names.get(code, code) for code in value)
        return value

    def clean(self, value: object) -> tuple[str, ...]:
        """Codes, each once, in the order typed."""
        typed = [word.strip() for word in str(super().clean(value)).replace(";", ",").split(",")]
        return tuple(dict.fromkeys(self._code(word) for word in typed if word))

    def _code(self, word: str) -> str:
        names, english = _KNOWN[self.known](), _english(self.known)
        for known in (names, english):
            for code in (word, word.upper(), word.lower()):
                if code in known:
                    return code
        found = _by_name(names.items(), word) or _by_name(english.items(), word)
        if not found:
            raise ValidationError(_("“%(word)s” is not in the list."), params={"word": word})
        return found


def _english(known: str) -> Mapping[str, str]:
    return _countries("en") if known == COUNTRIES_LIST else _languages("en")


def _by_name(pairs: Iterable[tuple[str, str]], word: str) -> str:
    return next((code for code, name in pairs if name.casefold() == word.casefold()), "")
