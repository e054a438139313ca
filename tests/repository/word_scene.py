"""The walk's words of the site, and what its addresses and forms need."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.wording import actions
from lali.records.wording.access import mark_of
from lali.records.wording.shipped import on_page, shipped
from tests.repository.board_scene import BoardScene

_FRAME = b"\xff\xfb\x90\x00" + bytes(413)


def build_words(translator, reviewer) -> BoardScene:
    """One line that a colleague said and another signed, and one that waits."""
    signed, waiting = on_page("traces")[:2]
    for key in (signed, waiting):
        seen = mark_of(shipped("bi")[key])
        actions.save_wording(by=translator, language="bi", key=key, texts=["Walkabaot"], seen=seen)
    mark = mark_of(["Walkabaot"])
    actions.sign_wording(by=reviewer, language="bi", key=signed, seen=mark)
    sound = actions.keep_recording(by=translator, language="bi", page="home", content=_FRAME)
    field = f"k{waiting[:10]}-"
    of_page = {"language": "bi", "page": "traces"}
    of_line = {"language": "bi", "key": waiting}
    return BoardScene(
        arguments={
            "programme:words_file": {"language": "bi", "kind": "po"},
            **{f"programme:words_{what}": {"language": "bi"} for what in ("upload", "take_in")},
            **{f"programme:words_{what}": of_page for what in ("page", "read")},
            **{f"programme:words_{what}": of_line for what in ("line", "sign", "return")},
            "programme:words_sounds": {"language": "bi", "page": "home"},
            **{f"programme:words_sound{what}": {"number": sound.pk} for what in ("", "_sign", "_remove")},
            "programme:words_back": {"language": "bi", "key": signed},
        },
        forms={
            "programme:words_line": {"form_0": "Wokabaot", "seen": mark},
            "programme:words_page": {"key": waiting, f"{field}form_0": "Wokabaot", f"{field}seen": mark},
            "programme:words_sign": {"seen": mark},
            "programme:words_return": {"seen": mark, "why": "It means to walk"},
            "programme:words_read": {"seen": f"{waiting}:{mark}", "speaks": "on"},
            "programme:words_sounds": {"sound": lambda: SimpleUploadedFile("new.mp3", _FRAME)},
            "programme:words_upload": {"file": lambda: SimpleUploadedFile("bi.po", b'msgid "a"\nmsgstr "b"\n')},
            "programme:words_take_in": {"changes": json.dumps({waiting: [mark, ["Wokabaot"]]})},
        },
    )
