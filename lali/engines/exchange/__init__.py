"""How a reporter and an agency, and two countries, speak safely.

For: letters that only the agency or only the reporter can open, the reporter's six-word code, partner cards, and
signed, encrypted, minimal packets with receipts. Promises: cryptography comes from named libraries; every refusal has a
reason and a plain sentence; hostile input costs bounded time and memory; what is approved is byte for byte what leaves;
the tools age, tar, sha256sum and openssl check a packet without us. Must never: carry a person, use content before the
signature of a known partner holds over it, read a key from a file, or let a word of a code or a key reach a log.
"""

from lali.engines.exchange.archive_reading import (
    ArchiveReason,
    ArchiveRefused,
    Checked,
    asks_for_passphrase,
    read_archive,
)
from lali.engines.exchange.cards import Card, CardRefused, PacketKeys, make_card, new_packet_keys, read_card
from lali.engines.exchange.case_archive import (
    FILES,
    JOURNAL,
    MOST_PARTS,
    RECORDS,
    ArchiveHeader,
    ArchiveNotWritten,
    Part,
    Written,
    line_parts,
    part_name,
    write_archive,
)
from lali.engines.exchange.codes import (
    Code,
    CodeDoesNotFit,
    CodeRefused,
    MistypedCode,
    ReporterKeys,
    WrongWordCount,
    derive,
    new_code,
    read_code,
)
from lali.engines.exchange.documents import Malformed
from lali.engines.exchange.enclosures import Enclosure, open_enclosure, read_label, seal_enclosure
from lali.engines.exchange.htcds import Victim, as_htcds, problems_of
from lali.engines.exchange.letters import (
    CannotOpen,
    LetterTooLong,
    letter_address,
    new_letter_key,
    open_letter,
    seal_letter,
)
from lali.engines.exchange.opening import Opened, PacketRefused, Reason, open_packet
from lali.engines.exchange.packets import (
    MAX_PACKET_BYTES,
    Draft,
    DraftRefused,
    Header,
    Party,
    contents,
    seal_packet,
)
from lali.engines.exchange.receipts import Receipt, ReceiptRefused, make_receipt, read_receipt
from lali.engines.exchange.stix import NEVER_SHARED, Shared, SharedIdentifier, Tlp, bundle, read_bundle

__all__ = [
    "FILES",
    "JOURNAL",
    "MAX_PACKET_BYTES",
    "MOST_PARTS",
    "NEVER_SHARED",
    "RECORDS",
    "ArchiveHeader",
    "ArchiveNotWritten",
    "ArchiveReason",
    "ArchiveRefused",
    "CannotOpen",
    "Card",
    "CardRefused",
    "Checked",
    "Code",
    "CodeDoesNotFit",
    "CodeRefused",
    "Draft",
    "DraftRefused",
    "Enclosure",
    "Header",
    "LetterTooLong",
    "Malformed",
    "MistypedCode",
    "Opened",
    "PacketKeys",
    "PacketRefused",
    "Part",
    "Party",
    "Reason",
    "Receipt",
    "ReceiptRefused",
    "ReporterKeys",
    "Shared",
    "SharedIdentifier",
    "Tlp",
    "Victim",
    "Written",
    "WrongWordCount",
    "as_htcds",
    "asks_for_passphrase",
    "bundle",
    "contents",
    "derive",
    "letter_address",
    "line_parts",
    "make_card",
    "make_receipt",
    "new_code",
    "new_letter_key",
    "new_packet_keys",
    "open_enclosure",
    "open_letter",
    "open_packet",
    "part_name",
    "problems_of",
    "read_archive",
    "read_bundle",
    "read_card",
    "read_code",
    "read_label",
    "read_receipt",
    "seal_enclosure",
    "seal_letter",
    "seal_packet",
    "write_archive",
]
