"""Retention lets go of what proves nothing, says so before, and never of anything else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from advisories.archive import Archive
from advisories.config import RetentionSettings
from advisories.errors import ArchiveError
from advisories.model import Verdict
from advisories.store.keeping import Run
from advisories.upkeep.prune import Pruned, prune, thinned
from advisories.upkeep.verify import verify
from tests.core.wired import START, page
from tests.upkeep.kept import archive_files, kept, tell, told

BOTH = RetentionSettings(runs_days=1, archive_days=1)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in archive_files(folder))


def test_by_default_everything_stays(tmp_path: Path) -> None:
    """Without a setting nothing goes, however old."""
    with kept(tmp_path) as desk:
        later = desk.now + timedelta(days=4000)
        assert prune(desk.store, tmp_path / "archive", RetentionSettings(), later, dry=False) == Pruned()


def test_a_dry_run_says_what_goes_and_changes_nothing(tmp_path: Path) -> None:
    """What a dry run announces is what then goes, to the byte, and before that nothing has gone."""
    with kept(tmp_path) as desk:
        before = {path.name: path.read_bytes() for path in archive_files(tmp_path)}
        desk.archive.close()
        announced = prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=True)
        assert announced.runs
        assert announced.files
        assert {path.name: path.read_bytes() for path in archive_files(tmp_path)} == before
        assert prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=False) == announced
        prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=False)
        assert prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=True) == Pruned()


def test_what_was_said_and_its_proof_stay(tmp_path: Path) -> None:
    """After the strictest retention every revision, change and edition is there, and all of it can be proved."""
    with kept(tmp_path, days=6) as desk:
        before = told(desk)
        size = _size(tmp_path)
        desk.archive.close()
        gone = prune(desk.store, tmp_path / "archive", BOTH, desk.now + timedelta(days=9), dry=False)
        assert told(desk) == before
        found = verify(desk.store, tmp_path / "archive")
        assert (found.fault_count, found.notes) == (0, ())
        assert _size(tmp_path) < size - gone.archive_bytes / 2
        assert found.readings < 6 * 24 / 2


def test_repeats_find_their_bodies_after_files_were_written_anew(tmp_path: Path) -> None:
    """A repeat that is kept is read back with its body, though the file that it names is gone."""
    with kept(tmp_path, days=4) as desk:
        desk.archive.close()
        prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=False)
        with Archive(
            tmp_path / "archive",
            rotate_bytes=10**9,
            committed=desk.store.archived,
            now=desk.now,
            moved=desk.store.known_place,
        ) as archive:
            proofs = [
                proof
                for history in desk.store.histories(desk.store.moment(desk.now))
                for revision in history.revisions
                for proof in revision.evidence
            ]
            assert proofs
            for proof in proofs:
                answer = archive.read(proof.archive_file, proof.archive_offset, proof.archive_length)
                assert b'"notices"' in answer.body


def test_reading_goes_on_after_pruning(tmp_path: Path) -> None:
    """A pruned store and archive take new readings, known bytes as repeats among them, and stay whole."""
    with kept(tmp_path, days=4) as desk:
        desk.archive.close()
        prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=False)
        desk.archive = Archive(tmp_path / "archive", rotate_bytes=20_000, committed=desk.store.archived, now=desk.now)
        tell(desk, 2)
        assert verify(desk.store, tmp_path / "archive").fault_count == 0


def test_archive_files_stay_while_another_process_writes(tmp_path: Path) -> None:
    """Where a file is held, runs are thinned and the archive is left alone, in plain words."""
    with kept(tmp_path) as desk:
        before = {path.name: path.read_bytes() for path in archive_files(tmp_path)}
        gone = prune(desk.store, tmp_path / "archive", BOTH, desk.now + timedelta(days=9), dry=False)
        assert gone.runs
        assert gone.files == ()
        assert "another process writes" in gone.hindered[0]
        assert {path.name: path.read_bytes() for path in archive_files(tmp_path)} == before


def test_a_failure_while_files_are_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the middle leaves store and archive as they were."""
    with kept(tmp_path) as desk:
        desk.archive.close()
        before = {path.name: path.read_bytes() for path in archive_files(tmp_path)}
        readings = verify(desk.store, tmp_path / "archive").readings

        def refuse(*_: object) -> None:
            raise ArchiveError("no space left on device")

        monkeypatch.setattr("advisories.store.keeping.Keeping.move_file", refuse)
        with pytest.raises(ArchiveError, match="no space"):
            prune(desk.store, tmp_path / "archive", BOTH, desk.now + timedelta(days=9), dry=False)
        assert {path.name: path.read_bytes() for path in archive_files(tmp_path)} == before
        assert verify(desk.store, tmp_path / "archive").readings == readings


def test_an_old_file_that_nothing_rests_on_goes(tmp_path: Path) -> None:
    """A file that holds nothing but error pages and the like is removed whole."""
    with kept(tmp_path, days=2) as desk:
        desk.archive._rotate_bytes = 1
        desk.read(b"<html>Service unavailable</html>", status=503)
        lost = archive_files(tmp_path)[-1].name
        desk.read(page())
        desk.archive.close()
        gone = prune(desk.store, tmp_path / "archive", BOTH, desk.now + timedelta(days=9), dry=False)
        assert [loss.staying for loss in gone.files if loss.file == lost] == [0]
        assert not (tmp_path / "archive" / lost).exists()
        assert verify(desk.store, tmp_path / "archive").fault_count == 0


def test_thinning_keeps_one_run_a_day_and_every_change_of_verdict() -> None:
    """Of quiet hours the first of each day stays, with each change of verdict, the run before it, and the last run."""
    verdicts = [Verdict.OK] * 30 + [Verdict.FAILED] * 5 + [Verdict.OK] * 13
    runs = [
        Run(id=at, source="made", at=START.replace(hour=0) + timedelta(hours=at), verdict=verdict, baseline=at == 0)
        for at, verdict in enumerate(verdicts)
    ]
    going = {run.id for run in thinned(runs)}
    assert sorted({run.id for run in runs} - going) == [0, 24, 29, 30, 34, 35, 47]


def test_a_crash_before_old_files_go_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the transaction and the removal everything is there; what is left over is told and stays."""
    with kept(tmp_path) as desk:
        desk.archive.close()
        before = told(desk)

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("advisories.archive.thinning.Closed.remove", die)
        with pytest.raises(KeyboardInterrupt):
            prune(desk.store, tmp_path / "archive", BOTH, desk.now, dry=False)
        assert told(desk) == before
        found = verify(desk.store, tmp_path / "archive")
        assert found.fault_count == 0
        assert any("does not know" in note.words for note in found.notes)
