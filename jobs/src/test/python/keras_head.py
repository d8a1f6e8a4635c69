# SPDX-License-Identifier: Apache-2.0
"""What Keras makes of a head on made-up features: the figures of KerasParityTest.

    pip install keras==3.15.1 tensorflow-cpu==2.18.1 numpy
    python jobs/src/test/python/keras_head.py \
        jobs/src/test/resources/io/mobilespark/jobs/training/keras-head.json

Features, first weights and the order of rows come from java.util.SplittableRandom, which is
SplitMix64 (Steele, Lea and Flood 2014) with the golden gamma; KerasParityTest and the classes that
it tests draw the same numbers.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np

MASK = (1 << 64) - 1
INPUTS, HIDDEN, CLASSES = 64, 48, 5
TRAINING_ROWS, VALIDATION_ROWS = 600, 200
BLOCK_ROWS = 256


class SplittableRandom:
    def __init__(self, seed):
        self.seed = seed & MASK

    def next_double(self):
        self.seed = (self.seed + 0x9E3779B97F4A7C15) & MASK
        z = self.seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def rows(count, random, centres):
    features = np.zeros((count, INPUTS), np.float32)
    classes = np.zeros(count, np.int32)
    for row in range(count):
        truth = 7 * row % CLASSES
        for i in range(INPUTS):
            noise = random.next_double() + random.next_double() + random.next_double() - 1.5
            features[row, i] = max(0.0, float(centres[truth, i]) + 2 * noise)
        mistaken = random.next_double() < 0.05
        classes[row] = (truth + 1) % CLASSES if mistaken else truth
    return features, classes


def kernel(random, inputs, outputs):
    limit = (6.0 / (inputs + outputs)) ** 0.5
    drawn = [(2 * random.next_double() - 1) * limit for _ in range(inputs * outputs)]
    return np.array(drawn).astype(np.float32).reshape(inputs, outputs)


def shuffle(values, random):
    for i in range(len(values) - 1, 0, -1):
        other = int(random.next_double() * (i + 1))
        values[i], values[other] = values[other], values[i]


def order(seed, epoch):
    """The blocks in an order, and the rows of all of them shuffled: they fit into memory."""
    random = SplittableRandom(seed + epoch)
    blocks = list(range(-(-TRAINING_ROWS // BLOCK_ROWS)))
    shuffle(blocks, random)
    held = []
    for block in blocks:
        first = block * BLOCK_ROWS
        held += range(first, min(first + BLOCK_ROWS, TRAINING_ROWS))
    places = list(range(len(held)))
    shuffle(places, random)
    return [held[place] for place in places]


def train(training, validation, seed, epochs, batch_rows, rate, class_weights):
    random = SplittableRandom(seed)
    hidden = kernel(random, INPUTS, HIDDEN)
    classes = kernel(random, HIDDEN, CLASSES)
    model = keras.Sequential(
        [
            keras.Input((INPUTS,)),
            keras.layers.Dense(HIDDEN, activation="relu"),
            keras.layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.layers[0].set_weights([hidden, np.zeros(HIDDEN, np.float32)])
    model.layers[1].set_weights([classes, np.zeros(CLASSES, np.float32)])
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    figures = []
    for epoch in range(1, epochs + 1):
        places = order(seed, epoch)
        history = model.fit(
            training[0][places],
            training[1][places],
            batch_size=batch_rows,
            shuffle=False,
            class_weight=class_weights,
            validation_data=validation,
            verbose=0,
        ).history
        figures.append({name: values[0] for name, values in history.items()})
    return figures


def main(target):
    random = SplittableRandom(2024)
    centres = np.array(
        [[random.next_double() for _ in range(INPUTS)] for _ in range(CLASSES)]
    ).astype(np.float32)
    training = rows(TRAINING_ROWS, random, centres)
    validation = rows(VALIDATION_ROWS, random, centres)
    figures = {
        "keras": keras.__version__,
        "plain": train(training, validation, 11, 8, 32, 1e-3, None),
        "weighted": train(
            training, validation, 12, 6, 50, 3e-3, {0: 0.5, 1: 1.0, 2: 2.0, 3: 3.0, 4: 0.25}
        ),
    }
    with open(target, "w") as out:
        json.dump(figures, out, indent=2)
        out.write("\n")


main(sys.argv[1])
