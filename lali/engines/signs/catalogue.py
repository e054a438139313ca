"""The data files, read once: the catalogue of signs; for each language its words, patterns, frames and next steps."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr", "vi", "bi", "fj", "hif")
RISKS = ("none", "watch", "likely", "urgent")
_DATA = files(__package__) / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign of the catalogue; `own` and `from_memory` tell what nobody has confirmed yet."""

    id: str
    element: str
    detail: str
    stage: str
    weight: int
    sources: tuple[str, ...]
    needs: str = ""
    deniable: bool = True
    from_memory: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class SignWords:
    """One sign in one language: how it is called, why it matters, how it is worded, and sentences that prove it.

    `unless`: patterns that, in the same sentence, give the words a harmless meaning.
    """

    label: str
    why: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """One language file. `status` is "source" where a speaker wrote it; anything else is a draft."""

    code: str
    status: str
    sets: Mapping[str, str]
    frames: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, SignWords]
    next_steps: Mapping[str, tuple[str, ...]]

    @property
    def draft(self) -> bool:
        """Say whether a speaker of the language has yet to review its words."""
        return self.status != "source"

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """Give every pattern as (target, language, line); frames are targets that begin with a colon."""
        for name, patterns in self.frames.items():
            yield from ((f":{name}", self.code, line) for line in patterns)
        for name, sign in self.signs.items():
            yield from ((name, self.code, line) for line in sign.patterns)
            yield from ((f":unless:{name}", self.code, line) for line in sign.unless)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in block.splitlines() if line.strip())


@cache
def _catalogue() -> dict[str, Any]:
    return _read("signs")


@cache
def entries() -> Mapping[str, Entry]:
    """Every sign of the catalogue by its id."""
    return {name: Entry(id=name, **{**facts, "sources": tuple(facts["sources"])}) for name, facts in _signs().items()}


def _signs() -> dict[str, dict[str, Any]]:
    signs: dict[str, dict[str, Any]] = _catalogue()["signs"]
    return signs


@cache
def sources() -> Mapping[str, str]:
    """Full name or address of each source by its short name."""
    named: dict[str, str] = _catalogue()["sources"]
    return named


@cache
def high_pay() -> Mapping[str, float]:
    """A month's pay, per currency word, from which pay counts as far above the job."""
    pay: dict[str, float] = _catalogue()["pay"]
    return pay


@cache
def language(code: str) -> Language:
    """Read one language file; KeyError for a language that has none."""
    if code not in LANGUAGES:
        raise KeyError(code)
    data = _read(code)
    return Language(
        code=code,
        status=data["status"],
        sets=data["sets"],
        frames={name: _lines(block) for name, block in data["frames"].items()},
        signs={name: _sign_words(sign) for name, sign in data["signs"].items()},
        next_steps={risk: tuple(steps) for risk, steps in data["next"].items()},
    )


def _sign_words(sign: Mapping[str, Any]) -> SignWords:
    tests: Mapping[str, str] = sign.get("tests", {})
    return SignWords(
        label=sign["label"],
        why=sign["why"],
        patterns=_lines(sign.get("patterns", "")),
        unless=_lines(sign.get("unless", "")),
        hits=_lines(tests.get("hits", "")),
        misses=_lines(tests.get("misses", "")),
    )
