"""Taking a case in: first its files, checked and sealed but belonging to nothing; then its rows, in one transaction.

Two readings of one archive. `Staging` hears all of it: counts, digests, signature; with a store it seals the files.
`Taking` hears the records only, once the first reading said that the archive is whole. It never sees a file.
"""

# ruff: noqa: SLF001 - `_meta` and `_base_manager` are how Django says what a table is made of

import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max

from lali.engines.custody import Digests, Sealed, Store
from lali.engines.exchange import ArchiveHeader, Card, Malformed
from lali.records.agencies.actions import enter_stub
from lali.records.agencies.models import Member
from lali.records.cases.models import Case
from lali.records.evidence.models import Exhibit
from lali.records.keyring import keys
from lali.records.law.actions import take_in_offence
from lali.records.law.models import Element, Offence, OffenceVersion
from lali.records.law.texts import ElementText, OffenceText, Words
from lali.records.law.vocabulary import Basis, Confidence, Family
from lali.records.transfers.carried import BY_LABEL, FILES, TABLES, Table
from lali.records.transfers.folders import refuse_odd_folders
from lali.records.transfers.settling import LEAVE
from lali.records.transfers.values import is_text, read_plain, wrong

BATCH = 500
MOST_MEMBERS = 5_000
ORDER = ["member", "law", "words", *BY_LABEL, "file"]
PLACE = {label: place for place, label in enumerate(ORDER)}
LARGEST = 2**63 - 1


