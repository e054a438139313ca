"""`lali digest`: the node's round of notices and letters. A timer calls it every few minutes."""

import argparse
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from lali.project.commands.speaking import refuse
from lali.project.node import NodeIsMissing, read_node
from lali.project.stamping import asker

READS_FOR = 120  # seconds for readings of exports that were stopped: the next round goes on
WORDS_FOR = 60  # seconds in which the words of new exhibits are read for the search
READ_BACK_AFTER = timedelta(days=30)  # every exhibit is read back as often, a little in each round
READ_BACK_FOR = 20.0  # seconds
DIGESTS_FROM = 6  # o'clock, where the node is: before that nobody gets the daily message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LALI_HOME", ".lali")), help="data folder")
    parser.add_argument("--daily", action="store_true", help="send the daily messages now, whatever the hour")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Notify of what is late or near, then send the letters that are due; 2 when the mail server refused some.

    May be called as often as one likes. A stop in the middle sends one letter twice at most, and loses none.
    """
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    with _alone(home) as alone:
        if not alone:
            return refuse("Another `lali digest` is at work on this node.", as_json=chosen.json)
        return _round(home, chosen)


def _round(home: Path, chosen: argparse.Namespace) -> int:  # noqa: PLR0915 - one line for each thing that is due
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from lali.records.agencies.queries import home_agency  # noqa: PLC0415
    from lali.records.audit.actions import stamp_heads  # noqa: PLC0415
    from lali.records.audit.vocabulary import NODE  # noqa: PLC0415
    from lali.records.cases.actions import remind_of_work  # noqa: PLC0415
    from lali.records.channels.actions import forget_silent  # noqa: PLC0415
    from lali.records.contents.actions import read_words_of_exhibits  # noqa: PLC0415
    from lali.records.conversations.actions import go_on_with_readings  # noqa: PLC0415
    from lali.records.evidence.actions import check_oldest, match_exhibits, remind_of_hand_overs  # noqa: PLC0415
    from lali.records.evidence.queries import known_lists  # noqa: PLC0415
    from lali.records.imports.actions import forget_looks  # noqa: PLC0415
    from lali.records.learning.actions import forget_presses  # noqa: PLC0415
    from lali.records.letterbox.actions import let_drafts_go  # noqa: PLC0415
    from lali.records.links.actions import look_for_links  # noqa: PLC0415
    from lali.records.notices.actions import mail_notices  # noqa: PLC0415
    from lali.records.notices.queries import members_to_mail  # noqa: PLC0415
    from lali.records.tips.actions import collect_reports  # noqa: PLC0415
    from lali.records.transfers.actions import clear_archives  # noqa: PLC0415
    from lali.records.wording.telling import remind_of_words  # noqa: PLC0415

    now = timezone.localtime()
    clear_archives(by=NODE)
    forget_looks(by=NODE)
    let_drafts_go(by=NODE)
    if agency := home_agency():
        collect_reports(by=NODE, agency=agency)
    if known_lists().exists():
        match_exhibits(by=NODE)
    look_for_links(by=NODE)
    forget_silent(by=NODE, today=now.date())
    forget_presses(by=NODE, today=now.date())
    checked = check_oldest(by=NODE, seconds=READ_BACK_FOR, older_than=READ_BACK_AFTER)
    reminders = remind_of_work(by=NODE, now=now) + remind_of_words(by=NODE, now=now)
    reminders += remind_of_hand_overs(by=NODE, now=now)
    told = {"reminders": reminders, "mail": settings.MAIL_IS_CONFIGURED}
    if settings.TIMESTAMPS:
        asked, authorities = asker(settings.TIMESTAMPS["url"]), settings.TIMESTAMPS["authorities"]
        stamps = stamp_heads(by=NODE, ask=asked, authorities=authorities, now=now)
        told |= {"stamped": stamps.stamped, "stamps_waiting": stamps.waiting, "stamps_said": stamps.said}
    if checked.count:
        told |= {"checked": checked.count, "broken": checked.broken}
    if settings.MAIL_IS_CONFIGURED:
        due = members_to_mail(now.date(), digests=chosen.daily or now.hour >= DIGESTS_FROM)
        mailed = mail_notices(by=NODE, to=due, today=now.date())
        told |= {"letters": mailed.members, "notices": mailed.notices, "failed": mailed.failed}
    words = read_words_of_exhibits(by=NODE, seconds=WORDS_FOR)
    if words.count or words.waiting:
        told |= {"files_read": words.count, "files_waiting": words.waiting}
    go_on_with_readings(by=NODE, seconds=READS_FOR)  # last: it takes longest
    _say(told, as_json=chosen.json)
    return 2 if told.get("failed") or checked.broken else 0


def _say(told: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told))
        return
    print(f"New reminders: {told['reminders']}.")
    if "stamped" in told:
        print(f"Heads of the journal: {told['stamped']} stamped, {told['stamps_waiting']} waiting.")
        if told["stamps_said"]:
            print(f"The time-stamping authority: {told['stamps_said']}")
    if "files_read" in told:
        print(f"Files whose words the search finds: {told['files_read']} read now, {told['files_waiting']} waiting.")
    for broken in told.get("broken", ()):
        print(f"{broken} is not what was sealed. Do not use it; keep the disk.")
    if not told["mail"]:
        print("No mail server is named (LALI_SMTP_HOST): notices wait in the workspace.")
        return
    print(f"{told['letters']} letters were sent, about {told['notices']} notices.")
    if told["failed"]:
        print(f"{told['failed']} letters were not taken by the mail server; they are tried again in the next round.")


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Whether no other round runs on this node; the lock goes with the process, however it ends."""
    with (home / "digest.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
