"""Two nodes of the demo exchange cards: `python -m lali.project.demo.meeting HOME OTHER_HOME`.

In life an administrator takes the card and rings the partner for its fingerprint; here the story does.
"""

import json
import subprocess
import sys
from pathlib import Path

from lali.project.installation import enter_node


def meet(home: Path, other: Path) -> None:
    """Take the other node's card into this one."""
    card = subprocess.run(  # noqa: S603 - our own command, in a process of the other node
        [sys.executable, "-m", "lali.project.command", "packet", "card", "--home", str(other), "--json"],
        check=True,
        capture_output=True,
    ).stdout
    enter_node(home)
    from lali.records.agencies.models import Member  # noqa: PLC0415 - needs Django set up
    from lali.records.cooperation.actions import add_partner  # noqa: PLC0415

    told = json.loads(card)
    administrator = Member.objects.get(role="administrator")
    add_partner(by=administrator, card=told["card"].encode(), fingerprint=told["fingerprint"])


if __name__ == "__main__":
    meet(Path(sys.argv[1]), Path(sys.argv[2]))
