"""The graph that we write computes what the architecture says: against transformers, with small random weights."""

from pathlib import Path

import numpy as np
import pytest

from search.embedding.graph import Precision, write_graph
from search.embedding.serving import open_session
from search.embedding.weights import Encoder

IDS = np.array([[3, 17, 4, 29, 11, 2]], np.int64)
SIZE = {"vocab_size": 50, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}


@pytest.mark.model
@pytest.mark.parametrize("kind", ["bert", "xlm-roberta"])
@pytest.mark.parametrize("mean_pooling", [True, False])
def test_the_graph_computes_what_transformers_does(tmp_path: Path, kind: str, mean_pooling: bool) -> None:
    import torch
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(5)
    config = AutoConfig.for_model(kind, **SIZE, max_position_embeddings=40, pad_token_id=1, layer_norm_eps=1e-5)
    model = AutoModel.from_config(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for value in model.parameters():
            value.add_(torch.randn_like(value) * 0.1)
        states = model(input_ids=torch.from_numpy(IDS)).last_hidden_state[0].numpy()
    expected = states.mean(axis=0) if mean_pooling else states[0]
    encoder = Encoder(
        tensors={name: value.detach().numpy() for name, value in model.state_dict().items()},
        layers=2,
        heads=4,
        dimension=32,
        epsilon=1e-5,
        max_tokens=32,
        first_position=2 if kind == "xlm-roberta" else 0,
        mean_pooling=mean_pooling,
    )

    for precision, lowest in ((Precision.FP32, 0.99999), (Precision.INT8, 0.99), (Precision.UINT8, 0.99)):
        write_graph(encoder, precision, tmp_path / "model.onnx")
        vector = open_session(tmp_path / "model.onnx").run(None, {"input_ids": IDS})[0]
        assert vector.shape == (1, 32)
        assert float(vector[0] @ expected / np.linalg.norm(expected)) > lowest
