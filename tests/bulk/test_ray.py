"""A re-scoring on a cluster of two nodes on this machine, with a real, tiny model."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_miner.domain import RescoredPortion, ScorableMessage, ScorablePortion, ScorableVersion
from feedback_miner.domain.themes import pack, unpack
from feedback_miner.errors import SetupError
from feedback_miner.scoring.loading import load_scorer

pytest.importorskip("ray", reason="needs the extra: pip install feedback-miner[ray]")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    # What Ray does on its way is not ours.
    pytest.mark.filterwarnings("ignore"),
]

#: enough that both nodes are given something
PORTIONS, VERSIONS = 6, 60


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a cluster with two nodes, which no other machine can reach."""
    with pytest.MonkeyPatch.context() as patched, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        from ray._private import ray_constants
        from ray.cluster_utils import Cluster

        # Else an address on the loopback is taken for one on the network, where nobody listens.
        patched.setattr(ray_constants, "ENABLE_RAY_CLUSTER", False)
        node = {"num_cpus": 2, "object_store_memory": 80 * 1024**2, "node_ip_address": "127.0.0.1"}
        cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
        try:
            cluster.add_node(**node)
            yield cluster.address
        finally:
            cluster.shutdown()


def portions() -> list[ScorablePortion]:
    def version(n: int) -> ScorableVersion:
        text = f"The card {n} was late. The refund {n * n} was great!"
        middle = text.index(". ") + 1
        spans = ((0, middle), (middle + 1, len(text)))
        return ScorableVersion(n, ScorableMessage(text, "ticket", "web", spans))

    full = [
        ScorablePortion(number, tuple(version(number * VERSIONS + n) for n in range(VERSIONS)))
        for number in range(PORTIONS)
    ]
    return [*full, ScorablePortion(PORTIONS, ())]


def by_version(portion: RescoredPortion) -> dict[int, tuple[object, ...]]:
    return {
        version.version_id: tuple((s.stage, s.touchpoint, s.sentiment, s.emotions) for s in version.scores)
        for version in portion.versions
    }


def vectors_of(portion: RescoredPortion) -> list[bytes]:
    return [vector for version in portion.versions for vector in version.vectors if vector is not None]


def test_two_nodes_say_what_one_process_says(address: str, models: Path, tmp_path: Path) -> None:
    from feedback_miner.bulk import RayEngine

    folder, model = tmp_path / "files", models / "tiny" / "1.0.0"
    folder.mkdir(mode=0o700)
    engine = RayEngine(model, folder, address=address, stalled=120)
    found = {portion.number: portion for portion in engine.scored(portions())}
    assert sorted(found) == list(range(PORTIONS + 1))
    assert found[PORTIONS].versions == ()
    scorer = load_scorer(model, threads=1)
    for portion in portions():
        answers, vectors = scorer.score_with_vectors([version.message for version in portion.versions])
        said = by_version(found[portion.number])
        assert unpack(vectors_of(found[portion.number])) == pytest.approx(
            unpack([kept for kept in pack(vectors) if kept]), abs=0.02
        )
        for version, expected in zip(portion.versions, answers, strict=True):
            for shown, wanted in zip(said[version.version_id], expected, strict=True):
                assert isinstance(shown, tuple)
                assert shown[0] == pytest.approx(wanted.stage, abs=1e-4)
                assert shown[2] == pytest.approx(wanted.sentiment, abs=1e-4)
                assert shown[3] == pytest.approx(wanted.emotions, abs=1e-4)
    assert list(folder.iterdir()) == []


def test_a_model_that_is_not_there_is_said_in_words(address: str, tmp_path: Path) -> None:
    from feedback_miner.bulk import RayEngine

    engine = RayEngine(tmp_path / "nowhere", tmp_path / "files", address=address, stalled=120)
    (tmp_path / "files").mkdir()
    with pytest.raises(SetupError, match="A process of the cluster failed"):
        list(engine.scored(portions()))
