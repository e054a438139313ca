"""Physical exhibits: who held them when, two-party hand-over, seals; how exhibits came about."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from lali.engines.custody import verify_bundle
from lali.records.agencies.models import Member
from lali.records.audit.models import Entry
from lali.records.audit.queries import check_log, log_verifier
from lali.records.cases.actions import put_on_team, take_off_team
from lali.records.cases.vocabulary import Level
from lali.records.changes import opened_changes
from lali.records.evidence import actions
from lali.records.evidence.actions import Acquisition, Handing, Keeping, bundle_for_court, describe_exhibit, is_whole
from lali.records.evidence.models import ExhibitIsSealed, HandingOver
from lali.records.evidence.standing import standing_of
from lali.records.notices.models import Notice

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])
PHONE = Acquisition(
    title="Phone, black (invented)",
    device="Tamtam X1 (invented)",
    device_serial="000000000000000",
    state_found="On, locked, screen cracked",
    taken_from="Recruiter (invented)",
    acquired_by="Litia Coralgarden",
)


@pytest.fixture
def phone(exhibits, case, lead):
    keeping = Keeping("Exhibit room, shelf 4", "A-0001")
    return actions.take_in_thing(by=lead, ref=case.ref, acquisition=PHONE, keeping=keeping)


@pytest.fixture
def team(case, lead, colleague, member_of, agency):
    """A colleague who reads the case, and another who writes on it."""
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    writer = member_of(agency)
    put_on_team(by=lead, ref=case.ref, member=writer, level=Level.CONTRIBUTE)
    return colleague, writer


def give(by, case, thing, **to):
    handing = Handing(why="For examination", due_at=timezone.now() + timedelta(days=1), **to)
    return actions.hand_over(by=by, ref=case.ref, number=thing.number, handing=handing)


def kinds(exhibit):
    return [event.kind for event in exhibit.custody.all()]


class TestTakingIn:
    def test_a_thing_is_an_exhibit_whose_sheet_is_sealed(self, phone, lead, case):
        assert phone.is_physical
        assert is_whole(phone)
        _name, pieces = bundle_for_court(by=lead, ref=case.ref, number=phone.number)
        assert b"A-0001" in b"".join(pieces)
        assert (standing_of(phone).holder, standing_of(phone).seal) == (lead, "A-0001")
        assert standing_of(phone).place == "Exhibit room, shelf 4"

    def test_that_it_is_a_thing_never_changes(self, phone):
        phone.is_physical = False
        with pytest.raises(ExhibitIsSealed):
            phone.save()

    def test_what_is_missing_is_named(self, phone):
        assert "acquired where" in phone.not_written_down
        assert "make and model" not in phone.not_written_down

    def test_a_reader_takes_nothing_in(self, exhibits, case, team):
        with pytest.raises(Exception, match="ontribute"):
            actions.take_in_thing(by=team[0], ref=case.ref, acquisition=PHONE, keeping=Keeping("x"))


class TestHandOver:
    def test_a_lead_takes_nothing_out_of_the_hands_of_another_alone(self, phone, case, lead, team):
        give(lead, case, phone, to_member=team[0])
        actions.accept_hand_over(by=team[0], ref=case.ref, number=phone.number, keeping=Keeping("Lab", "A-0001"))
        with pytest.raises(actions.CannotBeGivenTo):
            give(lead, case, phone, to_member=lead)
        assert standing_of(phone).holder == team[0]

    def test_it_is_on_its_way_until_the_receiver_accepts_under_their_own_name(self, phone, case, lead, team):
        reader, writer = team
        give(lead, case, phone, to_member=reader)
        assert standing_of(phone).under_way.to_member == reader
        assert standing_of(phone).holder == lead
        assert Notice.objects.filter(member=reader, kind="hand_over_waits", subject=phone.subject).exists()
        for other in (lead, writer):
            with pytest.raises(actions.NotForYou):
                actions.accept_hand_over(by=other, ref=case.ref, number=phone.number, keeping=Keeping("x", "A-0001"))
            with pytest.raises(actions.NotForYou):
                actions.refuse_hand_over(by=other, ref=case.ref, number=phone.number, why="no")
        with pytest.raises(actions.ItIsOnItsWay):
            actions.move_exhibit(by=lead, ref=case.ref, number=phone.number, place="elsewhere")
        actions.accept_hand_over(by=reader, ref=case.ref, number=phone.number, keeping=Keeping("Lab", "A-0001"))
        stands = standing_of(phone)
        assert (stands.holder, stands.place, stands.under_way) == (reader, "Lab", None)
        assert kinds(phone) == ["sealed", "handed_over", "accepted"]
        with pytest.raises(actions.NotOnItsWay):
            actions.accept_hand_over(by=reader, ref=case.ref, number=phone.number, keeping=Keeping("Lab", "A-0001"))
        with pytest.raises(actions.NotInYourHands):
            actions.move_exhibit(by=writer, ref=case.ref, number=phone.number, place="elsewhere")

    def test_refused_it_stays_with_the_giver_who_hears_why(self, phone, case, lead, team):
        give(lead, case, phone, to_member=team[0])
        with pytest.raises(actions.WhyIsNeeded):
            actions.refuse_hand_over(by=team[0], ref=case.ref, number=phone.number, why="")
        handing = actions.refuse_hand_over(by=team[0], ref=case.ref, number=phone.number, why="The bag is torn")
        assert (handing.state, handing.answer) == ("refused", "The bag is torn")
        assert standing_of(phone).holder == lead
        assert Notice.objects.filter(member=lead, kind="hand_over_refused").exists()

    def test_another_number_on_the_seal_wants_a_remark_and_is_seen(self, phone, case, lead, team):
        give(lead, case, phone, to_member=team[0])
        accept = {"by": team[0], "ref": case.ref, "number": phone.number, "keeping": Keeping("Lab", "A-0007")}
        with pytest.raises(actions.SealDiffers):
            actions.accept_hand_over(**accept)
        actions.accept_hand_over(**accept, remark="The number on the bag is another")
        last = phone.custody.last()
        assert (last.seal, last.broken_seal) == ("A-0007", "A-0001")
        assert Entry.objects.get(index=last.entry_index).facts["seal_differs"] is True

    def test_only_who_holds_it_or_the_lead_in_their_place_gives(self, phone, case, lead, team):
        reader, writer = team
        with pytest.raises(actions.NotInYourHands):
            give(writer, case, phone, to_member=reader)
        give(lead, case, phone, to_member=writer)
        actions.accept_hand_over(by=writer, ref=case.ref, number=phone.number, keeping=Keeping("Desk", "A-0001"))
        take_off_team(by=lead, ref=case.ref, member=writer)
        give(lead, case, phone, to_member=reader)
        told = Entry.objects.filter(verb="exhibit.handed_over").order_by("index").last()
        assert told.facts["in_place_of"] == writer.journal_name

    def test_nobody_gives_to_themselves_to_a_stranger_or_to_two(self, phone, case, lead, team, stranger):
        for to in ({"to_member": lead}, {"to_member": stranger}, {}, {"to_name": "Somebody"}):
            with pytest.raises(actions.CannotBeGivenTo):
                give(lead, case, phone, **to)
        with pytest.raises(actions.CannotBeGivenTo):
            give(lead, case, phone, to_member=team[0], to_name="Dr Nobody", to_office="Lab")
        assert not HandingOver.objects.exists()

    def test_somebody_outside_has_it_when_they_signed(self, phone, case, lead, team, take_in):
        give(lead, case, phone, to_name="Dr Nobody (invented)", to_office="Forensic laboratory (fictional)")
        with pytest.raises(actions.NotForYou):
            actions.accept_hand_over(by=lead, ref=case.ref, number=phone.number, keeping=Keeping("x", "A-0001"))
        with pytest.raises(actions.PaperIsNeeded):
            actions.enter_signed_paper(by=lead, ref=case.ref, number=phone.number, paper=77)
        paper = take_in(b"signed", file_name="receipt.pdf")
        actions.enter_signed_paper(by=lead, ref=case.ref, number=phone.number, paper=paper.number)
        assert standing_of(phone).outside == "Dr Nobody (invented), Forensic laboratory (fictional)"
        assert standing_of(phone).holder is None
        with pytest.raises(actions.ItIsOutside):
            give(lead, case, phone, to_member=team[0])
        with pytest.raises(actions.SealDiffers):
            actions.receive_back(by=team[1], ref=case.ref, number=phone.number, keeping=Keeping("Safe", ""))
        actions.receive_back(
            by=team[1], ref=case.ref, number=phone.number, keeping=Keeping("Safe", "B-1"), remark="New bag"
        )
        assert (standing_of(phone).holder, standing_of(phone).seal) == (team[1], "B-1")
        with pytest.raises(actions.NotOutside):
            actions.receive_back(by=team[1], ref=case.ref, number=phone.number, keeping=Keeping("Safe", "B-1"))

    def test_the_giver_takes_it_back_with_a_reason(self, phone, case, lead, team):
        give(lead, case, phone, to_member=team[1])
        with pytest.raises(actions.NotInYourHands):
            actions.take_hand_over_back(by=team[0], ref=case.ref, number=phone.number, why="x")
        actions.take_hand_over_back(by=lead, ref=case.ref, number=phone.number, why="They are on leave")
        assert standing_of(phone).under_way is None
        assert kinds(phone)[-1] == "taken_back"

    def test_overdue_ones_are_a_notice_once_a_day(self, phone, case, lead, team):
        give(lead, case, phone, to_member=team[0])
        assert actions.remind_of_hand_overs(by="node", now=timezone.now()) == 0
        late = timezone.now() + timedelta(days=2)
        assert actions.remind_of_hand_overs(by="node", now=late) == 2
        assert actions.remind_of_hand_overs(by="node", now=late) == 0
        told = Notice.objects.filter(kind="hand_over_late")
        assert {one.member for one in told} == {lead, team[0]}

    def test_outsiders_of_the_case_find_nothing(self, phone, case, stranger):
        with pytest.raises(Http404):
            actions.move_exhibit(by=stranger, ref=case.ref, number=phone.number, place="x")


class TestOtherEvents:
    def test_a_life(self, phone, case, lead):
        at = {"by": lead, "ref": case.ref, "number": phone.number}
        actions.move_exhibit(**at, place="Safe 2", why="Room painted")
        with pytest.raises(actions.WhyIsNeeded):
            actions.open_seal(**at, why="")
        actions.open_seal(**at, why="Examination ordered by the court")
        assert standing_of(phone).seal == ""
        actions.seal_anew(**at, seal="A-0002")
        actions.open_seal(**at, why="Second look", new_seal="A-0003")
        assert (standing_of(phone).seal, standing_of(phone).place) == ("A-0003", "Safe 2")
        actions.return_for_good(**at, to="Owner (invented)", why="Order of the court")
        assert standing_of(phone).gone == "returned"
        with pytest.raises(actions.ItIsGone):
            actions.move_exhibit(**at, place="x")
        assert kinds(phone) == ["sealed", "moved", "unsealed", "resealed", "unsealed", "returned"]
        assert check_log().first_broken is None

    def test_only_a_lead_enters_a_destruction(self, phone, case, lead, team):
        give(lead, case, phone, to_member=team[1])
        actions.accept_hand_over(by=team[1], ref=case.ref, number=phone.number, keeping=Keeping("Desk", "A-0001"))
        with pytest.raises(actions.NotInYourHands):
            actions.enter_destruction(by=team[1], ref=case.ref, number=phone.number, why="x")
        actions.enter_destruction(by=lead, ref=case.ref, number=phone.number, why="Order 12 of the court (invented)")
        assert standing_of(phone).gone == "ended"

    def test_a_file_is_no_thing(self, exhibit, case, lead):
        with pytest.raises(actions.NotAThing):
            actions.move_exhibit(by=lead, ref=case.ref, number=exhibit.number, place="x")

    def test_words_stand_in_the_journal_sealed_and_names_nowhere(self, phone, case, lead, team, scan):
        actions.move_exhibit(by=lead, ref=case.ref, number=phone.number, place="Planted place", why="Planted reason")
        give(lead, case, phone, to_name="Planted Person", to_office="Planted office")
        assert "Planted" not in scan()
        changed = Entry.objects.filter(verb="exhibit.moved").get().facts["changed"]
        assert set(changed) == {"place", "note"}

    def test_a_bundle_of_a_thing_holds_everywhere(self, phone, case, lead, tmp_path):
        actions.move_exhibit(by=lead, ref=case.ref, number=phone.number, place="Safe 2")
        name, pieces = bundle_for_court(by=lead, ref=case.ref, number=phone.number)
        (tmp_path / name).write_bytes(b"".join(pieces))
        assert verify_bundle(tmp_path / name, trusted=[log_verifier()]).ok


class TestHowItCameAbout:
    def test_changes_stand_in_the_journal_with_old_and_new(self, exhibit, case, lead, scan):
        planted = Acquisition(title="Chat", taken_from="Planted Owner", device="X", tool="T 1")
        describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=planted)
        changed = Entry.objects.filter(verb="exhibit.described").get().facts["changed"]
        assert changed["tool"] == ["", "T 1"]
        assert set(changed["taken_from"][1]) == {"sealed"}
        assert "Planted" not in scan()

    def test_a_stated_digest_is_compared_with_ours(self, exhibit, case, lead, original):
        right, wrong = hashlib.sha256(original).hexdigest(), "0" * 64
        for digest, same in ((right, True), (wrong, False)):
            acquisition = Acquisition(stated_kind="sha256", stated_digest=digest)
            found = describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=acquisition)
            assert found.stated_same is same
        found = describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=Acquisition())
        assert found.stated_same is None

    @pytest.mark.parametrize("kind", ["md5", "sha1", "sha512"])
    def test_kinds_that_we_do_not_keep_are_read_from_the_bytes(self, exhibit, case, lead, original, kind):
        digest = hashlib.new(kind, original).hexdigest()
        acquisition = Acquisition(stated_kind=kind, stated_digest=digest)
        assert (
            describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=acquisition).stated_same is None
        )
        assert actions.compare_stated(by=lead, ref=case.ref, number=exhibit.number).stated_same is True
        entry = Entry.objects.get(index=exhibit.custody.last().entry_index)
        assert entry.facts == {"stated": kind, "same": True}

    def test_comparing_bytes_that_were_changed_says_so(self, exhibit, case, lead, flip):
        acquisition = Acquisition(stated_kind="md5", stated_digest="0" * 32)
        describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=acquisition)
        flip(exhibit, place=5000)
        with pytest.raises(actions.SealIsBroken):
            actions.compare_stated(by=lead, ref=case.ref, number=exhibit.number)

    def test_what_was_made_from_what_is_seen_from_both_sides(self, phone, case, lead, take_in):
        image, chat = take_in(b"image"), take_in(b"chat")
        say = {"by": lead, "ref": case.ref}
        actions.say_made_from(**say, number=image.number, parent=phone.number, how="extracted", tool="Tool 7.1")
        actions.say_made_from(**say, number=chat.number, parent=image.number, how="taken_out")
        assert list(phone.derived.values_list("number", flat=True)) == [image.number]
        for child, parent in ((phone, chat), (image, image)):
            with pytest.raises(actions.MadeFromItself):
                actions.say_made_from(**say, number=child.number, parent=parent.number, how="other")
        with pytest.raises(Http404):
            actions.say_made_from(**say, number=chat.number, parent=99, how="other")
        changed = Entry.objects.filter(verb="exhibit.derived").order_by("index").first().facts["changed"]
        assert "Tool 7.1" not in json.dumps(changed)  # sealed, as what is said of an exhibit
        opened = {one.field: [one.old, one.new] for one in opened_changes(changed, key=case.key())}
        assert opened == {"parent": ["", phone.ref], "made_how": ["", "extracted"], "made_with": ["", "Tool 7.1"]}
        assert Member.objects.exists()
