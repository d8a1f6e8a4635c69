# SPDX-License-Identifier: Apache-2.0
"""Trains the small MobileNet that the demo carries, on drawings of another seed than the demo's.

Python 3.11 with tensorflow-cpu 2.18.0, tf_keras 2.18.0 and h5py; about ten minutes on two cores.
From the root of the repository:

    jobs/mobilespark generate --output /tmp/drawings/train --pictures 12000 --seed 2
    jobs/mobilespark generate --output /tmp/drawings/held-out --pictures 2000 --seed 1
    python3 jobs/src/main/python/train_demo_model.py \
        --train /tmp/drawings/train --held-out /tmp/drawings/held-out \
        --weights jobs/src/main/resources/io/mobilespark/jobs/demo/mobilenet-v1-0.25-96-drawings.h5

The weights are Keras's own layout (save_weights of tf_keras.applications.MobileNet), the pictures
go through the preset `squash`: bilinear straight to 96 x 96, then x / 127.5 - 1. Threads add in any
order, so another run gives a model as good, not the same bits. The file in the repository names
99.5 % of the 2,000 held-out drawings, the demo's own.
"""

import argparse
import csv
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras as keras  # noqa: E402

SIDE = 96
ALPHA = 0.25
EPOCHS = 20
BATCH = 64
PEAK_RATE = 4e-3
SEED = 20


def samples_and_classes(folder: pathlib.Path) -> tuple[np.ndarray, np.ndarray]:
    """All pictures of a drawn set as float16 samples 0 to 255, and their class indices."""
    classes = (folder / "classes.txt").read_text().split()
    with open(folder / "labels.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    samples = np.empty((len(rows), SIDE, SIDE, 3), np.float16)
    for i, row in enumerate(rows):
        encoded = tf.io.read_file(str(folder / row["path"]))
        pixels = tf.io.decode_image(encoded, channels=3, expand_animations=False)
        samples[i] = tf.image.resize(pixels, (SIDE, SIDE), method="bilinear", antialias=False)
    return samples, np.array([classes.index(row["label"]) for row in rows])


def scaled(samples: tf.Tensor) -> tf.Tensor:
    return tf.cast(samples, tf.float32) / 127.5 - 1


def varied(samples: tf.Tensor, target: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Mirrored or not, either way, and as a negative or not: no class changes by it."""
    samples = tf.image.random_flip_left_right(tf.image.random_flip_up_down(scaled(samples)))
    samples = tf.where(tf.random.uniform(()) < 0.3, -samples, samples)
    return samples, target


def model(classes: int) -> keras.Model:
    net = keras.applications.MobileNet(
        weights=None, input_shape=(SIDE, SIDE, 3), alpha=ALPHA, classes=classes, dropout=0.05
    )
    for layer in net.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.9  # The default of 0.99 outlasts so short a training.
    return net


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--train", type=pathlib.Path, required=True)
    arguments.add_argument("--held-out", type=pathlib.Path, required=True)
    arguments.add_argument("--weights", type=pathlib.Path, required=True)
    options = arguments.parse_args()

    keras.utils.set_random_seed(SEED)
    samples, indices = samples_and_classes(options.train)
    classes = int(indices.max()) + 1
    train = (
        tf.data.Dataset.from_tensor_slices((samples, tf.one_hot(indices, classes)))
        .shuffle(len(indices), seed=SEED)
        .map(varied, num_parallel_calls=2, deterministic=True)
        .batch(BATCH, drop_remainder=True)
        .prefetch(2)
    )
    net = model(classes)
    steps = EPOCHS * (len(indices) // BATCH)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps, warmup_target=PEAK_RATE, warmup_steps=steps // 20
    )
    net.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.03),
        metrics=["accuracy"],
    )
    net.fit(train, epochs=EPOCHS, verbose=2)
    options.weights.parent.mkdir(parents=True, exist_ok=True)
    net.save_weights(str(options.weights))

    net.load_weights(str(options.weights))
    held_out, truth = samples_and_classes(options.held_out)
    scores = net.predict(scaled(held_out), batch_size=256, verbose=0)
    found = scores.argmax(axis=1)
    print(f"held out: top-1 {100 * np.mean(found == truth):.2f} % of {len(truth)}")
    for index in range(classes):
        wrong = np.bincount(found[(truth == index) & (found != index)], minlength=classes)
        print(f"class {index}: {wrong.sum()} wrong of {np.sum(truth == index)}, as {wrong.tolist()}")


if __name__ == "__main__":
    main()
