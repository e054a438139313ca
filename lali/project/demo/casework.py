"""What the story's investigators wrote down in their cases: statements, offences, clocks, owners of numbers."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from lali.project.demo import story
from lali.records.agencies.models import Member
from lali.records.cases import actions as cases
from lali.records.cases.models import Case, PersonInCase
from lali.records.cases.vocabulary import DeadlineKind
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import day
from lali.records.conversations.actions import begin_reading, cite_messages, read_on
from lali.records.elements.actions import About, add_proof, suspect_offence
from lali.records.elements.vocabulary import Strength
from lali.records.evidence.actions import Said, cite_passage, take_statement
from lali.records.links.actions import Ownership, attribute_identifier
from lali.records.links.queries import identifiers_in
from lali.records.links.vocabulary import Confidence, Credibility, Reliability


@dataclass(frozen=True, slots=True)
class Writing:
    """One member who writes in one case."""

    by: Member
    case: Case

    def event(self, text: str, *, days_ago: int, **known: object) -> None:
        """Put something on the timeline, on a day."""
        when = day(timezone.localdate() - timedelta(days=days_ago), timezone.get_current_timezone_name())
        note_event(by=self.by, ref=self.case.ref, happening=Happening(text=text, when=when, **known))

    def statement(self, words: str, quote: str, *, of: PersonInCase, days_ago: int, where: str) -> str:
        """Take a statement down and cite one piece of it; gives the citation, such as "P-001"."""
        taken_at = timezone.now() - timedelta(days=days_ago)
        said = Said(
            words=words,
            person_id=of.person_id,
            taken_at=taken_at,
            taken_by=self.by.name,
            taken_where=where,
            language="English",
        )
        statement = take_statement(by=self.by, ref=self.case.ref, said=said)
        passage = cite_passage(by=self.by, ref=self.case.ref, source=f"S-{statement.number:03}", quote=quote)
        return f"P-{passage.number:03}"

    def offence(self, code: str, about: About, proofs: dict[str, str]) -> None:
        """Put an offence on the board; `proofs` says which elements rest on what. The others stay open, as in life."""
        suspected = suspect_offence(by=self.by, ref=self.case.ref, code=code, about=about)
        for element, rests_on in proofs.items():
            add_proof(
                by=self.by, ref=self.case.ref, number=suspected.number, element=element, strength=Strength.SUPPORTS,
                rests_on=rests_on,
            )  # fmt: skip

    def owner_of(self, value: str, owner: PersonInCase, source: str) -> None:
        """Say whose a number of the case is, as far as its source can be believed."""
        mention = identifiers_in(self.by, self.case).get(identifier__value=value)
        attribute_identifier(
            by=self.by, ref=self.case.ref, number=mention.identifier_id,
            ownership=Ownership(
                source=source, reliability=Reliability.B, credibility=Credibility.PROBABLE,
                confidence=Confidence.MODERATE, person=owner.person_id,
            ),
        )  # fmt: skip

    def message(self, exhibit: int, n: int, *, zone: str, why: str) -> str:
        """Read an exhibit as a conversation and cite one message of it; gives the citation."""
        facts = {"by": self.by, "ref": self.case.ref}
        begun = begin_reading(**facts, exhibit=exhibit, date_order="dmy", zone=zone, why=why)
        read_on(**facts, number=begun.number)
        return cite_messages(**facts, number=begun.number, first=n, last=n).passage.ref


def work_on_the_fee(by: Member, case: Case, *, suspect: PersonInCase, witness: PersonInCase) -> None:
    """Fiji's fee fraud: a mother's statement, the offence it may be, the clock of the platform's data."""
    writing = Writing(by, case)
    paid = writing.statement(
        story.MOTHER_SAID, story.MOTHER_PAID, of=witness, days_ago=19, where="Labasa police station (fictional visit)"
    )
    promised = writing.message(
        1, 4, zone="Pacific/Fiji", why="The owner’s phone shows the days so, and never left Macuata"
    )
    writing.offence(
        "fj-crimes-317",
        About(suspected=(suspect.person_id,), harmed=(witness.person_id,), note="One of six families."),
        {"obtains_property": paid, "fraud_deception": promised},
    )
    writing.owner_of("+6794100142", suspect, "Statement of a mother who was given the number")
    writing.event(
        "Six families paid 350 dollars each",
        days_ago=24,
        kind="payment",
        place="Macuata, Northern, Fiji",
        cited=(paid,),
    )
    cases.set_deadline(
        by=by, ref=case.ref, kind=DeadlineKind.PRESERVATION, length=30, unit="days", assignee=by,
        started_at=timezone.now() - timedelta(days=21), note="The page's data, asked of the platform",
    )  # fmt: skip


def work_on_the_cousins(by: Member, case: Case, *, freed: PersonInCase) -> None:
    """Vanuatu's cousins: what the freed one said, the way they were taken, the offence it may be."""
    writing = Writing(by, case)
    told = writing.statement(
        story.COUSIN_SAID, story.COUSIN_FORCED, of=freed, days_ago=10, where="Port Vila, interview room (fictional)"
    )
    writing.event(
        "Flew from Port Vila, hired in one chat", days_ago=160, kind="movement", means="air",
        persons=(freed.person_id,),
        gone_from="Port Vila", gone_to="Bangkok", cited=("S-001",),
    )  # fmt: skip
    writing.event(
        "Driven on and taken across a river at night", days_ago=159, kind="movement", means="river",
        persons=(freed.person_id,), gone_from="Thailand", gone_to="Myanmar", cited=("S-001",),
    )  # fmt: skip
    writing.offence(
        "vu-organised-34",
        About(harmed=(freed.person_id,), note="Who recruited is not known yet."),
        {"entry_deception": "S-001", "exploitation": told},
    )
