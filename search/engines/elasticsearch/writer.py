"""Writes to a cluster: held back until the commit, by external versions, into today's index and the one that is being built."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.mapping import check_names, index_body, names_body
from search.engines.elasticsearch.names import IndexNames, behind, index_meta
from search.engines.elasticsearch.sources import Source, digest_of, exact_vector, source_of, unit, unpacked
from search.engines.embedded.records import check_document, embed
from search.ports import Embedder, SearchRefused, SearchUnavailable, Vectors
from search.types import Document

_AT_ONCE = 256  # documents in one bulk request
_TRIES = 6
_BUSY = (429, 503)  # too much at once, or a part of the index is away
_OLDER = 409

Action = tuple[dict[str, Any], Source | None]


@dataclass(slots=True)
class _Held:
    """What waits for the commit: the newest document of an id, or None to delete it."""

    sources: dict[str, Source | None] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


class ElasticsearchWriter:
    """Several writers may write at once: of two versions of a document the newer stays."""

    def __init__(self, cluster: Cluster, names: IndexNames, embedder: Embedder) -> None:
        self._cluster, self._names, self._embedder = cluster, names, embedder
        self._held = _Held()
        self._building = ""
        self._written = 0
        self._room: dict[str, tuple[set[str], set[str]]] = {}  # facets and numbers that each index has a place for

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace; a document older than what is there is passed over."""
        self._check_model()
        batch: list[Document] = []
        written = 0
        for document in documents:
            check_document(document)
            batch.append(document)
            if len(batch) == _AT_ONCE:
                written += self._put_batch(batch)
                batch = []
        return written + self._put_batch(batch)

    def delete(self, ids: Iterable[str]) -> int:
        """Forget documents; returns how many were there."""
        wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
        standing = self._standing(wanted)
        for id_ in wanted:
            if id_ in standing or id_ in self._held.sources:
                self._held.sources[id_] = None
                self._held.versions.pop(id_, None)
        return len(standing)

    def commit(self) -> None:
        """Make everything since the last commit visible; after `clear`, by turning the alias to the new index."""
        if self._building:
            self._flush([self._building])
            self._switch()
        elif self._held.sources:
            targets = self._targets()
            self._flush(targets)
            self._cluster.tell(lambda client: client.indices.refresh(index=targets))

    def clear(self) -> None:
        """Forget everything: build a new index beside the old one, which goes on answering until the commit."""
        for abandoned in behind(self._cluster, self._names.building):
            self._drop([abandoned])
        self._held, self._written = _Held(), 0
        self._building = self._create({self._names.building: {}})

    def rollback(self) -> None:
        """Forget what was put since the last commit; an index that was begun stays until the next one is."""
        self._held, self._written, self._building = _Held(), 0, ""

    def close(self) -> None:
        """Drop what is not committed."""
        self._held = _Held()
        if self._building:
            self._drop([self._building])
            self._building = ""
        self._cluster.close()

    def _put_batch(self, documents: Sequence[Document]) -> int:
        if not documents:
            return 0
        newest: dict[str, Document] = {}
        for document in documents:
            if document.id not in newest or newest[document.id].version <= document.version:
                newest[document.id] = document
        standing = self._standing(list(newest))
        newer = [d for d in newest.values() if d.id not in standing or standing[d.id] <= d.version]
        check_names(name for document in newer for name in (*document.facets, *document.numbers))
        for document, (vector, passages) in zip(newer, self._vectors(newer), strict=True):
            self._held.sources[document.id] = source_of(document, vector, passages)
            self._held.versions[document.id] = document.version
        if self._building and len(self._held.sources) >= _AT_ONCE:
            self._flush([self._building])
        return len(newer)

    def _standing(self, ids: Sequence[str]) -> dict[str, int]:
        """The version of each id that is there, what waits for the commit included."""
        wanted = [id_ for id_ in ids if id_ not in self._held.sources]
        found = {id_: int(held["_version"]) for id_, held in self._fetch(wanted, []).items()}
        return found | {id_: self._held.versions[id_] for id_ in ids if id_ in self._held.versions}

    def _vectors(self, documents: Sequence[Document]) -> list[tuple[Vectors, Vectors]]:
        """Vectors that are kept where the words are the same, else new ones. A rebuild takes them from the old index."""
        held = self._fetch([document.id for document in documents], ["digest", "passages"], from_alias=True)
        kept = {
            d.id: self._kept(held[d.id])
            for d in documents
            if d.id in held and held[d.id]["_source"].get("digest") == digest_of(d)
        }
        new = [document for document in documents if document.id not in kept]
        kept |= dict(zip([document.id for document in new], embed(new, self._embedder), strict=True))
        return [kept[document.id] for document in documents]

    def _kept(self, held: Mapping[str, Any]) -> tuple[Vectors, Vectors]:
        size = self._embedder.dimension
        nothing = unpacked("", size)
        vector = exact_vector(held, size)
        passages = held["_source"].get("passages")
        return (unit(vector) if vector is not None else nothing.sum(axis=0)), (
            unpacked(passages, size) if passages else nothing
        )

    def _fetch(self, ids: Sequence[str], fields: list[str], *, from_alias: bool = False) -> dict[str, dict[str, Any]]:
        index = self._names.alias if from_alias or not self._building else self._building
        if not ids or (index == self._names.alias and (not behind(self._cluster, index) or self._of_another_model())):
            return {}
        asked = [{"_id": id_, "_source": fields or False, "stored_fields": ["exact"] if fields else []} for id_ in ids]
        answer = self._cluster.tell(lambda client: client.mget(index=index, docs=asked))
        if any("error" in held for held in answer["docs"]):
            raise SearchUnavailable("A part of the index cannot be read: what stands there is not known.")
        return {held["_id"]: {"_source": {}} | held for held in answer["docs"] if held.get("found")}

    def _check_model(self) -> None:
        if not self._building and self._of_another_model():
            raise SearchRefused(
                f"The index was made with the model {index_meta(self._cluster, self._names)['model_id']}, "
                f"the embedder is {self._embedder.model_id}. Clear the index and put everything again."
            )

    def _of_another_model(self) -> bool:
        made_with = index_meta(self._cluster, self._names).get("model_id", "")
        return bool(made_with and made_with != self._embedder.model_id)

    def _make_room(self, target: str, sources: Sequence[Source | None]) -> None:
        """Name the facets and numbers that this index had no place for: one that another process began has none."""
        has = self._room.setdefault(target, (set(), set()))
        facets, numbers = (
            {name for source in sources if source is not None for name in source[kind]} - known
            for kind, known in zip(("facets", "numbers"), has, strict=True)
        )
        if facets or numbers:
            body = names_body(facets, numbers)
            self._cluster.tell(lambda client: client.indices.put_mapping(index=target, **body))
            has[0].update(facets)
            has[1].update(numbers)

    def _targets(self) -> list[str]:
        """Today's index, made if there is none, and the one that another worker is building."""
        today = behind(self._cluster, self._names.alias) or [self._create({self._names.alias: {}})]
        return [*today, *behind(self._cluster, self._names.building)]

    def _create(self, aliases: dict[str, dict[str, Any]]) -> str:
        name = self._names.fresh()
        body = index_body(self._cluster.settings, self._embedder.model_id, self._embedder.dimension)
        self._cluster.tell(lambda client: client.indices.create(index=name, aliases=aliases, **body))
        return name

    def _flush(self, targets: Sequence[str]) -> None:
        """Send what is held to every target; the held stays until all of it has arrived."""
        waiting = list(self._held.sources.items())
        for target in targets:
            self._make_room(target, [source for _, source in waiting])
        for at in range(0, len(waiting), _AT_ONCE):
            some = waiting[at : at + _AT_ONCE]
            self._send([self._action(target, id_, source) for target in targets for id_, source in some])
        if targets == [self._building]:
            self._written += sum(source is not None for _, source in waiting)
        self._held = _Held()

    @staticmethod
    def _action(target: str, id_: str, source: Source | None) -> Action:
        place = {"_index": target, "_id": id_}
        if source is None:
            return {"delete": place}, None
        return {"index": place | {"version": source["version"], "version_type": "external_gte"}}, source

    def _send(self, actions: list[Action]) -> None:
        """A bulk request; what the cluster is too busy for is sent again, each time after a longer pause."""
        for attempt in range(_TRIES):
            lines = [line for head, source in actions for line in (head, source) if line is not None]
            answer = self._cluster.tell(lambda client, lines=lines: client.bulk(operations=lines))  # type: ignore[misc]
            results = [next(iter(item.values())) for item in answer["items"]]
            busy = [action for action, result in zip(actions, results, strict=True) if result["status"] in _BUSY]
            for result in results:
                if "error" in result and result["status"] not in (*_BUSY, _OLDER):
                    raise SearchRefused(f"Elasticsearch refused {result['_id']}: {result['error'].get('reason')}.")
            busy += self._gone([a for a, result in zip(actions, results, strict=True) if result["status"] == _OLDER])
            if not busy:
                return
            actions = busy
            time.sleep(0.2 * 2**attempt)
        raise SearchUnavailable("Elasticsearch is too busy to take what was written; it will be tried again.")

    def _gone(self, refused: list[Action]) -> list[Action]:
        """Of what was refused as older, that which nothing newer stands for: a deletion a moment ago, soon forgotten."""
        if not refused:
            return []
        asked = [{"_index": place["_index"], "_id": place["_id"], "_source": False} for place in map(_place, refused)]
        answer = self._cluster.tell(lambda client: client.mget(docs=asked))
        return [action for action, held in zip(refused, answer["docs"], strict=True) if held.get("found") is False]

    def _switch(self) -> None:
        """Turn the alias to the new index once it holds what was put; the one before it goes with the next switch."""
        fresh = self._building
        self._cluster.tell(lambda client: client.indices.refresh(index=fresh))
        counted = int(self._cluster.tell(lambda client: client.count(index=fresh))["count"])
        if counted < self._written:
            raise SearchRefused(
                f"The new index holds {counted} documents of {self._written}; the old one stays in use."
            )
        old = behind(self._cluster, self._names.alias)
        actions: list[dict[str, Any]] = [
            {"add": {"index": fresh, "alias": self._names.alias}},
            {"remove": {"index": fresh, "alias": self._names.building}},
            *({"remove": {"index": name, "alias": self._names.alias}} for name in old),
        ]
        self._cluster.tell(lambda client: client.indices.update_aliases(actions=actions))
        self._building = ""
        every = sorted(
            self._cluster.tell(lambda client: client.indices.get(index=self._names.every, features="settings"))
        )
        self._drop([name for name in every if name not in (fresh, *old)])

    def _drop(self, indices: Sequence[str]) -> None:
        if indices:
            self._cluster.tell(lambda client: client.indices.delete(index=list(indices), ignore_unavailable=True))


def _place(action: Action) -> dict[str, Any]:
    """Where an action writes: its index and the document's id."""
    return dict(next(iter(action[0].values())))
