"""The tar inside a packet: flat, small, the same bytes for the same files.

Reading walks the header blocks itself, one by one, through `tarfile.TarInfo`: of all that tar can do (links,
directories, devices, long names, sparse files) nothing is understood but a plain file with an expected name.
"""

import io
import tarfile
from collections.abc import Collection, Mapping

from lali.engines.exchange.documents import Malformed

_BLOCK = tarfile.BLOCKSIZE


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a ustar archive of `files`: names sorted, moments and owners zero, mode 0644."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            header = tarfile.TarInfo(name)
            header.size = len(files[name])
            tar.addfile(header, io.BytesIO(files[name]))
    return out.getvalue()


def unpack(data: bytes, *, names: Collection[str], perhaps: Collection[str] = ()) -> dict[str, bytes]:
    """Return exactly the files called `names`, and those of `perhaps` that are there.

    Raises `Malformed` if one is missing, doubled, foreign or not plain.
    """
    files: dict[str, bytes] = {}
    at = 0
    while any(block := data[at : at + _BLOCK]):
        header = _header(block)
        start, end = at + _BLOCK, at + _BLOCK + header.size
        if header.type != tarfile.REGTYPE or header.name not in {*names, *perhaps} or header.name in files:
            raise Malformed("its archive holds something that packets do not carry")
        if not start <= end <= len(data):
            raise Malformed("its archive is cut short")
        files[header.name] = data[start:end]
        at = end + -header.size % _BLOCK
    if any(data[at:]):
        raise Malformed("its archive goes on after its end")
    if len(files.keys() - set(perhaps)) != len(names):
        raise Malformed("its archive lacks a file")
    return files


def _header(block: bytes) -> tarfile.TarInfo:
    try:
        return tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, ValueError):
        raise Malformed("its archive cannot be read") from None
