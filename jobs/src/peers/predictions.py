# SPDX-License-Identifier: Apache-2.0
"""What every peer writes: the five best classes of each picture, in Parquet."""

import json
import pathlib
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

BEST = 5


def best(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices and probabilities of the best classes, [n, 5] each, best first."""
    some = np.argpartition(-probabilities, BEST, axis=1)[:, :BEST]
    values = np.take_along_axis(probabilities, some, 1)
    order = np.argsort(-values, axis=1, kind="stable")
    indices = np.take_along_axis(some, order, 1).astype(np.int32)
    return indices, np.take_along_axis(values, order, 1).astype(np.float32)


def write(output: pathlib.Path, paths: list[str], ranked: list[tuple]) -> None:
    """Writes one file with a row per picture, from the batches' indices and probabilities."""
    indices = np.concatenate([batch[0] for batch in ranked])
    probabilities = np.concatenate([batch[1] for batch in ranked])
    table = pa.table(
        {
            "path": pa.array(paths),
            "index": pa.FixedSizeListArray.from_arrays(pa.array(indices.reshape(-1)), BEST),
            "probability": pa.FixedSizeListArray.from_arrays(
                pa.array(probabilities.reshape(-1)), BEST
            ),
        }
    )
    output.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, output / "part-0.parquet")


def tell(started: float) -> None:
    """Prints how long the job took, from a time.time() after imports and sessions."""
    print("JOB " + json.dumps({"seconds": time.time() - started}), flush=True)


def top1(output: pathlib.Path) -> dict[str, int]:
    """The best class by the picture's file name, of a peer's table or of MobileSpark's."""
    found: dict[str, int] = {}
    for part in sorted(output.glob("*.parquet")):
        for row in pq.read_table(part).to_pylist():
            name = row["path"].rsplit("/", 1)[-1]
            if name in found:
                raise ValueError(f"{output} has two rows for {name}")
            ranked = row.get("predictions")
            found[name] = ranked[0]["index"] if ranked else row["index"][0]
    return found
