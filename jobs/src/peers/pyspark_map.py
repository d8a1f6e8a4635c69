# SPDX-License-Identifier: Apache-2.0
"""PySpark: binaryFile, then mapInPandas with a model that each Python worker keeps, to Parquet."""

import argparse
import os
import pathlib
import sys
import time

import pandas as pd
from pyspark.sql import SparkSession

import predictions

HERE = str(pathlib.Path(__file__).parent)
SCHEMA = "path string, index array<int>, probability array<float>"
_kept = {}


def network(engine: str, models: str):
    """Samples to probabilities, loaded once per Python worker."""
    if engine not in _kept:
        if engine == "onnxruntime":
            from threads import onnx_runtime

            _kept[engine] = onnx_runtime(pathlib.Path(models), 1)
        else:
            import keras

            from models import threads_of_tensorflow

            threads_of_tensorflow(1)
            _kept[engine] = keras.models.load_model(f"{models}/v2.keras").predict_on_batch
    return _kept[engine]


def labeller(engine: str, models: str, batch: int):
    """The function for mapInPandas."""

    def label(frames):
        sys.path.insert(0, HERE)
        import numpy as np

        import predictions
        import pyspark_map
        from pictures import samples

        infer = pyspark_map.network(engine, models)
        for frame in frames:
            contents = list(frame["content"])
            ranked = [
                predictions.best(infer(samples(contents[at : at + batch])))
                for at in range(0, len(contents), batch)
            ]
            yield pd.DataFrame(
                {
                    "path": frame["path"],
                    "index": list(np.concatenate([part[0] for part in ranked])),
                    "probability": list(np.concatenate([part[1] for part in ranked])),
                }
            )

    return label


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pictures", required=True)
    arguments.add_argument("--models", required=True)
    arguments.add_argument("--output", required=True)
    arguments.add_argument("--engine", choices=["keras", "onnxruntime"], required=True)
    arguments.add_argument("--batch", type=int, required=True)
    options = arguments.parse_args()

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = HERE
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    cores = len(os.sched_getaffinity(0))
    # Without openCostInBytes every picture counts as 4 MB, and tasks are tiny.
    spark = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "3g")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .config("spark.sql.files.openCostInBytes", "0")
        .config("spark.sql.files.maxPartitionBytes", "16m")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    started = time.time()
    (
        spark.read.format("binaryFile")
        .load(options.pictures)
        .select("path", "content")
        .mapInPandas(labeller(options.engine, options.models, options.batch), SCHEMA)
        .write.mode("overwrite")
        .parquet(options.output)
    )
    predictions.tell(started)
    spark.stop()


if __name__ == "__main__":
    main()
