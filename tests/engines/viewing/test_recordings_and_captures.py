"""What sound and film say, what was captured of the web and whether its digests are right, old office files."""

import hashlib
import io
import json
import struct
import wave

import pytest

from lali.engines.viewing import Beware, Doubt, Kind, Says, taken
from tests.engines.viewing.files import codes, looked, looked_or_damaged, ole_file, photograph, says
from tests.engines.viewing.test_archives import zipped

pytestmark = [  # the library's writer, used here only, leaves files to the garbage collector
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def box(kind, *parts):
    data = b"".join(parts)
    return struct.pack(">I", 8 + len(data)) + kind + data


def film():
    """An MP4 with nothing to see, that says when and where."""
    created = 3_876_000_000
    header = box(
        b"mvhd", struct.pack(">IIIII", 0, created, created, 1000, 5000), struct.pack(">IH", 0x10000, 0x100), bytes(70)
    )
    dates = struct.pack(">III", 0, created, created)
    media = box(b"mdhd", dates, struct.pack(">IIHH", 1000, 5000, 0x55C4, 0)) + box(
        b"hdlr", bytes(8), b"soun", bytes(13)
    )
    track = box(b"trak", box(b"tkhd", dates, struct.pack(">III", 1, 0, 5000), bytes(60)), box(b"mdia", media))
    place = b"-18.1416+178.4419/"
    xyz = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place)
    return (
        box(b"ftyp", b"isom", bytes(4), b"isommp41")
        + box(b"moov", header, track, box(b"udta", xyz))
        + box(b"mdat", bytes(100))
    )


def sound():
    made = io.BytesIO()
    with wave.open(made, "wb") as one:
        one.setparams((1, 2, 8000, 0, "NONE", ""))
        one.writeframes(bytes(16000))
    return made.getvalue()


def test_what_a_film_says():
    seen = looked(film(), "VID_0001.mp4")
    assert (seen.kind, seen.plays) == (Kind.FILM, "video/mp4")
    created = next(one for one in seen.facts if one.name == Says.CREATED)
    assert created.value.startswith("2026-10-2")
    assert created.doubt == Doubt.SAID_UTC
    assert says(seen, Says.POSITION).startswith("-18.1416+178.4419")


def test_what_a_sound_says():
    seen = looked(sound(), "voice.mp3")
    assert (seen.kind, seen.format, seen.plays) == (Kind.SOUND, "WAV", "audio/wav")
    assert says(seen, Says.DURATION) == "00:00:01.000"
    assert codes(seen) == {Beware.NAME_LIES}


def test_what_no_browser_plays_is_not_handed_to_one():
    assert looked(b"#!AMR\n" + bytes(200), "voice.amr").plays == ""


# -- captures ----------------------------------------------------------------------------------------------------------

PAGE = b"<html><script>alert(1)</script><p>Work in Bangkok, ring +679 410 0142</p></html>"


def capture(*, gzip=True, wrong=False, count=3):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    written = io.BytesIO()
    writer = WARCWriter(written, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "Invented 1.0", "operator": "Nobody"}))
    for number in range(count):
        heads = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        address = f"https://lure.example/{number}"
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(PAGE), http_headers=heads)
        )
    data = written.getvalue()
    return data.replace(b"Bangkok", b"Bangkak", 1) if wrong else data


@pytest.mark.parametrize("gzip", [True, False])
def test_what_was_captured_is_listed_with_its_digests(gzip):
    data = capture(gzip=gzip)
    seen = looked(data, "a.warc.gz" if gzip else "a.warc")
    assert seen.kind == Kind.CAPTURE
    assert says(seen, Says.SOFTWARE) == "Invented 1.0"
    assert [one.name for one in seen.members[1:]] == [
        f"https://lure.example/{n} response 200 text/html" for n in range(3)
    ]
    assert Beware.DIGEST_RIGHT in seen.members[1].cautions
    assert Beware.DIGEST_WRONG not in codes(seen)
    inside = looked(data, inside=(2,))
    assert (inside.kind, inside.format) == (Kind.MARKUP, "HTML")
    assert inside.text == PAGE.decode()
    assert Beware.SCRIPT in codes(inside)
    assert b"".join(taken(io.BytesIO(data), inside=(3,))) == PAGE


def test_a_record_that_was_changed_is_named():
    seen = looked(capture(gzip=False, wrong=True), "a.warc")
    assert [Beware.DIGEST_WRONG in one.cautions for one in seen.members[1:]] == [True, False, False]
    assert Beware.DIGEST_WRONG in codes(seen)


def test_a_capture_that_breaks_off_shows_what_it_has():
    seen = looked_or_damaged(capture()[:-200], "a.warc.gz")
    assert seen is None or seen.members


def wacz(*, wrong=False):
    warc = capture()
    pages = (
        b'{"format":"json-pages-1.0"}\n'
        + json.dumps({"url": "https://lure.example/0", "title": "Work!", "ts": "2026"}).encode()
    )
    files = {"archive/data.warc.gz": warc, "pages/pages.jsonl": pages}
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    package = json.dumps(
        {"profile": "data-package", "title": "Invented", "software": "Invented 1.0", "resources": resources}
    )
    about = {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(package.encode()).hexdigest()}",
        "signedData": {"publicKey": "x"},
    }
    if wrong:
        files["pages/pages.jsonl"] += b" "
    return zipped(files | {"datapackage.json": package, "datapackage-digest.json": json.dumps(about)})


