"""A packet opens with age, tar, sha256sum and openssl, by the commands its README gives."""

import shutil
import subprocess

import pytest

from lali.engines.exchange import packets

TOOLS = ("age", "tar", "sha256sum", "openssl")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture
def folder(scene, tmp_path):
    (tmp_path / "key.txt").write_bytes(scene.vanuatu.keys.identity + b"\n")
    (tmp_path / "packet.age").write_bytes(scene.sealed())
    run(tmp_path, "age --decrypt --identity key.txt packet.age | tar -x")
    return tmp_path


def run(folder, command: str, *, expect: int = 0) -> str:
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == expect, done.stderr
    return done.stdout


def commands(folder) -> list[str]:
    lines = (folder / packets.README).read_text().splitlines()
    return [line.strip() for line in lines if line.startswith("  ")]


def test_the_readmes_own_commands_check_it(scene, folder):
    opening, sums, signature, key = commands(folder)
    run(folder, opening.replace("YOUR-KEY", "key.txt").replace("PACKET.age", "packet.age"))
    assert run(folder, sums).count(": OK") == 4
    assert "Verified Successfully" in run(folder, signature)
    assert run(folder, key).strip() in scene.fiji.card_file.decode()


def test_they_notice_a_changed_file(folder):
    _, sums, signature, _ = commands(folder)
    (folder / packets.BUNDLE).write_text("{}")
    run(folder, sums, expect=1)
    with (folder / packets.MANIFEST).open("a") as manifest:
        manifest.write("0" * 64 + "  x\n")
    run(folder, signature, expect=1)


def test_a_packet_closed_by_the_age_program_opens_here(scene, folder):
    names = " ".join(sorted(packets.PACKET_FILES))
    recipient = scene.vanuatu.card.recipient
    run(folder, f"tar --format=ustar -cf - {names} | age --encrypt --recipient {recipient} -o again.age")
    opened = scene.open((folder / "again.age").read_bytes())
    assert opened.sender == scene.fiji.card
