"""A slice of the fuzz of `./run bench fuzz`: a process of one thread runs it, as the benchmark does."""

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

from benchmarks.fuzz import broken

ROOT = Path(__file__).parents[2]


def test_mutated_films_end_as_a_film_or_with_a_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "fuzz", "--films", "60", "--first", "20000"],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    totals = {word: int(count) for word, count in re.findall(r"'(\w+)': (\d+)", done.stdout)}
    assert sum(totals.values()) == 60
    assert set(totals) == {"prepared", "refused"}


def test_mutation_of_a_seed_is_always_the_same():
    film = bytes(range(256)) * 40
    mutations = [broken(film, Random(seed)) for seed in range(50)]
    assert mutations == [broken(film, Random(seed)) for seed in range(50)]
    assert len(set(mutations)) > 45
    assert film not in mutations
