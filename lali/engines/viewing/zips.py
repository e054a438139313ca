"""What a zip file is to a reader: an office document, a capture of web pages, or an archive."""

import zipfile
import zlib
from typing import BinaryIO

_MARKS = (
    ("word/document.xml", "papers"),
    ("xl/workbook.xml", "sheets"),
    ("ppt/presentation.xml", "papers"),
    ("datapackage.json", "captures"),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "papers",
    b"application/vnd.oasis.opendocument.presentation": "papers",
    b"application/vnd.oasis.opendocument.spreadsheet": "sheets",
}


def reader_of(file: BinaryIO) -> str:
    """Who reads it, by the names in it; what cannot be read is left to who lists archives."""
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
            for mark, reader in _MARKS:
                if mark in names and (reader != "captures" or any(name.startswith("archive/") for name in names)):
                    return reader
            if "mimetype" in names:
                with parts.open("mimetype") as said:
                    return _MIMETYPES.get(said.read(80).strip(), "archives")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        pass
    return "archives"
