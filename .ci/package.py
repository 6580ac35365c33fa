"""Build the sdist and the wheel, install each into a clean environment, and look at what is there."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# The three dependencies, and what releases of theirs bring along.
RUNTIME: Final = {
    "widgetql",
    "sqlalchemy",
    "python-dateutil",
    "typing-extensions",
    "greenlet",
    "six",
    "tzdata",
}
# Run where the sources are not, with every warning an error.
USED: Final = """
import importlib.metadata, importlib.resources, sys
import widgetql
assert importlib.metadata.version("widgetql") == sys.argv[1]
assert sys.prefix in widgetql.__file__
assert importlib.resources.files("widgetql").joinpath("py.typed").is_file()
assert [name for name in widgetql.__all__ if getattr(widgetql, name) is None] == []
from datetime import UTC, datetime
from sqlalchemy import Column, DateTime, Float, Integer, MetaData, Table, create_engine
calls = Table("calls", MetaData(), Column("id", Integer, primary_key=True), Column("at", DateTime))
dataset = widgetql.Dataset(
    calls, id=calls.c.id, timestamp=calls.c.at, stats={"calls": widgetql.Count()},
    fields={"id": widgetql.Field(calls.c.id), "at": widgetql.Field(calls.c.at)},
)
widget = {"chart_type": "stat", "filters": {"field": "at", "op": "gte", "value": "now-1d"}}
with create_engine("sqlite://").connect() as connection:
    calls.create(connection)
    assert widgetql.compute_widget_data(connection, widget, dataset).data == {"calls": 0}
print(*sorted(one.name.lower() for one in importlib.metadata.distributions()))
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="widgetql-package-") as name:
        scratch = Path(name)
        # The wheel of the sdist, and that of the sources.
        build(scratch / "dist")
        build(scratch / "again", "--wheel")
        (wheel,), (sdist,) = (scratch / "dist").glob("*.whl"), (scratch / "dist").glob("*.tar.gz")
        (again,) = (scratch / "again").glob("*.whl")
        assert wheel.read_bytes() == again.read_bytes(), "the sdist makes another wheel than the sources"
        look(wheel, sdist)
        for one in (wheel, sdist):
            use(one, scratch / f"environment-{one.suffix}")
            say(f"{one.name}: {one.stat().st_size:,} bytes, installed, imported and asked")


def build(out: Path, *options: str) -> None:
    run(sys.executable, "-m", "build", "--outdir", str(out), *options, str(ROOT))


def look(wheel: Path, sdist: Path) -> None:
    """Both have all modules; the wheel has nothing else."""
    files = {f"widgetql/{one.relative_to(ROOT / 'src/widgetql')}" for one in modules()}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "widgetql/py.typed" in names
    stray = {one for one in names - files if not one.startswith(f"widgetql-{PROJECT['version']}.dist-info/")}
    assert (files - names, stray) == (set(), set())
    with tarfile.open(sdist) as packed:
        top = {one.partition("/")[2] for one in packed.getnames()}
    assert {f"src/{one}" for one in files} <= top
    assert {"README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "pyproject.toml"} <= top
    assert not [one for one in top if one.startswith((".venv", "build", "dist"))]


def modules() -> list[Path]:
    return [one for one in (ROOT / "src/widgetql").rglob("*") if one.is_file() and one.suffix != ".pyc"]


def use(archive: Path, environment: Path) -> None:
    """Install an archive where nothing else is, and ask it a question."""
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", str(archive))
    asked = (str(python), "-I", "-W", "error", "-c", USED, PROJECT["version"])
    installed = subprocess.run(asked, check=True, cwd=environment, capture_output=True, text=True).stdout
    named = {one.replace("_", "-") for one in installed.split()}
    assert named <= RUNTIME, named - RUNTIME


def run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
