"""Message catalogues without outside tools: `python -m scripts.catalogues update | compile | check`.

`update` reads every gettext string of the code and templates, and what is said in content files (TOML), into the .po
files, keeping what is translated; `compile` writes the .mo files that run; `check` fails when French lacks a string, or
a translation drops or invents a placeholder.
"""

import io
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
CODE = ROOT / "lali"
LOCALE = CODE / "locale"
COMPLETE = ("fr",)  # must hold every string
PUBLIC = ("bi", "fj", "hif", "vi")  # hold the public site's strings
LANGUAGES = (*COMPLETE, *PUBLIC)
PLURALS = {"fr": (2, "(n > 1)"), "vi": (1, "0")}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that an update without new strings changes nothing
PUBLIC_PLACES = (
    *("lali/web/public/", "lali/web/components/", "lali/records/letterbox/", "lali/records/refusals"),
    *("lali/engines/", "lali/records/learning/", "lali/records/noticeboard/"),
)
CONTENTS = "engines/*/data/words/*.toml"  # lessons, stories: what stands there under a key that says is shown to people
SAID = frozenset({"title", "text", "why", "label", "say", "ask", "reply", "name", "note", "intro", "lines"})


def strings() -> Catalog:
    """Every string of the code, with the files it stands in."""
    found = Catalog(charset="utf-8", creation_date=MADE_AT, project="Lali", version="", fuzzy=False)
    for path in sorted([*CODE.rglob("*.py"), *CODE.rglob("*.html")]):
        if "migrations" in path.parts:
            continue
        place = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in _extracted(path):
            found.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    for path in sorted(CODE.glob(CONTENTS)):
        place = path.relative_to(ROOT).as_posix()
        for message in texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            found.add(message, locations=[(place, 0)])
    return found


def texts(content: object, key: str = "") -> Iterator[str]:
    """Every text of a content file that is shown to people: strings, and lists of strings, under a key of SAID."""
    if isinstance(content, dict):
        for name, inner in content.items():
            yield from texts(inner, name)
    elif isinstance(content, list):
        for inner in content:
            yield from texts(inner, key)
    elif isinstance(content, str) and key in SAID and content:
        yield content


def _extracted(path: Path) -> Iterator[tuple]:
    text = path.read_text(encoding="utf-8")
    source = templatize(text, origin=str(path)) if path.suffix == ".html" else text
    return extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=("Translators:",))


def catalogue(language: str) -> Catalog:
    """What stands in a language's .po file; empty when there is none."""
    path = _po(language)
    if not path.exists():
        return Catalog(locale=None)
    with path.open("rb") as file:
        return read_po(file)


def wanted(language: str, every: Catalog) -> list[Message]:
    """The strings that a language should hold."""
    return [
        message
        for message in every
        if message.id
        and (language in COMPLETE or any(place.startswith(PUBLIC_PLACES) for place, _line in message.locations))
    ]


def update() -> int:
    """Bring every .po file up to date with the code."""
    every = strings()
    for language in LANGUAGES:
        before = catalogue(language)
        after = Catalog(
            locale=language, charset="utf-8", creation_date=MADE_AT, project="Lali", version="", fuzzy=False
        )
        for message in wanted(language, every):
            old = before.get(_key(message), context=message.context)
            after.add(
                message.id,
                string=_carried(message, old, language),
                locations=sorted({(place, None) for place, _line in message.locations}),
                flags=message.flags,
                auto_comments=message.auto_comments,
                user_comments=old.user_comments if old else (),
                context=message.context,
            )
        _write_po(language, after)
    return 0


def _carried(message: Message, old: Message | None, language: str) -> str | tuple[str, ...]:
    """The translation there was, or room for one: as many forms as the language's plural has."""
    if not isinstance(message.id, (list, tuple)):
        return old.string if old and isinstance(old.string, str) else ""
    forms, _rule = PLURALS.get(language, (2, ""))
    said = tuple(old.string) if old and isinstance(old.string, (list, tuple)) else ()
    return (said + ("",) * forms)[:forms]


def _write_po(language: str, content: Catalog) -> None:
    path = _po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, content, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    count, rule = PLURALS.get(language, (2, "(n != 1)"))
    draft = "" if language == "fr" else "# Draft, to be reviewed by a speaker: shown beside English until then.\n"
    head = (
        f'{draft}msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n'
    )
    path.write_bytes(head.encode() + buffer.getvalue())


def compile_all() -> int:
    """Write the .mo files beside the .po files. Untranslated strings are left out: English shows."""
    for language in LANGUAGES:
        if _po(language).exists():
            with _po(language).with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue(language))
    return 0


def problems() -> list[str]:
    """What is wrong with the catalogues, a line each."""
    every = strings()
    said = []
    for language in LANGUAGES:
        known = catalogue(language)
        for message in wanted(language, every):
            found = known.get(_key(message), context=message.context)
            said += _problems_of(language, message, found)
    return said


def _problems_of(language: str, message: Message, found: Message | None) -> list[str]:
    said = found.string if found else ""
    forms = list(said) if isinstance(said, (list, tuple)) else [said]
    if not all(forms):
        return [f"{language}: not translated: {_key(message)!r}"] if language in COMPLETE else []
    sources = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    known = {name for source in sources for name in PLACEHOLDER.findall(source)}
    odd = [form for form in forms if not set(PLACEHOLDER.findall(form)) <= known]
    lost = set(PLACEHOLDER.findall(sources[-1])) - set(PLACEHOLDER.findall(forms[-1]))
    return [f"{language}: placeholders differ: {_key(message)!r}"] if odd or lost else []


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def check() -> int:
    """Say what is wrong; 1 when anything is."""
    found = problems()
    print("\n".join(found) or "The catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit({"update": update, "compile": compile_all, "check": check}[sys.argv[1]]())
