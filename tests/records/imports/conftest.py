import io

import pytest


@pytest.fixture
def configured(agency):
    from lali.records.configuration.actions import load_shipped

    return load_shipped(by="node", country="FJ")


REGISTER = """Report No,Date,Status,Category,Title,Details,Complainant
PIMS-1,03/11/2026,Open,Fake job abroad,Offer in Bangkok,Call +679 410 0142 for work in Bangkok,Ana Quartzfinder (invented)
PIMS-2,2026-10-01,Closed,Burglary,,Paid 300 dollars for a place,
pims-1 ,,,,,The same again,
,,,,,No number,
PIMS-4,32/13/2026,,,,Odd day,
PIMS-5,01/01/2999,,,,Still to come,
PIMS-6,,,,=HYPERLINK("http://x.example"),+1 formula,
"""


@pytest.fixture
def look(configured, supervisor):
    """Look at a register: `look(target, text)`; gives the run."""
    from lali.records.imports.actions import preview_import
    from lali.records.imports.reading import opened, proposed_mapping

    def look(target="case", text=REGISTER, by=supervisor, system="pims", mapping=None, **more):
        file = io.BytesIO(text.encode())
        mapping = mapping or (
            proposed_mapping(opened(file).heading) | {"person": 6}
            if "Complainant" in text
            else {"number": 0, "text": 1}
        )
        if target == "case" and "person" in mapping:
            more.setdefault("persons_are", "victim")
        return preview_import(
            by=by, file=file, file_name="r.csv", system=system, target=target, mapping=mapping, **more
        )

    return look


@pytest.fixture
def take_in(supervisor):
    from lali.records.imports.actions import apply_import

    def take_in(run, text=REGISTER, by=supervisor):
        return apply_import(by=by, number=run.pk, file=io.BytesIO(text.encode()))

    return take_in
