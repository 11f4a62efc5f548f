"""The installed model: what its vectors keep, how it behaves with odd texts, threads and processes."""

import json
import multiprocessing
import threading
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from search.embedding.bulk import BulkEmbedder
from search.embedding.cache import CachedEmbedder
from search.embedding.catalogue import find_card
from search.embedding.english import take_off
from search.embedding.gpu import TorchEmbedder
from search.embedding.install import InstallFailed, install_model, is_installed
from search.embedding.pieces import PIECES, open_tokenizer
from search.embedding.serving import MANIFEST, ModelMissing, OnnxEmbedder, installed_folder
from tests.search.hashing import HashingEmbedder

TEXTS = [f"第{at}条产线的烟气余热回收与二氧化碳捕集改造方案" for at in range(16)]
MODELS = Path(__file__).parents[2] / "var" / "models"


@pytest.fixture(scope="module")
def model() -> OnnxEmbedder:
    return OnnxEmbedder(installed_folder(folder=MODELS))


@pytest.mark.model
def test_vectors_are_of_unit_length_and_near_by_meaning(model: OnnxEmbedder) -> None:
    question = model.encode_queries(["回收烟气里的热量", "How to recover heat from flue gas?"])
    texts = model.encode_documents(["烟气余热回收利用装置", "农田土壤有机碳监测方法"])

    assert question.dtype == texts.dtype == np.float32
    assert texts.shape == (2, model.dimension)
    np.testing.assert_allclose(np.linalg.norm(np.concatenate([question, texts]), axis=1), 1, atol=1e-5)
    assert all(np.argmax(texts @ vector) == 0 for vector in question)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [*TEXTS[:2], "", "60Si2Mn, pH 7.5, ≤2.6 GJ/t (CO2)", "How to recover heat?", "余热" * 600, "👩‍🔬 <mask>", "踴稣"],
)
def test_the_quick_tokenizer_cuts_as_the_one_it_is_made_from(model: OnnxEmbedder, text: str) -> None:
    folder, length = installed_folder(folder=MODELS), 512
    plain = Tokenizer.from_file(str(folder / "tokenizer.json"))
    plain.enable_truncation(length)
    plain.no_padding()
    written = "passage: " + text.replace("<mask>", "")

    assert (folder / PIECES).is_file()
    assert open_tokenizer(folder, length).ids(written) == plain.encode(written).ids
    assert 105_988 not in open_tokenizer(folder, length).ids("query: " + text)  # nobody types the model's own marks


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_company(model: OnnxEmbedder) -> None:
    together = model.encode_documents(TEXTS[:4])
    alone = np.concatenate([model.encode_documents([text]) for text in TEXTS[:4]])

    assert np.array_equal(together, alone)
    assert model.encode_documents([]).shape == (0, model.dimension)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "\ufdfa" * 100, "余热" * 20_000, "👩‍🔬", "\u202e"])
def test_odd_texts_have_vectors(model: OnnxEmbedder, text: str) -> None:
    assert np.isfinite(model.encode_queries([text])).all()
    assert np.isfinite(model.encode_documents([text])).all()


@pytest.mark.model
def test_compatible_forms_have_the_same_vector(model: OnnxEmbedder) -> None:
    assert np.array_equal(model.encode_queries(["ＣＯ₂ 捕集"]), model.encode_queries(["CO2 捕集"]))


