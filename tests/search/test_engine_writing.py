"""The contract of writing: versions, deletion, clearing, commits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.factory import open_engine
from search.ports import Engine, Reader, SearchRefused, Writer
from search.types import Query
from tests.search.conftest import PUBLIC, make_document
from tests.search.hashing import HashingEmbedder

EVERYTHING = Query(limit=100)


def ids(reader: Reader, query: Query = EVERYTHING) -> list[str]:
    return [hit.id for hit in reader.search(query, PUBLIC).hits]


def test_an_index_that_was_never_written_answers_nothing(engine: Engine, reader: Reader) -> None:
    assert reader.search(Query(text="余热回收"), PUBLIC).total == 0
    assert reader.search(EVERYTHING, PUBLIC).hits == ()
    assert reader.suggest("余热", PUBLIC) == ()
    assert reader.count() == 0
    assert reader.versions(["a"]) == {}
    assert engine.healthy()


def test_nothing_is_visible_before_the_commit(writer: Writer, reader: Reader) -> None:
    assert writer.put([make_document("a", "余热回收")]) == 1
    assert reader.count() == 0

    writer.commit()

    assert reader.count() == 1
    assert ids(reader) == ["a"]


def test_putting_again_replaces(reader: Reader, filled: Callable[..., None]) -> None:
    filled(make_document("a", "余热回收", version=1), make_document("b", "碳捕集", version=1))

    filled(make_document("a", "钢渣矿化", version=2))

    assert reader.count() == 2
    assert reader.versions(["a", "b", "c"]) == {"a": 2, "b": 1}
    assert ids(reader, Query(text="钢渣矿化"))[0] == "a"
    assert all(hit.terms == () for hit in reader.search(Query(text="余热"), PUBLIC).hits)


def test_an_older_version_is_passed_over(writer: Writer, reader: Reader, filled: Callable[..., None]) -> None:
    filled(make_document("a", "新", version=5))

    assert writer.put([make_document("a", "旧", version=4)]) == 0
    assert writer.put([make_document("a", "一样新", version=5)]) == 1
    writer.commit()

    assert reader.versions(["a"]) == {"a": 5}


def test_of_two_in_one_batch_the_newer_wins(writer: Writer, reader: Reader) -> None:
    assert writer.put([make_document("a", "二", version=2), make_document("a", "一", version=1)]) == 1
    assert writer.put([make_document("a", "三", version=3)]) == 1
    writer.commit()

    assert reader.versions(["a"]) == {"a": 3}
    assert reader.count() == 1


def test_deleted_documents_are_gone(writer: Writer, reader: Reader, filled: Callable[..., None]) -> None:
    filled(make_document("a", "余热回收"), make_document("b", "余热发电"))

    assert writer.delete(["a", "a", "never"]) == 1
    assert reader.count() == 2
    writer.commit()

    assert ids(reader) == ["b"]
    assert ids(reader, Query(text="余热回收")) == ["b"]
    assert reader.versions(["a"]) == {}
    assert writer.delete(["a"]) == 0


def test_a_document_deleted_before_its_commit_never_appears(writer: Writer, reader: Reader) -> None:
    writer.put([make_document("a", "余热回收")])
    assert writer.delete(["a"]) == 1
    writer.commit()

    assert reader.count() == 0


def test_a_deleted_document_may_come_back(writer: Writer, reader: Reader, filled: Callable[..., None]) -> None:
    filled(make_document("a", "余热回收", version=3))
    writer.delete(["a"])
    writer.commit()

    filled(make_document("a", "余热回收", version=1))

    assert reader.versions(["a"]) == {"a": 1}


def test_clearing_shows_at_the_commit(writer: Writer, reader: Reader, filled: Callable[..., None]) -> None:
    filled(make_document("a", "余热回收"), make_document("b", "碳捕集"))

    writer.clear()
    writer.put([make_document("c", "氢能")])
    assert ids(reader) == ["a", "b"]
    writer.commit()

    assert ids(reader) == ["c"]
    assert ids(reader, Query(text="余热回收氢能")) == ["c"]


def test_a_rollback_leaves_what_was_committed_and_the_writer_goes_on(
    writer: Writer, reader: Reader, filled: Callable[..., None]
) -> None:
    filled(make_document("a", "余热回收"), make_document("b", "碳捕集"))

    writer.delete(["a"])
    writer.clear()
    writer.put([make_document("c", "氢能")])
    writer.rollback()
    filled(make_document("d", "储能"))

    assert ids(reader) == ["a", "b", "d"]
    assert (ids(reader, Query(text="余热回收")), ids(reader, Query(text="储能"))) == (["a"], ["d"])


def test_closing_drops_what_is_not_committed(engine: Engine, embedder: HashingEmbedder) -> None:
    first = engine.writer(embedder)
    first.put([make_document("a", "余热回收")])
    first.close()
    second = engine.writer(embedder)
    second.put([make_document("b", "余热回收")])
    second.commit()
    second.close()

    assert ids(engine.reader(embedder), Query(text="余热回收")) == ["b"]


def test_a_folder_has_one_writer(tmp_path: Path, embedder: HashingEmbedder) -> None:
    engine = open_engine("embedded", tmp_path / "index")
    writer = engine.writer(embedder)

    with pytest.raises(SearchRefused, match="one writer"):
        engine.writer(embedder)
    writer.close()


def test_vectors_of_another_model_are_refused(engine: Engine, embedder: HashingEmbedder) -> None:
    first = engine.writer(embedder)
    first.put([make_document("a", "余热回收")])
    first.commit()
    first.close()
    other = HashingEmbedder(dimension=16, model_id="other:fp32:1")

    with pytest.raises(SearchRefused, match="Build the index again"):
        engine.reader(other).search(Query(text="余热"), PUBLIC)
    second = engine.writer(other)
    with pytest.raises(SearchRefused, match="Clear the index"):
        second.put([make_document("b", "碳捕集")])
    second.clear()
    second.put([make_document("b", "碳捕集")])
    second.commit()
    second.close()

    assert ids(engine.reader(other), Query(text="碳捕集")) == ["b"]


def test_words_that_did_not_change_are_not_embedded_again(
    reader: Reader, filled: Callable[..., None], embedder: HashingEmbedder
) -> None:
    filled(make_document("a", "余热回收", "烧结烟气", "环冷机", version=1))
    encoded = embedder.encoded

    filled(make_document("a", "余热回收", "烧结烟气", "环冷机", version=2, facets={"stage": ("mature",)}))

    assert embedder.encoded == encoded
    answer = reader.search(Query(text="环冷机", count_facets=("stage",)), PUBLIC)
    assert [(hit.id, hit.passage) for hit in answer.hits] == [("a", "part1")]
    assert answer.facets == {"stage": {"mature": 1}}


@pytest.mark.parametrize("id_", ["", "x" * 201, "a\0b", "a\nb"])
def test_an_impossible_id_is_refused(writer: Writer, id_: str) -> None:
    with pytest.raises(SearchRefused, match="needs an id"):
        writer.put([make_document(id_, "余热回收")])


def test_a_number_that_is_none_is_refused(writer: Writer) -> None:
    with pytest.raises(SearchRefused, match="the number trl is nan"):
        writer.put([make_document("a", "余热回收", numbers={"trl": float("nan")})])


def test_documents_without_words_are_kept(reader: Reader, filled: Callable[..., None]) -> None:
    filled(
        make_document("a"),
        make_document("b", "", "烟气余热"),
        make_document("c", "  ", keywords=("余热",)),
        make_document("d", "余热"),
    )

    assert ids(reader) == ["a", "b", "c", "d"]
    assert ids(reader, Query(text="烟气余热"))[0] == "b"
    assert sorted(ids(reader, Query(text="余热"))) == ["c", "d"]


def test_many_small_commits_lose_nothing(engine: Engine, writer: Writer, reader: Reader) -> None:
    for number in range(60):
        writer.put([make_document(f"d{number:02}", f"第{number}号余热回收装置", version=number)])
        if number % 3 == 0:
            writer.delete([f"d{number - 1:02}"])
        writer.commit()

    gone = {f"d{number - 1:02}" for number in range(3, 60, 3)}
    expected = [f"d{number:02}" for number in range(59, -1, -1) if f"d{number:02}" not in gone]
    assert ids(reader) == expected
    assert sorted(ids(reader, Query(text="余热回收装置", everything=True, limit=100))) == sorted(expected)
    assert engine.healthy()


def test_making_it_anew_embeds_only_words_that_changed(
    writer: Writer, reader: Reader, filled: Callable[..., None], embedder: HashingEmbedder
) -> None:
    filled(make_document("a", "余热回收", "烧结烟气"), make_document("b", "碳捕集"), make_document("c", "氢能"))
    encoded = embedder.encoded

    writer.clear()
    writer.put([make_document("a", "余热回收", "烧结烟气"), make_document("b", "钢渣矿化", version=1)])
    writer.commit()

    assert embedder.encoded == encoded + 1
    assert sorted(ids(reader)) == ["a", "b"]
    assert ids(reader, Query(text="烧结烟气余热回收"))[0] == "a"
