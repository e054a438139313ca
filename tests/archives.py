"""An archive of a whole case as another node would write it: the case is one of ours, the name and keys are theirs."""

import io
import uuid
from contextlib import contextmanager

from django.utils import timezone

from lali.engines.exchange import ArchiveHeader, write_archive
from lali.records.transfers.writing import Going


def header_of(neighbour, to="", **other):
    card = neighbour.card
    facts = {
        "id": uuid.uuid4(),
        "created": timezone.now().replace(microsecond=0),
        "sender": card.node,
        "sender_name": card.agency,
        "fingerprint": card.fingerprint,
        "to": to,
        "case_reference": "VU-2026-00077",
        "purpose": "It happened there",
    }
    return ArchiveHeader(**(facts | other))


def foreign_archive(neighbour, case, *, parts=None, passphrase="", **other):
    """Bytes of an archive that the neighbour signed and sealed for us."""
    header = header_of(neighbour, "" if passphrase else neighbour.us.recipient, **other)
    out = io.BytesIO()
    write_archive(
        out,
        header=header,
        card=neighbour.card_file,
        parts=Going(case, str(header.id)).parts() if parts is None else parts,
        signing_key=neighbour.keys.signing_key,
        recipient=header.to,
        passphrase=passphrase,
    )
    return out.getvalue()


@contextmanager
def incoming(data):
    """Bytes as they lie here when they have just come in."""
    from lali.records.transfers.storage import NewArchive

    with NewArchive() as new:
        new.file.write(data)
        yield new
