"""Presets: each is known by its own samples, and a new one needs no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.domain import RowError
from feedback_miner.errors import SetupError
from feedback_miner.ports import TextPreparer
from feedback_miner.sources import SourceFile, apply_overrides, guess_mapping, open_source, scan
from feedback_miner.sources.preset import PRESETS, load_presets, shipped_presets
from tests.sources.samples import Sample, imported, said, samples_of, without_one

_SAMPLES = [
    pytest.param(path, sample, id=f"{path.stem}-{sample.name}")
    for path in sorted(PRESETS.glob("*.toml"))
    for sample in samples_of(path)
]


def _opened(folder: Path, sample: Sample, content: bytes | None = None) -> SourceFile:
    path = folder / "upload"
    path.write_bytes(sample.content() if content is None else content)
    return open_source(path, name=sample.name)


@pytest.mark.parametrize(("path", "sample"), _SAMPLES)
def test_a_sample_is_known_by_its_preset_alone(path: Path, sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(sample.content())
    plain = open_source(tmp_path / "upload", name=sample.name, presets=())
    fits = {preset.name: preset.fit(plain) for preset in shipped_presets()}
    best = max(fits.values())
    assert [name for name, fit in fits.items() if fit == best] == [path.stem]


@pytest.mark.parametrize(("path", "sample"), _SAMPLES)
def test_a_sample_becomes_what_it_says(
    path: Path, sample: Sample, tmp_path: Path, preparer: TextPreparer
) -> None:
    file = _opened(tmp_path, sample)
    guess = apply_overrides(guess_mapping(file), sample.overrides, file.columns)
    assert (guess.preset, guess.questions) == (path.stem, ())
    assert scan(file, guess.mapping).question is None
    assert not [row for row in file.records() if isinstance(row, RowError)]
    batch = imported(file, guess, preparer)
    assert [said(item, want) for item, want in zip(batch.items, sample.items, strict=False)] == sample.items
    assert (len(batch.items), batch.skipped, batch.rejected) == (len(sample.items), sample.skipped, ())
    assert len({item.external_id for item in batch.items}) == len(batch.items)


def test_every_preset_has_a_sample() -> None:
    assert {path.stem for path in PRESETS.glob("*.toml") if not samples_of(path)} == set()


_NEW = """
name = "acme-desk"
title = "Acme Desk"
source = "ticket"
origin = "vendor's documentation"
export = "Press the button."
recognised_by = [["Case", "Said"]]
text = [["Said"]]

[fields]
id = ["Case"]
date = ["On"]
customer = ["Who"]

[thread]
messages = ["Answers"]
pattern = '(?P<who>[^|]*)\\|(?P<when>[^|]*)\\|(?P<words>[^|]*)\\|?'
text = ["words"]
date = ["when"]
role = ["who"]
agents = ["desk"]

[[samples]]
name = "cases.csv"
text = '''
Case,On,Who,Said,Answers
1,2026-01-05 08:00,a@example.com,It broke,desk|2026-01-05 09:00|Sorry|me|2026-01-05 10:00|Thanks
'''

[[samples.items]]
text = "It broke"
customer = "a@example.com"
first_reply_seconds = 3600

[[samples.items]]
text = "Sorry"
author_role = "agent"

[[samples.items]]
text = "Thanks"
author_role = "customer"
"""


def test_a_preset_is_added_by_one_file(tmp_path: Path, preparer: TextPreparer) -> None:
    path = tmp_path / "acme-desk.toml"
    path.write_text(_NEW)
    (sample,) = samples_of(path)
    (tmp_path / "upload").write_bytes(sample.content())
    file = open_source(tmp_path / "upload", name=sample.name, presets=load_presets(tmp_path))
    guess = guess_mapping(file)
    assert (guess.preset, guess.connection) == ("acme-desk", "acme-desk")
    items = imported(file, guess, preparer).items
    assert [said(item, want) for item, want in zip(items, sample.items, strict=True)] == sample.items


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('id = ["Case"]', 'idd = ["Case"]', "acme-desk.toml: The preset is wrong. “fields.idd"),
        ('source = "ticket"', 'source = "letter"', "“source”"),
        ("[fields]", "[feilds]", "“feilds”"),
        ('title = "Acme Desk"', "", "“title”: Field required"),
        ('name = "acme-desk"', 'name = "acme"', "its file must have it too"),
        ("[fields]", "[fields", "no TOML"),
        ("(?P<who>", "(?P<who", "“thread.pattern”"),
        ('recognised_by = [["Case", "Said"]]', "recognised_by = [[]]", "“recognised_by.0”"),
    ],
)
def test_a_bad_preset_fails_in_one_sentence(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "acme-desk.toml").write_text(_NEW.replace(right, wrong, 1))
    with pytest.raises(SetupError) as raised:
        load_presets(tmp_path)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("path", "sample"), _SAMPLES)
def test_a_column_that_is_missing_breaks_nothing(
    path: Path, sample: Sample, tmp_path: Path, preparer: TextPreparer
) -> None:
    for column, content in without_one(sample):
        file = _opened(tmp_path, sample, content)
        guess = guess_mapping(file)
        batch = imported(file, guess, preparer)
        assert batch.items or batch.rejected or batch.skipped, column
        if file.preset:
            assert not batch.rejected, column


def test_reading_presets_does_not_read_samples(tmp_path: Path) -> None:
    (tmp_path / "acme-desk.toml").write_text(_NEW + "\nthis is no TOML")
    assert [preset.name for preset in load_presets(tmp_path)] == ["acme-desk"]


@pytest.mark.parametrize(
    "content",
    [
        "Timestamp,Level,Message\n2026-01-05 08:00:00,warn,Disk is full\n",
        "Timestamp,Ticket,Comment\n1/15/2026 8:00:00,7,It broke\n",
        "Timestamp,How was it?\n1767600000,Good\n",
        "Id,Timestamp,How was it?\n1,1/15/2026 8:00:00,Good\n",
        "Timestamp,How was it?\n",
    ],
)
def test_a_shape_is_not_taken_for_another(content: str, tmp_path: Path) -> None:
    (tmp_path / "upload").write_text(content)
    assert open_source(tmp_path / "upload", name="file.csv").preset is None


def test_a_zone_that_nobody_knows_is_no_preset(tmp_path: Path) -> None:
    (tmp_path / "acme-desk.toml").write_text(_NEW.replace("[fields]", 'zone = "Mars/Olympus"\n[fields]', 1))
    with pytest.raises(SetupError, match="Mars/Olympus"):
        load_presets(tmp_path)