def test_a_wacz_is_listed_and_its_digests_are_verified():
    seen = looked(wacz(), "a.wacz")
    assert (seen.kind, seen.format) == (Kind.CAPTURE, "WACZ")
    assert seen.sheet.rows == (("2026", "https://lure.example/0", "Work!"),)
    assert {Beware.DIGEST_RIGHT, Beware.SIGNATURE_UNREAD} <= codes(seen)
    assert Beware.DIGEST_WRONG not in codes(seen)
    assert looked(wacz(), inside=(1, 2)).text == PAGE.decode()


def test_a_wacz_that_was_changed_says_where():
    seen = looked(wacz(wrong=True), "a.wacz")
    assert Beware.DIGEST_WRONG in codes(seen)
    assert any(one.about == "pages/pages.jsonl" for one in seen.cautions)


# -- old office --------------------------------------------------------------------------------------------------------


def outlook():
    def props(*entries, head):
        return bytes(head) + b"".join(struct.pack("<IIQ", tag, 6, value) for tag, value in entries)

    def text(words):
        return words.encode("utf-16-le")

    subject, body, sender, name = text("The fee"), text("Ring +679 410 0142"), text("joe@lagoon.example"), text("a.jpg")
    picture = photograph()
    return ole_file(
        {
            "__nameid_version1.0/__substg1.0_00020102": b"",
            "__properties_version1.0": bytes(8)
            + struct.pack("<IIII", 0, 1, 0, 1)
            + bytes(8)
            + props((0x0037001F, len(subject) + 2), (0x1000001F, len(body) + 2), head=0),
            "__substg1.0_0037001F": subject,
            "__substg1.0_1000001F": body,
            "__substg1.0_0C1F001F": sender,
            "__attach_version1.0_#00000000/__properties_version1.0": props(
                (0x37010102, len(picture)), (0x3707001F, len(name) + 2), (0x37050003, 1), head=8
            ),
            "__attach_version1.0_#00000000/__substg1.0_37010102": picture,
            "__attach_version1.0_#00000000/__substg1.0_3707001F": name,
        }
    )


def test_a_message_of_outlook():
    seen = looked(outlook(), "a.msg")
    assert (seen.kind, seen.format) == (Kind.MAIL, "Outlook")
    assert says(seen, Says.SUBJECT) == "The fee"
    assert seen.text == "Ring +679 410 0142"
    assert [one.name for one in seen.members] == ["a.jpg"]
    assert looked(outlook(), inside=(1,)).kind == Kind.PICTURE


def test_an_old_document_says_what_it_holds():
    data = ole_file({"WordDocument": bytes(600), "Macros/VBA/dir": b"x" * 600})
    seen = looked(data, "letter.docx")
    assert (seen.kind, seen.format) == (Kind.OLD_OFFICE, "Word")
    assert {Beware.MACROS, Beware.NAME_LIES, Beware.WORDS_NOT_SHOWN} <= codes(seen)
    assert [one.name for one in seen.members] == ["Macros/VBA/dir", "WordDocument"]
    assert looked_or_damaged(data[:700]) is None


# -- claims --------------------------------------------------------------------------------------------------------------


def test_a_claim_that_cannot_be_read_is_said_to_be_there():
    data = photograph()
    box_of_claim = b"\xff\xeb" + struct.pack(">H", 60) + b"JP\0\0\0\0\0\0" + b"jumbjumdc2pa".ljust(50, b"\0")
    assert Beware.CLAIM_UNREAD in codes(looked(data[:2] + box_of_claim + data[2:], "a.jpg"))


@pytest.fixture(scope="session")
def claimed():
    """A picture with a claim signed by invented keys."""
    from datetime import UTC, datetime, timedelta

    import c2pa
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def named(name):
        return x509.Name(
            [
                x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
                x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Invented"),
            ]
        )

    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)

    def certificate(subject, public, *, ca):
        made = x509.CertificateBuilder(named("Invented root"), named(subject), public, x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        made = made.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
        use = dict.fromkeys(
            (
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        made = made.add_extension(
            x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **use), critical=True
        )
        if not ca:
            made = made.add_extension(
                x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            )
        return made.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    chain = certificate("Invented signer", key.public_key(), ca=False) + certificate(
        "Invented root", root.public_key(), ca=True
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=private, ta_url=None))
    manifest = {
        "claim_generator_info": [{"name": "Invented camera", "version": "1"}],
        "title": "Invented",
        "assertions": [
            {
                "label": "c2pa.actions",
                "data": {
                    "actions": [
                        {
                            "action": "c2pa.created",
                            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                        }
                    ]
                },
            }
        ],
    }
    made = io.BytesIO()
    c2pa.Builder(manifest).sign(signer, "image/jpeg", io.BytesIO(photograph()), made)
    return made.getvalue()


def test_a_claim_is_shown_as_one(claimed):
    seen = looked(claimed, "a.jpg")
    assert Beware.CLAIM in codes(seen), seen.cautions
    assert says(seen, Says.CLAIMED_BY) == "Invented signer"
    assert any(one.label == "action" and "digitalCapture" in one.value for one in seen.facts)


def test_a_claim_that_does_not_fit_is_called_broken(claimed):
    changed = bytearray(claimed)
    changed[-200] ^= 1
    assert Beware.CLAIM_BROKEN in codes(looked(bytes(changed), "a.jpg"))


def test_nothing_is_asked_of_a_network_for_a_claim():
    from lali.engines.viewing import credentials

    said = credentials._SETTINGS["verify"]
    assert said["remote_manifest_fetch"] is False
    assert said["ocsp_fetch"] is False


@pytest.mark.parametrize("data", [b"WARC/1.0\r\nnonsense", b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nx"])
def test_what_is_no_capture_gives_a_word_or_what_there_is(data):
    looked_or_damaged(data)
