"""What one version of an offence says, as plain values: how it ships, how a form hands it over."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in the languages of the workspace."""

    en: str = ""
    fr: str = ""


@dataclass(frozen=True, slots=True)
class ElementText:
    """One element. Those of one offence with the same `one_of` are alternatives: one of them is enough."""

    code: str
    family: str
    words: Words
    basis: str
    one_of: str = ""
    optional_for_child: bool = False


@dataclass(frozen=True, slots=True)
class OffenceText:
    """All that one version of an offence says."""

    act: str
    section: str
    title: Words
    penalty: Words
    note: Words
    source: str
    confidence: str
    tags: tuple[str, ...]
    elements: tuple[ElementText, ...]

    def digest(self) -> str:
        """SHA-256 by which a changed data file is seen."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
