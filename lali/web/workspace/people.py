"""What is known of a person, in words for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from lali.engines.matching import ReasonCode
from lali.records.cases.queries import Alike, PersonChange, PersonShown, Proposal, RelationShown
from lali.records.configuration.answers import answer_in_words
from lali.records.configuration.queries import in_force
from lali.records.entities.facts import TELLING, Birth, Childhood, Document, PersonFacts, read_back
from lali.records.entities.vocabulary import BirthBasis, NameKind, OrganisationKind, PaperKind, PersonRole, Sex
from lali.web.components.network import Node, Tie
from lali.web.workspace.reading import extra_field_word, happened
from lali.web.workspace.world import country_word, spoken_word

FIELDS = {
    "names": gettext_lazy("Names"),
    "birth": gettext_lazy("Born"),
    "sex": gettext_lazy("Sex, as recorded"),
    "nationalities": gettext_lazy("Nationalities"),
    "languages": gettext_lazy("Languages"),
    "documents": gettext_lazy("Documents"),
    "occupation": gettext_lazy("Occupation"),
    "contact": gettext_lazy("Where to reach them"),
    "registration": gettext_lazy("Registration number"),
    "country": gettext_lazy("Country"),
    "business": gettext_lazy("What it is"),
}
CHILDHOOD = {
    Childhood.CHILD: (pgettext_lazy("state of a person", "A child"), "danger"),
    Childhood.MAYBE: (gettext_lazy("May be a child: treat as a child until known"), "attention"),
}


def _word(choices: type, code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def day_word(day: date) -> str:
    """A day as the house writes it."""
    return date_format(day, _("j M Y"))


def birth_words(birth: Birth | None) -> str:
    """When somebody was born and how we know, in words."""
    if birth is None:
        return ""
    if birth.exact:
        said = day_word(birth.earliest)
    else:
        said = _("between %(first)s and %(last)s") % {"first": day_word(birth.earliest), "last": day_word(birth.latest)}
    return f"{said} ({_word(BirthBasis, birth.basis)})" if birth.basis else said


def age_words(shown: PersonShown) -> str:
    """The age on the day of the acts, in words; empty where no birth is known."""
    if shown.ages is None or shown.ages[0] < 0:
        return ""
    least, greatest = shown.ages
    if least == greatest:
        years = ngettext("%d year old", "%d years old", least) % least
    else:
        years = _("%(least)d to %(greatest)d years old") % {"least": least, "greatest": greatest}
    if shown.day_is_of_acts:
        return _("%(age)s when the acts began, %(day)s") % {"age": years, "day": day_word(shown.day)}
    return _("%(age)s when the case was opened, %(day)s") % {"age": years, "day": day_word(shown.day)}


def childhood_tag(shown: PersonShown) -> tuple[object, str] | None:
    """The word and the kind of the tag that says somebody is, or may be, a child."""
    return CHILDHOOD.get(shown.childhood)


def _document(document: Document) -> str:
    parts = [
        _word(PaperKind, document.kind),
        document.number,
        country_word(document.country) if document.country else "",
    ]
    if document.valid_until:
        parts.append(_("valid until %s") % day_word(document.valid_until))
    return ", ".join(filter(None, [*parts, document.note]))


def shown_facts(facts: PersonFacts) -> list[tuple[object, list[str]]]:
    """What is known, field by field, each with its lines; what is not known is left out."""
    said = {
        "names": [
            name.full if name.kind == NameKind.NAME else f"{name.full} ({_word(NameKind, name.kind)})"
            for name in facts.names
        ],
        "birth": [birth_words(facts.birth)],
        "sex": [_word(Sex, facts.sex)],
        "nationalities": [", ".join(country_word(code) for code in facts.nationalities)],
        "languages": [", ".join(spoken_word(code) for code in facts.languages)],
        "documents": [_document(document) for document in facts.documents],
        "occupation": [facts.occupation],
        "contact": [facts.contact],
        "registration": [facts.registration],
        "country": [country_word(facts.country)],
        "business": [_word(OrganisationKind, facts.business)],
    }
    known = [(FIELDS[name], lines) for name, lines in said.items() if any(lines)]
    return known + _shown_answers({**facts.answers, **facts.telling_answers})


def _shown_answers(answers: Mapping[str, object]) -> list[tuple[object, list[str]]]:
    """Answers to extra fields, in the order of the configuration; those to fields that it lacks are kept, not shown."""
    if not answers:
        return []
    now = in_force().configuration
    return [(one, [answer_in_words(now, one, answers[one.code])]) for one in now.fields if one.code in answers]


def only_telling(facts: PersonFacts) -> PersonFacts:
    """Of the facts what tells who somebody is."""
    return PersonFacts(**{name: getattr(facts, name) for name in TELLING})


# -- who may be one ----------------------------------------------------------------------------------------------------

REASONS = {
    ReasonCode.SAME_DOCUMENT: gettext_lazy("the same document"),
    ReasonCode.SAME_SCREEN_NAME: gettext_lazy("the same screen name"),
    ReasonCode.SAME_NAME: gettext_lazy("the same name"),
    ReasonCode.SAME_NAME_OTHER_ORDER: gettext_lazy("the same name in another order"),
    ReasonCode.NAME_SOUNDS_ALIKE: gettext_lazy("the names sound alike"),
    ReasonCode.NAME_SPELT_ALIKE: gettext_lazy("the names are spelt alike"),
    ReasonCode.PART_OF_NAME: gettext_lazy("one name is a part of the other"),
    ReasonCode.INITIALS_FIT: gettext_lazy("the initials fit"),
    ReasonCode.SINGLE_NAME_FITS: gettext_lazy("the single name fits"),
    ReasonCode.SAME_BIRTH: gettext_lazy("the same day of birth"),
    ReasonCode.BIRTH_MAY_BE_SAME: gettext_lazy("the birth may be the same"),
    ReasonCode.SAME_NATIONALITY: gettext_lazy("a nationality in common"),
    ReasonCode.OTHER_BIRTH: gettext_lazy("another time of birth"),
    ReasonCode.OTHER_SEX: gettext_lazy("another sex"),
    ReasonCode.OTHER_NATIONALITY: gettext_lazy("no nationality in common"),
    ReasonCode.OTHER_DOCUMENT: gettext_lazy("another document of the same kind"),
}


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A proposal with its reasons in words."""

    proposal: Proposal
    speaks_for: list[object]
    speaks_against: list[object]