class Staging:
    """The first reading. Keeps counts and digests; with a `store`, seals files and the journal of origin into it."""

    def __init__(self, store: Store | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self.files: dict[int, Sealed | Digests] = {}
        self.origin: Sealed | Digests | None = None
        self.bytes = 0
        self._store = store
        self._open = ExitStack()
        self._journal: object | None = None
        self._now: object | None = None

    def begin(self, header: ArchiveHeader, card: Card) -> None:
        """Hear who sends what: the end will say whether it is so."""

    def record(self, record: dict[str, object]) -> None:
        """Count a record."""
        label = record.get("t")
        if not isinstance(label, str) or label not in PLACE:
            raise Malformed("it holds a kind of record that this Lali does not know")
        self.counts[label] += 1

    def journal(self, data: bytes) -> None:
        """Keep lines of the journal of origin."""
        if self._journal is None:
            self._journal = self._begin()
        self._journal.write(data)

    def file(self, number: int, size: int) -> Callable[[bytes], object]:  # noqa: ARG002 - known at its end
        """Begin a file."""
        self.bytes += size
        self._now = self._begin()
        return self._now.write

    def file_ends(self, number: int, sha256: str) -> None:  # noqa: ARG002 - what was sealed says it as well
        """Keep what is known of a file."""
        self.files[number] = self._now.finish()

    def whole(self) -> None:
        """The archive is whole: the journal of origin is, too."""
        if self._journal is None:
            raise Malformed("it holds no journal of origin")
        self.origin = self._journal.finish()

    def close(self) -> None:
        """Let go of what was not finished."""
        self._open.close()

    def _begin(self) -> object:
        if self._store is None:
            return _Hashing()
        return self._open.enter_context(self._store.intake(kek=keys().kek))


class _Hashing:
    """Bytes that are only looked at."""

    def __init__(self) -> None:
        self._digests = Digests()

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._digests.update(data)

    def finish(self) -> Digests:
        """What was seen."""
        return self._digests


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the case names: a member here, or somebody who becomes a name only."""

    name: str
    agency: str
    is_known: bool


class Taking:
    """The second reading: rows are made from records. Runs inside the transaction of whoever takes the case in."""

    def __init__(self, *, by: Member, ref: str, staged: Staging, now: datetime) -> None:
        self.by, self.ref, self.now, self.staged = by, ref, now, staged
        self.sender, self.letters = "", 0
        self.case: Case | None = None
        self.answers: list[list[str]] = []
        self.named: list[Named] = []
        self.taken_numbers: list[list[str]] = []
        self.walled: list[int] = []  # members here whom the case keeps out
        self.left_out: Counter[str] = Counter()
        self._card: Card | None = None
        self._token = ""
        self._numbers: dict[type[models.Model], dict[int, int]] = {Member: {}, OffenceVersion: {}, Element: {}}
        self._numbers |= {table.model: {} for table in TABLES}
        self._stubs: set[int] = set()
        self._colleagues: dict[str, int] | None = None
        self._place = -1
        self._seen: set[int] = set()
        self._row_number = 0
        self._waiting: list[tuple[int, models.Model]] = []
        self._late: list[tuple[Table, int, dict[str, object]]] = []
        self._tip_refs: dict[str, str] = {}
        self._tip_number = 0
        self._tip_ref = ""
        self._expected: dict[tuple[type[models.Model], int], models.Model] = {}
        self._told_files: dict[int, tuple[str, int]] = {}

    # -- what the reading calls ----------------------------------------------------------------------------------------

    def begin(self, header: ArchiveHeader, card: Card) -> None:
        """Hear who sends what."""
        self._card, self._token = card, str(header.id)
        self.sender = card.node

    def journal(self, data: bytes) -> None:
        """Not reached: only records are read this time."""

    def file(self, number: int, size: int) -> Callable[[bytes], object]:  # noqa: ARG002
        """Not reached: only records are read this time."""
        return lambda _data: None

    def file_ends(self, number: int, sha256: str) -> None:
        """Not reached: only records are read this time."""

    def record(self, record: dict[str, object]) -> None:
        """Take one record; tables come in their order."""
        label, number, fields = record.get("t"), record.get("n"), record.get("f")
        if record.keys() != {"t", "n", "f"} or not isinstance(fields, dict) or not isinstance(label, str):
            raise Malformed("a record in it is not written as it should be")
        if label not in PLACE:
            raise Malformed("it holds a kind of record that this Lali does not know")
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise Malformed("a record in it has no number")
        if PLACE[label] != self._place:
            self._flush()
            if PLACE[label] < self._place:
                raise Malformed("its records are not in their order")
            self._place = PLACE[label]
            self._seen = set()
        match label:
            case "member":
                self._take_member(number, fields)
            case "law":
                self._take_law(number, fields)
            case "words":
                self._take_words(fields)
            case "file":
                self._take_file(number, fields)
            case _:
                self._take_row(BY_LABEL[label], number, fields)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _take_row(self, table: Table, number: int, fields: dict[str, object]) -> None:
        if number in self._seen:
            raise Malformed("a record in it has the number of another")
        self._seen.add(number)
        known = {field.name for field in (*table.fields, *table.many)}
        if fields.keys() not in (known, known - set(table.later)):
            raise Malformed(f"a record of {table.label} in it does not have exactly the members of this format")
        row, late = table.model(), {}
        for field in table.fields:
            if field.name not in fields:  # of an earlier release: the row keeps what the table begins with
                continue
            if field in table.late:
                late[field.name] = fields[field.name]
            elif field.name in table.how:
                setattr(row, field.name, table.how[field.name].read(fields[field.name], self))
            elif field.is_relation:
                setattr(row, field.attname, self._pointed(field, fields[field.name]))
            else:
                setattr(row, field.name, read_plain(field, fields[field.name]))
        late |= {field.name: fields[field.name] for field in table.many}
        if any(value not in (None, []) for value in late.values()):
            self._late.append((table, number, late))
        self._keep(table, number, row)

    def _keep(self, table: Table, number: int, row: models.Model) -> None:
        self._row_number = number
        settled = table.settle(row, self) if table.settle else None
        if settled is LEAVE:
            self.left_out[table.label] += 1
            return
        if settled is not None:
            self._numbers[table.model][number] = settled.pk
            return
        self._waiting.append((number, row))
        if len(self._waiting) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        """Write the rows that wait, in one go."""
        if not self._waiting:
            return
        model = type(self._waiting[0][1])
        made = model._base_manager.bulk_create([row for _number, row in self._waiting])
        self._numbers[model] |= {number: row.pk for (number, _row), row in zip(self._waiting, made, strict=True)}
        if model is Case:
            if self.case is not None or len(made) > 1:
                raise Malformed("it holds more than one case")
            self.case = made[0]
        self._waiting = []

    def _pointed(self, field: models.Field, number: object) -> int | None:
        """The number here of a row that a record points to."""
        if number is None:
            if field.null:
                return None
            raise wrong(field)
        found = self._numbers.get(field.related_model, {}).get(number) if type(number) is int else None
        if found is None:
            raise Malformed(f"a record of {field.model._meta.label_lower} in it points to nothing")
        return found

    def finish(self) -> Case:
        """All records are read: what points forward is tied, and the files get their places. Gives the case."""
        self._flush()
        if self.case is None:
            raise Malformed("it holds no case")
        for table, number, late in self._late:
            self._tie(table, self._numbers[table.model][number], late)
        self._place_files()
        refuse_odd_folders(self.case)
        return self.case

    def _tie(self, table: Table, pk: int, late: dict[str, object]) -> None:
        many = {field.name: field for field in table.many}
        single = {
            field.attname: self._pointed(field, late[field.name])
            for field in table.late
            if late.get(field.name) is not None
        }
        if single:
            table.model._base_manager.filter(pk=pk).update(**single)
        for name, field in many.items():
            if not isinstance(late[name], list):
                raise wrong(field)
            pks = [self._pointed_many(field, number) for number in late[name]]
            if pks:
                getattr(table.model(pk=pk), name).add(*pks)

    def _pointed_many(self, field: models.ManyToManyField, number: object) -> int:
        found = self._numbers[field.related_model].get(number) if type(number) is int else None
        if found is None:
            raise Malformed(f"a record of {field.model._meta.label_lower} in it points to nothing")
        return found

    # -- members, law, words -------------------------------------------------------------------------------------------

    def _take_member(self, number: int, fields: dict[str, object]) -> None:
        name, agency, match = fields.get("name"), fields.get("agency"), fields.get("match")
        if fields.keys() != {"name", "agency", "match"} or not is_text(match, 64):
            raise Malformed("a member in it is not written as it should be")
        if not all(is_text(said, 120) and said.strip() and said.isprintable() for said in (name, agency)):
            raise Malformed("a member in it has no name")
        if len(self.named) >= MOST_MEMBERS:
            raise Malformed("it names more members than an agency has")
        known = self._known().get(match)
        if known is None:
            stub = enter_stub(by=self.by, name=name, known_from=agency, key=f"{self._card.fingerprint}/{number}")
            self._stubs.add(stub.pk)
        self._numbers[Member][number] = known or stub.pk
        self.named.append(Named(name, agency, known is not None))

    def _known(self) -> dict[str, int]:
        """Members of this node by what their e-mail addresses become in this archive."""
        if self._colleagues is None:
            rows = Member.objects.staff().filter(is_active=True).values_list("pk", "email")
            self._colleagues = {
                hashlib.sha256(f"{self._token}\n{email.lower()}".encode()).hexdigest(): pk for pk, email in rows
            }
        return self._colleagues

    def is_stub(self, pk: int) -> bool:
        """Whether somebody named in the case is no member here."""
        return pk in self._stubs

    def _take_law(self, number: int, fields: dict[str, object]) -> None:
        code, country, elements = fields.get("code"), fields.get("country"), fields.get("elements")
        slug, land = Offence._meta.get_field("code"), Offence._meta.get_field("country")
        if fields.keys() != {"code", "country", "text", "elements"} or not isinstance(elements, dict):
            raise Malformed("an offence in it is not written as it should be")
        text = _offence_text(fields["text"])
        read_plain(slug, code), read_plain(land, country)
        try:
            slug.run_validators(code)
        except ValidationError:
            raise Malformed("an offence in it has a code that is none") from None
        why = f"Came with {self._token}"
        version = take_in_offence(by=self.by, code=code, country=country, text=text, why=why)
        self._numbers[OffenceVersion][number] = version.pk
        here = dict(version.elements.values_list("code", "pk"))
        if elements.keys() != here.keys() or any(type(one) is not int for one in elements.values()):
            raise Malformed("an offence in it does not have the elements it names")
        self._numbers[Element] |= {elements[code]: pk for code, pk in here.items()}

    def _take_words(self, fields: dict[str, object]) -> None:
        answers = fields.get("answers")
        if fields.keys() != {"answers"} or not isinstance(answers, list):
            raise Malformed("its answers are not written as they should be")
        for pair in answers:
            if not isinstance(pair, list) or len(pair) != 2 or not all(map(is_text, pair)):  # noqa: PLR2004 - a pair
                raise Malformed("its answers are not written as they should be")
        self.answers = answers

    # -- files ---------------------------------------------------------------------------------------------------------

    def expect_file(self, row: models.Model) -> None:
        """A row that stands for a file: its address is known once its bytes are."""
        self._expected[type(row), self._row_number] = row

    def _take_file(self, number: int, fields: dict[str, object]) -> None:
        if fields.keys() != {"of", "row"} or not isinstance(fields["of"], str) or number in self._told_files:
            raise Malformed("a file in it is not written as it should be")
        self._told_files[number] = fields["of"], fields["row"]

    def _place_files(self) -> None:
        """Each row has its file and each file its row; the bytes are those that the row speaks of."""
        if self._told_files.keys() != self.staged.files.keys():
            raise Malformed("it does not hold the files that its records name")
        models_of = {model._meta.label_lower: model for model in FILES}
        for number, (label, at_origin) in self._told_files.items():
            row = self._expected.pop((models_of.get(label), at_origin), None) if type(at_origin) is int else None
            if row is None:
                raise Malformed("a file in it belongs to no record")
            staged = self.staged.files[number]
            if (staged.size, staged.sha256) != (row.size, row.sha256):
                raise Malformed("a file in it is not what its record says")
            if isinstance(row, Exhibit) and staged.blake3 != row.blake3:
                raise Malformed("a file in it is not what its record says")
            row.address = getattr(staged, "address", "")
            type(row)._base_manager.filter(pk=row.pk).update(address=row.address)
        if self._expected:
            raise Malformed("a record in it has no file")

    # -- what rows are asked when they settle --------------------------------------------------------------------------

    def subject(self, told: object) -> str:
        """The record here that the archive calls `case` or `tip:7`."""
        if not is_text(told, 60):
            raise Malformed("a mention in it is of nothing")
        if told == "case":
            return self.case.subject
        kind, _colon, number = told.partition(":")
        here = self._numbers[BY_LABEL["tips.tip"].model].get(int(number)) if number.isdecimal() else None
        if kind != "tip" or here is None:
            raise Malformed("a mention in it is of nothing")
        return f"tip:{here}"

    def source(self, told: object) -> str:
        """The reference here of something in the case."""
        if not is_text(told, 40):
            raise Malformed("a citation in it is of nothing")
        kind, _colon, number = told.partition(":")
        if kind == "event" and number.isdecimal():
            here = self._numbers[BY_LABEL["chronology.event"].model].get(int(number))
            if here is None:
                raise Malformed("a citation in it is of nothing")
            return f"event:{here}"
        return self._tip_refs.get(told, told)

    def persons(self, told: object) -> list[int]:
        """Numbers here of a list of persons."""
        here = self._numbers[BY_LABEL["entities.person"].model]
        if not isinstance(told, list) or any(type(one) is not int or one not in here for one in told):
            raise Malformed("a list of persons in it names somebody who is not in it")
        return [here[one] for one in told]

    def note_tip(self, ref: str) -> None:
        """Remember what a tip was called there."""
        self._tip_ref = ref

    def new_tip_ref(self, ref: str) -> None:
        """And what it is called here."""
        self._tip_refs[self._tip_ref] = ref

    @property
    def renumbered_tips(self) -> dict[str, str]:
        """Tips that are called otherwise here: what they were called there, and are here."""
        return {there: here for there, here in self._tip_refs.items() if there != here}

    def next_tip_number(self) -> int:
        """The next number of a tip of the agency, held by whoever takes the case in."""
        if not self._tip_number:
            tips = BY_LABEL["tips.tip"].model.objects.of_agency(self.by.agency_id)
            self._tip_number = tips.aggregate(last=Max("number"))["last"] or 0
        self._tip_number += 1
        return self._tip_number

    def note_taken_number(self, system: str, number: str) -> None:
        """A register's number that another record has here."""
        self.taken_numbers.append([system, number])


def _offence_text(told: object) -> OffenceText:
    try:
        elements = tuple(ElementText(**(one | {"words": Words(**one["words"])})) for one in told["elements"])
        words = {name: Words(**told[name]) for name in ("title", "penalty", "note")}
        text = OffenceText(**(told | words | {"tags": tuple(told["tags"]), "elements": elements}))
    except (TypeError, KeyError):
        raise Malformed("an offence in it is not written as it should be") from None
    said = [text.act, text.section, text.source, *text.tags]
    said += [word for pair in words.values() for word in (pair.en, pair.fr)]
    said += [word for one in elements for word in (one.code, one.one_of, one.words.en, one.words.fr)]
    fits = text.confidence in Confidence.values and all(is_text(one, 400) or one == text.source for one in said)
    fits = fits and is_text(text.source) and len({one.code for one in elements}) == len(elements)
    fits = fits and all(
        one.family in Family.values and one.basis in Basis.values and isinstance(one.optional_for_child, bool)
        for one in elements
    )
    if not fits:
        raise Malformed("an offence in it is not written as it should be")
    return text
