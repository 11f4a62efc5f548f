"""Kill the writer at any moment: readers keep the last commit, and the next writer goes on."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from search.factory import open_engine
from search.types import Answer, Query
from tests.search.conftest import PUBLIC, make_document
from tests.search.hashing import HashingEmbedder
from tests.search.killed_writer import ROUND

ROUNDS = 8


def check_whole(answer: Answer, versions: dict[str, int]) -> None:
    """All documents, all of one version."""
    assert sorted(hit.id for hit in answer.hits) == [f"d{at}" for at in range(ROUND)]
    assert len(set(versions.values())) == 1


def test_a_killed_writer_leaves_the_last_commit(tmp_path: Path) -> None:
    engine = open_engine("embedded", tmp_path / "index")
    reader = engine.reader(HashingEmbedder())
    chance = random.Random(3)
    committed = 0
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "tests.search.killed_writer", str(tmp_path / "index"), str(committed)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        committed = int(process.stdout.readline())
        time.sleep(chance.random() * 0.15)
        os.kill(process.pid, signal.SIGKILL)
        committed = int([str(committed), *process.stdout.read().split()][-1])
        process.wait()
        process.stdout.close()

        ids = [f"d{at}" for at in range(ROUND)]
        for opened in (reader, engine.reader(HashingEmbedder())):
            versions = opened.versions(ids)
            check_whole(opened.search(Query(text=f"第{committed}版余热", everything=True), PUBLIC), versions)
            check_whole(opened.search(Query(), PUBLIC), versions)
            assert versions["d0"] in {committed, committed + 1}  # killed after the rename, before it could say so
            assert opened.count() == ROUND
        committed = versions["d0"]
        assert engine.healthy()


def test_words_of_a_killed_commit_are_never_found(tmp_path: Path) -> None:
    engine = open_engine("embedded", tmp_path / "index")
    embedder = HashingEmbedder()
    writer = engine.writer(embedder)
    writer.put([make_document("a", "余热回收")])
    writer.commit()
    state = (tmp_path / "index" / "state.json").read_bytes()
    writer.put([make_document("a", "从未承诺", version=2), make_document("b", "从未承诺")])
    writer.commit()
    writer.close()
    (tmp_path / "index" / "state.json").write_bytes(state)  # as if killed between the words' commit and the rename

    reader = engine.reader(embedder)
    assert [hit.id for hit in reader.search(Query(text="余热回收"), PUBLIC).hits] == ["a"]
    assert reader.search(Query(text="余热回收"), PUBLIC).hits[0].terms == ("余热回收",)
    assert reader.suggest("从未", PUBLIC) == ()

    again = engine.writer(embedder)
    again.put([make_document("c", "碳捕集")])
    again.commit()
    again.close()
    assert reader.suggest("从未", PUBLIC) == ()
    assert reader.suggest("余热", PUBLIC) == ("余热回收",)
    assert reader.suggest("捕集", PUBLIC) == ("碳捕集",)
    assert reader.versions(["a", "b", "c"]) == {"a": 1, "c": 1}


def test_readers_see_whole_commits_while_one_writes(tmp_path: Path) -> None:
    engine = open_engine("embedded", tmp_path / "index")
    embedder = HashingEmbedder()
    writer = engine.writer(embedder)
    writer.put([make_document(f"d{at}", "余热", version=0) for at in range(ROUND)])
    writer.commit()
    reader = engine.reader(embedder)
    problems: list[BaseException] = []
    done = threading.Event()

    def look() -> None:
        try:
            while not done.is_set():
                versions = reader.versions([f"d{at}" for at in range(ROUND)])
                check_whole(reader.search(Query(text="余热", everything=True), PUBLIC), versions)
        except BaseException as problem:  # noqa: BLE001 - carried to the main thread
            problems.append(problem)

    watchers = [threading.Thread(target=look) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    for version in range(1, 24):
        writer.put([make_document(f"d{at}", "余热", version=version) for at in range(ROUND)])
        if version % 10 == 0:
            writer.clear()
            writer.put([make_document(f"d{at}", "余热", version=version) for at in range(ROUND)])
        writer.commit()
    done.set()
    for watcher in watchers:
        watcher.join()
    writer.close()

    assert problems == []
    assert reader.versions(["d0"]) == {"d0": 23}
