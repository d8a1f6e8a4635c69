# SPDX-License-Identifier: Apache-2.0
"""Keras's own SavedModel in TensorFlow, in one thread: for every line BATCH SECONDS on standard
input it prints the pictures per second, and per second of the processor. Argument: the SavedModel.
"""

import pathlib
import sys
import time

import numpy as np
import tensorflow as tf

from models import SIDE, threads_of_tensorflow

WARM_UP = 3


def main() -> None:
    threads_of_tensorflow(1)
    infer = tf.saved_model.load(sys.argv[1]).signatures["serving_default"]
    name = next(iter(infer.structured_input_signature[1]))
    low, high = (0, 255) if "_v3_" in pathlib.Path(sys.argv[1]).name else (-1, 1)
    random = np.random.default_rng(1)
    print("ready", flush=True)
    for line in sys.stdin:
        batch, seconds = int(line.split()[0]), float(line.split()[1])
        values = random.uniform(low, high, (batch, SIDE, SIDE, 3)).astype(np.float32)
        samples = tf.constant(values)
        for _ in range(WARM_UP):
            infer(**{name: samples})
        pictures, processor, started = 0, time.process_time(), time.perf_counter()
        now = started
        while now < started + seconds:
            next(iter(infer(**{name: samples}).values())).numpy()
            pictures += batch
            now = time.perf_counter()
        processor = time.process_time() - processor
        print(pictures / (now - started), pictures / processor, flush=True)


if __name__ == "__main__":
    main()