@pytest.mark.model
def test_threads_share_a_model(model: OnnxEmbedder) -> None:
    expected = model.encode_documents(TEXTS)
    found: list[bool] = []

    def encode() -> None:
        found.append(np.array_equal(model.encode_documents(TEXTS), expected))

    threads = [threading.Thread(target=encode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4


def _encode_in_child(model: OnnxEmbedder, queue: "multiprocessing.Queue[bytes]") -> None:
    queue.put(model.encode_documents(TEXTS[:1]).tobytes())


@pytest.mark.model
def test_a_forked_process_loads_its_own_session(model: OnnxEmbedder) -> None:
    expected = model.encode_documents(TEXTS[:1])
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[bytes] = context.Queue()
    process = context.Process(target=_encode_in_child, args=(model, queue))
    process.start()

    assert np.array_equal(np.frombuffer(queue.get(timeout=60), np.float32), expected[0])
    process.join()


@pytest.mark.model
def test_bulk_gives_the_same_vectors_in_the_same_order(model: OnnxEmbedder) -> None:
    bulk = BulkEmbedder(installed_folder(folder=MODELS), processes=2)
    try:
        assert np.array_equal(bulk.encode_documents(TEXTS), model.encode_documents(TEXTS))
        assert (bulk.model_id, bulk.dimension) == (model.model_id, model.dimension)
    finally:
        bulk.close()


@pytest.mark.model
def test_torch_gives_nearly_the_same_vectors(model: OnnxEmbedder) -> None:
    torch = TorchEmbedder(installed_folder(folder=MODELS), "cpu")

    assert ((model.encode_documents(TEXTS[:4]) * torch.encode_documents(TEXTS[:4])).sum(axis=1) > 0.99).all()
    assert np.array_equal(model.encode_queries(TEXTS[:1]), torch.encode_queries(TEXTS[:1]))
    assert torch.encode_documents([]).shape == (0, model.dimension)
    assert torch.model_id == model.model_id


@pytest.mark.model
def test_installing_again_changes_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    folder = install_model(str(installed_folder(folder=MODELS)), tmp_path, said.append)
    stamp = (folder / MANIFEST).stat().st_mtime_ns

    assert is_installed(folder)
    assert json.loads((folder / MANIFEST).read_text())["source"] == "folder"
    assert install_model(str(installed_folder(folder=MODELS)), tmp_path, said.append) == folder
    assert (folder / MANIFEST).stat().st_mtime_ns == stamp
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder.name]


def test_a_model_that_is_not_there_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"Run: python -m search\.embedding install"):
        installed_folder("multilingual-e5-small", tmp_path)


def test_a_folder_without_a_model_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    source, models = tmp_path / "empty", tmp_path / "models"
    source.mkdir()

    with pytest.raises(InstallFailed, match=r"holds no model: config\.json and tokenizer\.json are needed"):
        install_model(str(source), models, lambda _: None)
    assert [path for path in models.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize(
    ("wanted", "name", "prompt"),
    [
        ("multilingual-e5-small", "multilingual-e5-small", "query: "),
        ("intfloat/multilingual-e5-large", "multilingual-e5-large", "query: "),
        ("BAAI/bge-m3", "bge-m3", ""),
        ("bge-small-zh-v1.5", "bge-small-zh-v1.5", ""),
        ("/models/my-encoder", "my-encoder", ""),
    ],
)
def test_a_model_is_known_by_name_hub_id_or_folder(wanted: str, name: str, prompt: str) -> None:
    card = find_card(wanted)

    assert (card.name, card.query_prompt) == (name, prompt)


def test_taking_off_the_language_leaves_a_unit_vector() -> None:
    rest = take_off(np.array([0.6, 0.8], np.float32), np.array([0.5, 0.0], np.float32))

    np.testing.assert_allclose(rest, np.array([0.2, 0.8]) / np.hypot(0.2, 0.8), rtol=1e-6)


def test_cached_vectors_are_encoded_once_and_survive_a_torn_file(tmp_path: Path) -> None:
    real = HashingEmbedder()
    first = CachedEmbedder(real, tmp_path)
    expected = first.encode_documents(["余热", "碳捕集", "余热"])
    assert real.encoded == 2
    keys = next(tmp_path.glob("*.keys"))
    keys.write_bytes(keys.read_bytes()[:-5])

    second = CachedEmbedder(real, tmp_path)

    assert np.array_equal(second.encode_documents(["余热", "碳捕集", "氢能"])[:2], expected[:2])
    assert real.encoded == 4
    assert np.array_equal(CachedEmbedder(real, tmp_path).encode_documents(["余热", "碳捕集"]), expected[:2])
    assert real.encoded == 4
