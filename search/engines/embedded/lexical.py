"""BM25 by tantivy on our own tokens: white space between them, nothing of tantivy's analysis."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray

from search.engines.embedded.records import Record, body_tokens
from search.fusion import Scores
from search.text import tokens

Found = tuple[NDArray[np.int64], Scores]

_HEAP = 64_000_000
_MANY = 20_000  # from here on, words that every tenth document holds are left out of long questions: 2.5 times faster
_COMMON_SHARE = 0.1
_ENOUGH_RARE = 4
_MOST_TERMS = 512
_MOST_COMPLETIONS = 50
_REMEMBERED_TERMS = 8_192


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("row", fast=True)
    for name in (
        "key",
        "batch",
        "id",
        "kind",
        "scope",
    ):  # deleting by an unsigned field silently deletes nothing: hence `key`
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = _schema()


class LexicalWriter:
    """Adds and deletes rows; nothing is visible before `commit`. Every row carries the commit that it was written for."""

    def __init__(self, folder: Path, commit: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._commit = str(commit)
        with _disk_errors():
            self._writer = tantivy.Index(SCHEMA, str(folder)).writer(_HEAP, 1)
            self._writer.delete_documents_by_term("batch", self._commit)  # of a writer killed in this very commit

    def add(self, record: Record) -> None:
        """Add a row."""
        document = tantivy.Document()
        document.add_text("body", " ".join(body_tokens(record.document)))
        document.add_text("title", " ".join(tokens(record.document.title)))
        document.add_unsigned("row", record.row)
        for name, value in (
            ("key", str(record.row)),
            ("batch", self._commit),
            ("id", record.document.id),
            ("kind", record.document.kind),
        ):
            document.add_text(name, value)
        for scope in record.document.scopes:
            document.add_text("scope", scope)
        with _disk_errors():
            self._writer.add_document(document)

    def delete(self, rows: Iterable[int]) -> None:
        """Forget rows."""
        with _disk_errors():
            for row in rows:
                self._writer.delete_documents_by_term("key", str(row))

    def commit(self, following: int) -> None:
        """Make everything visible; what is added from now on belongs to the following commit."""
        with _disk_errors():
            self._writer.commit()
        self._commit = str(following)

    def close(self) -> None:
        """Let background merging finish and release the folder."""
        with _disk_errors():
            self._writer.rollback()
            self._writer.wait_merging_threads()


@contextmanager
def _disk_errors() -> Iterator[None]:
    """tantivy tells of a disk that is full or may only be read by a ValueError; here it is what it is."""
    try:
        yield
    except ValueError as failed:
        raise OSError(str(failed)) from failed


class LexicalIndex:
    """The index opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.config_reader("manual")

    def view(self) -> "LexicalView":
        """The last commit, unchanging."""
        self._index.reload()
        return LexicalView(self._index.searcher())


class _Term(NamedTuple):
    query: tantivy.Query
    common: bool


class LexicalView:
    """One commit."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._documents = searcher.num_docs
        self._known: dict[str, _Term] = {}

    def search(self, text: str, limit: int, *, within: Sequence[tantivy.Query] = ()) -> Found:
        """Row numbers and BM25 scores of the best."""
        query = self._question(Counter(tokens(text)))
        if query is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return self._run(query, limit, within)

    def complete(self, text: str, limit: int, *, within: Sequence[tantivy.Query] = ()) -> Found:
        """Rows whose title holds every token typed so far; the last Latin word may be unfinished."""
        typed = list(dict.fromkeys(tokens(text)))
        if not typed:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        queries = [self._term("title", token) for token in typed[:_MOST_TERMS]]
        if typed[-1].isascii() and not text[-1:].isspace():
            endings = [
                term for term, _ in self._searcher.terms_with_prefix("title", typed[-1], limit=_MOST_COMPLETIONS)
            ]
            queries[-1] = tantivy.Query.term_set_query(SCHEMA, "title", [typed[-1], *endings])
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in queries])
        return self._run(query, limit, within)

    def _question(self, counted: Counter[str]) -> tantivy.Query | None:
        terms = [(self._of_body(token), times) for token, times in counted.items()]
        if self._documents >= _MANY:
            rare = [(term, times) for term, times in terms if not term.common]
            terms = rare if len(rare) >= _ENOUGH_RARE else terms
        parts = [
            (tantivy.Occur.Should, term.query if times == 1 else tantivy.Query.boost_query(term.query, float(times)))
            for term, times in terms[:_MOST_TERMS]
        ]
        return tantivy.Query.boolean_query(parts) if parts else None

    def _of_body(self, token: str) -> "_Term":
        """The latest terms are remembered: most tokens of a question are those of others."""
        known = self._known.get(token)
        if known is None:
            if len(self._known) >= _REMEMBERED_TERMS:
                self._known = {}
            common = self._searcher.doc_freq("body", token) >= _COMMON_SHARE * self._documents
            known = self._known[token] = _Term(self._term("body", token, "freq"), common)
        return known

    def _run(self, query: tantivy.Query, limit: int, within: Sequence[tantivy.Query]) -> Found:
        if within:
            silent = [tantivy.Query.const_score_query(each, 0.0) for each in within]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in (query, *silent)])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], np.float32)

    @staticmethod
    def _term(field: str, token: str, option: str = "basic") -> tantivy.Query:
        return tantivy.Query.term_query(SCHEMA, field, token, option)


def one_of(field: str, values: Iterable[str]) -> tantivy.Query:
    """Rows that hold any of these values."""
    return tantivy.Query.term_set_query(SCHEMA, field, sorted(values))
