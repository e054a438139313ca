"""What rows of a register say is kept no longer than it is needed, and read no longer than it may take."""

import contextlib
import io
import time

import pytest

from lali.engines.tables import Limits, TableRefused
from lali.records.imports.actions import apply_import, undo_import
from lali.records.imports.reading import FileNotRead
from tests.records.imports.conftest import REGISTER


def test_an_import_taken_back_keeps_nothing_of_what_rows_say(look, supervisor):
    """Nothing waits any more: it cannot be gone on with."""
    run = look()
    apply_import(by=supervisor, number=run.pk, file=io.BytesIO(REGISTER.encode()), most=1)
    run = undo_import(by=supervisor, number=run.pk, reason="Wrong register")
    assert (run.rows.exclude(sealed_contents=b"").count(), bytes(run.wrapped_key)) == (0, b"")


def test_a_look_ends_at_its_limit_of_time(look):
    """Contents of long rows take time: 0.15 s for a row full of numbers."""
    cell = "".join(f"+679 4{i:02d} 0{j:03d} " for i in range(40) for j in range(50))[:20_000]
    rows = "\n".join(f"N-{n},{cell}" for n in range(60))
    began = time.process_time()
    with pytest.raises((TableRefused, FileNotRead)):
        look(text=f"Number,Text\n{rows}\n", limits=Limits(rows=5_000, seconds=1))
    assert time.process_time() - began < 4


def test_a_row_that_names_very_many_is_read_in_time(look):
    names = ";".join(f"Ana{n}" for n in range(2_000))
    text = "They came by boat. " * 1_000
    began = time.process_time()
    with contextlib.suppress(TableRefused, FileNotRead):
        look(text=f"Number,Text,Person\nN-1,{text},{names}\n", persons_are="victim")
    assert time.process_time() - began < 20
