"""An installation with a few published records and a real index, encoded by a small embedder of the tests' own."""

import hashlib
import os
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from marketplace.core.db import Database
from marketplace.discovery.indexing import rebuild
from marketplace.listings.content import AchievementContent
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.taxonomy.terms import CarbonClass, Stage, TransferMode
from search.engines.embedded.engine import EmbeddedEngine
from search.ports import Vectors
from search.text import tokens
from tests.factories import content, make_listing

DIMENSION = 64


class WordEmbedder:
    """Texts with the same words lie near each other: each word adds its own fixed direction."""

    model_id = "words-of-the-tests"
    dimension = DIMENSION

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.stack([sum((_direction(word) for word in tokens(text)), _direction("")) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION)


CAPTURE = content()
TILES = content(
    title="磷石膏低温改性制备自流平材料",
    teaser="磷石膏免煅烧改性，制备高强石膏基自流平砂浆，掺量 85%。",
    problem="磷石膏堆存占地，雨淋渗出磷和氟。",
    principle="低温水热转晶，降低可溶磷。",
    advantage="比天然石膏砂浆低 18% 成本。",
    timing="已有 5 万吨生产线。",
    keywords=("磷石膏", "建材"),
    sector="chemical",
    key_technology="C2",
    carbon_class=CarbonClass.NEGATIVE,
    trl=8,
    stage=Stage.MATURE,
    transfer_modes=(TransferMode.ASSIGNMENT,),
    claim=None,
)
RICE = content(
    title="稻田间歇灌溉协同减甲烷技术",
    teaser="间歇灌溉与低排放品种协同，甲烷减排 45%。",
    problem="稻田长期淹水，产甲烷菌活跃。",
    principle="分蘖期晒田，抽穗期浅水。",
    advantage="每亩增收 60 元。",
    timing="品种已审定。",
    keywords=("甲烷", "稻田"),
    sector="agriculture",
    key_technology="G1",
    carbon_class=CarbonClass.SINK,
    trl=5,
    stage=Stage.EARLY,
    claim=None,
)
Publish = Callable[..., AchievementVersion]


@pytest.fixture
def publish(database: Database) -> Publish:
    """Put a result into a state, in a transaction of its own."""

    def put(said: AchievementContent = CAPTURE, state: ListingState = ListingState.PUBLISHED) -> AchievementVersion:
        with database.transaction() as session:
            return make_listing(session, said=said, state=state)

    return put


@pytest.fixture
def index(app: Flask, database: Database) -> Callable[[], None]:
    """Make the index anew from what the database holds, and let the application read it."""
    settings = app.extensions["settings"]
    embedder = WordEmbedder()
    engine = EmbeddedEngine(settings.index_dir)

    def build() -> None:
        writer = engine.writer(embedder)
        list(rebuild(database, writer))
        writer.close()
        app.extensions["search_readers"] = {os.getpid(): engine.reader(embedder)}

    build()
    return build


@pytest.fixture
def three(publish: Publish, index: Callable[[], None]) -> list[str]:
    """Three results of different kinds, published and indexed; their public ids."""
    ids = [publish(said).public_id for said in (CAPTURE, TILES, RICE)]
    index()
    return ids


@pytest.fixture
def reading(database: Database) -> Session:
    return database.reading()