def shown_proposals(proposals: list[Proposal]) -> list[ShownProposal]:
    """Proposals with what speaks for and against them in words."""
    return [
        ShownProposal(
            one,
            [REASONS[reason.code] for reason in one.reasons if reason.speaks_for],
            [REASONS[reason.code] for reason in one.reasons if not reason.speaks_for],
        )
        for one in proposals
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall: from `start` and `width` wide, in percent of the whole line."""

    words: object
    points: int
    start: float
    width: float

    @property
    def speaks_for(self) -> bool:
        """Whether it goes up."""
        return self.points >= 0


@dataclass(frozen=True, slots=True)
class ShownAlike:
    """Two persons who may be one, with the steps from nothing to what speaks for it altogether."""

    pair: Alike
    steps: tuple[Step, ...]
    zero: float  # where the line of nothing stands, in percent

    @property
    def key(self) -> str:
        """How the page names this pair."""
        return f"people-{self.pair.one.id}-{self.pair.other.id}"


def shown_alike(pairs: list[Alike]) -> list[ShownAlike]:
    """Pairs with their waterfalls."""
    return [_waterfall(pair) for pair in pairs]


def _waterfall(pair: Alike) -> ShownAlike:
    sums = [0]
    for reason in pair.reasons:
        sums.append(sums[-1] + reason.points)
    least, most = min(sums), max(*sums, 1)
    scale = 100 / (most - least)
    steps = (
        Step(
            REASONS[reason.code],
            reason.points,
            round((min(before, after) - least) * scale, 1),
            round(abs(reason.points) * scale, 1),
        )
        for reason, before, after in zip(pair.reasons, sums, sums[1:], strict=False)
    )
    return ShownAlike(pair, tuple(steps), round(-least * scale, 1))


# -- history -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One field of a change: `state` is empty, or says why its values cannot be read (erased, shut)."""

    field: object
    old: str
    new: str
    state: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One line of a person's history."""

    at: datetime
    by: str
    what: str
    values: tuple[ShownValue, ...]


def shown_history(changes: list[PersonChange], names: dict[str, str]) -> list[ShownChange]:
    """A person's history in words; `names` are those of the members."""
    return [
        ShownChange(
            one.at,
            names.get(one.by, one.by),
            happened(one.verb),
            tuple(
                ShownValue(
                    _field_word(value.field),
                    _said(value.field, value.old),
                    _said(value.field, value.new),
                    "shut" if value.field.partition(".")[0] in one.shut else "erased" if value.new is None else "",
                )
                for value in one.values
            ),
        )
        for one in changes
    ]


def _field_word(name: str) -> object:
    """A field of what is known, in words; an extra field in those of the configuration."""
    return FIELDS.get(name) or extra_field_word(name) or name


def _said(field: str, text: str | None) -> str:
    """A value that the journal keeps, in words; as it stands there where it cannot be read."""
    facts = read_back(field, text or "")
    if facts is None:
        return text or ""
    return "; ".join(line for _word, lines in shown_facts(facts) for line in lines)


# -- the network ---------------------------------------------------------------------------------------------------


def network_of(relations: list[RelationShown]) -> tuple[list[Node], list[Tie]]:
    """Nodes and ties of the persons that stand to one another."""
    nodes, ties = {}, []
    for one in relations:
        for person in (one.one, one.other):
            word = _("organisation") if person.is_organisation else _("person")
            nodes[person.id] = Node(str(person.id), person.name, "person", word)
        ties.append(Tie(str(one.one.id), str(one.other.id), str(one.relation.get_kind_display())))
    return list(nodes.values()), ties


def role_word(role: str, *, confirmed: bool = False) -> str:
    """A role in words: a victim is a possible one until an authority has recognised them."""
    if role == PersonRole.VICTIM and confirmed:
        return _("Victim, officially recognised")
    return str(PersonRole(role).label)
