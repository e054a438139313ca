"""What the journal is told about signing in. Never an e-mail address, a network address or a secret."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.audit.actions import record


@transaction.atomic
def note_sign_in(*, by: Member, ways: list[str]) -> None:
    """A member signed in; `ways` are the steps taken: password, totp, webauthn, recovery_codes."""
    record(by=by, verb="sign_in.done", subject=by.journal_name, facts={"ways": ways})


@transaction.atomic
def note_failed_sign_in(*, by: str, email: str) -> None:
    """Somebody gave a wrong password. What they typed as e-mail is not kept, only which member it names, if any."""
    member = Member.objects.filter(email__iexact=email.strip()).only("pk").first()
    record(by=by, verb="sign_in.failed", subject=member.journal_name if member else "sign-in:unknown")


@transaction.atomic
def note_failed_second_factor(*, by: Member) -> None:
    """The password was right, the second step was not."""
    record(by=by, verb="sign_in.second_step_failed", subject=by.journal_name)


@transaction.atomic
def note_sign_out(*, by: Member, timed_out: bool = False) -> None:
    """A member signed out, or was signed out after a time without a request."""
    record(by=by, verb="sign_in.ended", subject=by.journal_name, facts={"timed_out": timed_out})


@transaction.atomic
def note_other_sessions_ended(*, by: Member, sessions: int) -> None:
    """A member signed out everywhere else."""
    record(by=by, verb="sign_in.others_ended", subject=by.journal_name, facts={"sessions": sessions})


@transaction.atomic
def note_second_factor(*, by: Member, change: str, kind: str) -> None:
    """A second factor changed. `change`: added, removed, reset; `kind`: totp, webauthn, recovery_codes."""
    record(by=by, verb=f"second_factor.{change}", subject=by.journal_name, facts={"kind": kind})


@transaction.atomic
def note_password_changed(*, by: Member) -> None:
    """A member changed their own password."""
    record(by=by, verb="member.password_changed", subject=by.journal_name)
