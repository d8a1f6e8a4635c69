# SPDX-License-Identifier: Apache-2.0
"""Keras's own MobileNets with weights of a file, as its peers want them."""

import pathlib

import numpy as np

SIDE = 224
SEED = 7
SAMPLES = 16


def keras_model(name: str, weights: pathlib.Path | None):
    """A model of keras.applications with weights of a file in Keras's .h5 layout."""
    import keras

    model = getattr(keras.applications, name)(weights=str(weights) if weights else None)
    model(np.zeros((1, SIDE, SIDE, 3), np.float32))  # Keras exports what has been called.
    return model


def threads_of_tensorflow(threads: int) -> None:
    """Threads within an operation; operations run one after the other."""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def v2(weights: pathlib.Path, folder: pathlib.Path) -> None:
    """Writes v2.keras and v2.onnx of MobileNetV2 unless they are of these weights already."""
    source = folder / "v2.source"
    if source.exists() and source.read_text() == str(weights):
        return
    folder.mkdir(parents=True, exist_ok=True)
    model = keras_model("MobileNetV2", weights)
    model.save(folder / "v2.keras")
    model.export(str(folder / "v2.onnx"), format="onnx", verbose=False)
    source.write_text(str(weights))


def saved_model(name: str, weights: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Writes the SavedModel of a model unless it is of these weights already."""
    source = folder.with_suffix(".source")
    if not source.exists() or source.read_text() != str(weights):
        keras_model(name, weights).export(str(folder), verbose=False)
        source.write_text(str(weights))
    return folder


def random_weights(name: str, folder: pathlib.Path) -> pathlib.Path:
    """Writes random weights in Keras's .h5 layout, with batch norm that keeps values in range."""
    file = folder / f"{name}-random.h5"
    if file.exists():
        return file
    import h5py
    import keras
    from keras.src.legacy.saving import legacy_h5_format

    keras.utils.set_random_seed(SEED)
    model = keras_model(name, None)
    norms = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    for norm in norms:
        norm.momentum = 0.0
    noise = np.random.default_rng(SEED).uniform(0, 255, (SAMPLES, SIDE, SIDE, 3))
    model(noise.astype(np.float32), training=True)
    folder.mkdir(parents=True, exist_ok=True)
    with h5py.File(file, "w") as target:
        legacy_h5_format.save_weights_to_hdf5_group(target, model)
    return file
