"""The files in docker/ against the code: what they name exists. Building them needs an engine, which tests have not."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from qa.platform.settings import CLONE, Settings

DOCKER = CLONE / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("prepare", "web", "worker-cpu", "worker-gpu")
IMAGES = ("Dockerfile.cpu", "Dockerfile.gpu")
SETTINGS = {f"QA_{name.upper()}" for name in Settings.model_fields}
#: What compose itself takes from the environment, and nothing of ours reads.
COMPOSE_ONLY = {"QA_S3_IMAGE"}


def instructions(image: str) -> list[str]:
    text = re.sub(r"\\\n\s*", " ", (DOCKER / image).read_text("utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"\bQA_[A-Z0-9_]+", text))


@pytest.mark.parametrize("image", IMAGES)
def test_everything_that_is_copied_is_here_and_reaches_the_build(image: str) -> None:
    lets_in = (DOCKER / f"{image}.dockerignore").read_text("utf-8").splitlines()
    copied = [line.split()[1:-1] for line in instructions(image) if line.startswith("COPY") and "--from" not in line]
    sources = {source.rstrip("/") for words in copied for source in words}
    assert {"qa", "rubrics", "models", "pyproject.toml"} <= sources
    for source in sources:
        assert (CLONE / source).exists(), f"{image} copies {source}, which is not here"
        assert any(f"!{folder}" in lets_in for folder in (source, *map(str, Path(source).parents))), source


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_does_not_run_as_root_and_says_whether_it_is_healthy(image: str) -> None:
    last_stage = instructions(image)
    last_stage = last_stage[max(n for n, line in enumerate(last_stage) if line.startswith("FROM")) :]
    assert [line for line in last_stage if line.startswith("USER")] == ["USER qa"]
    assert any(line.startswith("HEALTHCHECK") for line in last_stage)


@pytest.mark.parametrize("image", IMAGES)
def test_packages_are_installed_by_hash(image: str) -> None:
    installs = [line for line in instructions(image) if "pip install" in line]
    for line in installs:
        for command in re.findall(r"pip install [^&]*", line):
            assert "--require-hashes" in command or "--no-deps" in command, command


@pytest.mark.parametrize("file", ["compose.yaml", "entrypoint.sh", "README.md", *IMAGES])
def test_every_variable_is_a_setting(file: str) -> None:
    named = settings_in((DOCKER / file).read_text("utf-8")) - COMPOSE_ONLY
    unknown = {name for name in named if name not in SETTINGS and name.removesuffix("_FILE") not in SETTINGS}
    assert not unknown


def test_every_secret_file_that_is_named_is_handed_over_and_made(tmp_path: Path) -> None:
    shutil.copy(DOCKER / "make-secrets.sh", tmp_path)
    subprocess.run(["sh", "make-secrets.sh"], cwd=tmp_path, check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == made.keys()
    assert len(set(made.values())) == len(made)
    assert made["database_password"] in made["database_url"]
    assert made["queue_password"] in made["broker_url"]
    subprocess.run(["sh", "make-secrets.sh"], cwd=tmp_path, check=True, capture_output=True)
    assert {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()} == made, "twice is harmless"
    for name, service in SERVICES.items():
        read = set(re.findall(r"/run/secrets/(\w+)", str(service)))
        assert read <= set(service.get("secrets", [])), name


def test_every_name_in_compose_is_declared() -> None:
    volumes = {v.split(":")[0] for service in SERVICES.values() for v in service.get("volumes", [])}
    needed = {name for service in SERVICES.values() for name in service.get("depends_on", {})}
    assert volumes == COMPOSE["volumes"].keys()
    assert needed <= SERVICES.keys()
    assert (
        not {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
        - COMPOSE["secrets"].keys()
    )


def test_nothing_is_published_beyond_loopback() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_our_containers_have_the_rights_of_nobody() -> None:
    for name in OURS:
        assert SERVICES[name]["cap_drop"] == ["ALL"], name
        assert SERVICES[name]["read_only"] is True, name


def test_every_command_is_one_that_the_entry_point_knows() -> None:
    roles = set(re.findall(r"^([\w-]+)\)$", (DOCKER / "entrypoint.sh").read_text("utf-8"), re.MULTILINE))
    assert {SERVICES[name]["command"][0] for name in OURS} <= roles


class TestEntryPoint:
    def run(self, environment: dict[str, str], *words: str) -> str:
        environment = {"PATH": "/usr/bin:/bin", **environment}
        command = ["sh", str(DOCKER / "entrypoint.sh"), *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    def test_a_secret_in_a_file_becomes_the_setting(self, tmp_path: Path) -> None:
        (tmp_path / "url").write_text('postgresql://qa:a$ `b` "c"@database/qa\n')
        told = self.run({"QA_DATABASE_URL_FILE": str(tmp_path / "url")}, "printenv", "QA_DATABASE_URL")
        assert told == 'postgresql://qa:a$ `b` "c"@database/qa\n'

    def test_a_setting_without_a_file_stays_as_it_is(self) -> None:
        assert self.run({"QA_BROKER_URL": "redis://queue"}, "printenv", "QA_BROKER_URL") == "redis://queue\n"
