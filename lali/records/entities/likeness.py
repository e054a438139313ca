"""What of a person is compared with others, and the blind words by which they find one another."""

import hmac

from lali.engines.matching import Known, Paper, tokens
from lali.records.entities.facts import PersonFacts
from lali.records.entities.models import Person, PersonToken
from lali.records.entities.vocabulary import NameKind, PersonKind
from lali.records.keyring import derived_key

BYTES = 16


def known_of(kind: str, facts: PersonFacts) -> Known:
    """What the matching engine compares of a person's or an organisation's facts."""
    papers = [Paper(paper.kind, paper.number, paper.country) for paper in facts.documents]
    if facts.registration:
        papers.append(Paper("registration", facts.registration, facts.country))
    return Known(
        names=tuple(name.full for name in facts.names if name.kind != NameKind.SCREEN),
        screen_names=tuple(name.full for name in facts.names if name.kind == NameKind.SCREEN),
        born=(facts.birth.earliest, facts.birth.latest) if facts.birth else None,
        sex=facts.sex,
        nationalities=frozenset(facts.nationalities),
        papers=tuple(papers),
        is_organisation=kind == PersonKind.ORGANISATION,
    )


def blind_words(kind: str, facts: PersonFacts) -> dict[bytes, bool]:
    """The tokens of what is known, keyed with the node's key: nothing of them can be worked out without it.

    Each with whether it is enough by itself.
    """
    key = derived_key("person-tokens")
    found = sorted(tokens(known_of(kind, facts)))
    return {
        hmac.digest(key, f"{kind}\0{token.text}".encode("utf-8", "replace"), "sha256")[:BYTES]: token.alone
        for token in found
    }


def keep_blind_words(person: Person, facts: PersonFacts) -> None:
    """Keep the words by which a person is found to be like others, in place of those that stood. Part of an action."""
    person.tokens.all().delete()
    words = blind_words(person.kind, facts)
    PersonToken.objects.bulk_create(
        PersonToken(person=person, token=word, alone=alone) for word, alone in words.items()
    )
