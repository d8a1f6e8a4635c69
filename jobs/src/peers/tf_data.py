# SPDX-License-Identifier: Apache-2.0
"""tf.data for decoding and resizing on all cores, Keras's predict, Parquet by pyarrow."""

import argparse
import pathlib
import time

import keras
import numpy as np
import tensorflow as tf

import predictions
from models import SIDE


def sample(path: tf.Tensor) -> tf.Tensor:
    """A file to the network's input: the preset `squash` in TensorFlow's own operations."""
    pixels = tf.io.decode_jpeg(tf.io.read_file(path), channels=3, dct_method="INTEGER_ACCURATE")
    return tf.image.resize(pixels, (SIDE, SIDE)) / 127.5 - 1.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments.add_argument("--models", type=pathlib.Path, required=True)
    arguments.add_argument("--output", type=pathlib.Path, required=True)
    arguments.add_argument("--batch", type=int, required=True)
    options = arguments.parse_args()

    model = keras.models.load_model(options.models / "v2.keras")
    started = time.time()
    files = sorted(str(file) for file in options.pictures.iterdir())
    batches = (
        tf.data.Dataset.from_tensor_slices(files)
        .map(sample, num_parallel_calls=tf.data.AUTOTUNE)
        .batch(options.batch)
        .prefetch(tf.data.AUTOTUNE)
    )
    probabilities = np.asarray(model.predict(batches, verbose=0))
    predictions.write(options.output, files, [predictions.best(probabilities)])
    predictions.tell(started)


if __name__ == "__main__":
    main()
