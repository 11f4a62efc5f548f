"""The models we know by name: where they live on a hub and what they want in front of a text."""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_MODEL = "multilingual-e5-small"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What must be known about a model beyond its own files."""

    name: str
    hub_id: str
    query_prompt: str = ""
    document_prompt: str = ""


def find_card(wanted: str) -> ModelCard:
    """The card of a short name, a hub id or a folder; unknown models take no prompts but their own."""
    name = Path(wanted).name if is_folder(wanted) else wanted.rsplit("/", 1)[-1]
    if name in _KNOWN:
        return _KNOWN[name]
    if "e5" in name.lower().split("-"):
        return ModelCard(name=name, hub_id=wanted, query_prompt="query: ", document_prompt="passage: ")
    return ModelCard(name=name, hub_id=wanted)


def is_folder(wanted: str) -> bool:
    """Is it a path to a model rather than its name?"""
    return wanted.startswith((".", "/", "~")) or Path(wanted).expanduser().is_dir()


def wanted_model() -> str:
    """The model that the environment asks for."""
    return os.environ.get("EMBEDDING_MODEL", "").strip() or DEFAULT_MODEL


def wanted_device() -> str:
    """The torch device that the environment asks for in bulk encoding; empty: the processor's cores, without torch."""
    return os.environ.get("EMBEDDING_DEVICE", "").strip()


def models_folder() -> Path:
    """Where installed models are kept."""
    return Path(os.environ.get("MODEL_DIR", "").strip() or "var/models")


# The query instruction of bge does not help on our texts (measured), so it takes none.
_KNOWN = {
    card.name: card
    for card in (
        ModelCard(
            name="multilingual-e5-small",
            hub_id="intfloat/multilingual-e5-small",
            query_prompt="query: ",
            document_prompt="passage: ",
        ),
        ModelCard(name="bge-small-zh-v1.5", hub_id="BAAI/bge-small-zh-v1.5"),
        ModelCard(name="bge-m3", hub_id="BAAI/bge-m3"),
    )
}
