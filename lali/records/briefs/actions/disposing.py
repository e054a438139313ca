"""Destroying the files of a case's briefs, when two persons decided that the case goes."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.models import KeptFile
from lali.records.briefs.storage import brief_store
from lali.records.cases.models import Case


@transaction.atomic
def destroy_brief_files(*, by: Member, case: Case, reason: str) -> list[dict[str, object]]:
    """Destroy every kept file of a case's briefs; `reason` is the disposal's reference.

    Called by `retention`, in its transaction; the sealed files go when that is on the disk. Returns name, size and
    SHA-256 of each, for the certificate.
    """
    files = KeptFile.objects.filter(brief__case=case)
    gone = [{"ref": file.name, "size": file.size, "sha256": file.sha256} for file in files]
    if gone:
        files.delete()
        facts = {"files": len(gone), "reason": reason}
        record(by=by, verb="brief.files_destroyed", subject=case.subject, facts=facts)
        transaction.on_commit(remove_unlisted_files)
    return gone


def remove_unlisted_files() -> int:
    """Remove sealed files of briefs that no row names: of disposed cases, and covered copies that became old."""
    store = brief_store()
    listed = set(KeptFile.objects.values_list("address", flat=True))
    return sum(store.destroy(address) for address in list(store.addresses()) if address not in listed)
