"""Documents on a graphics card, by sentence-transformers; only for whoever asks with EMBEDDING_DEVICE=cuda, as torch is heavy.

Vectors are of full precision and agree with the int8 ones to the cosine checked at install; so they carry the same model id,
and questions stay with the int8 graph.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding.serving import OnnxEmbedder
from search.ports import SearchRefused, Vectors
from search.text import guard

_AT_ONCE = 128


class TorchEmbedder:
    """Encodes documents in batches on a device of torch."""

    def __init__(self, folder: Path, device: str) -> None:
        self._folder, self._device = folder, device
        self._questions = OnnxEmbedder(folder)

    @property
    def model_id(self) -> str:
        return self._questions.model_id

    @property
    def dimension(self) -> int:
        return self._questions.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, by the int8 graph."""
        return self._questions.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of documents."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        prompted = [self._questions.document_prompt + guard(text) for text in texts]
        return np.asarray(self._model.encode(prompted, batch_size=_AT_ONCE, normalize_embeddings=True), np.float32)

    def close(self) -> None:
        """Nothing runs on."""

    @cached_property
    def _model(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer

        if self._device.startswith("cuda") and not torch.cuda.is_available():
            raise SearchRefused(
                "EMBEDDING_DEVICE asks for a graphics card, but torch finds none; unset it to use the processor."
            )
        return SentenceTransformer(str(self._folder), device=self._device)
