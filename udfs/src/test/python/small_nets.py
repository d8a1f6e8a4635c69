# SPDX-License-Identifier: Apache-2.0
"""Makes two small nets with random weights and writes what Keras computes with them, for SmallNetsTest.

Run from the repository's root, behind drawn_pictures.py:

    pip install tensorflow-cpu pillow opencv-python-headless numpy
    python3 udfs/src/test/python/small_nets.py udfs/src/test/resources/io/mobilespark/image/drawn \
        udfs/src/test/resources/io/mobilespark/model/small-nets

Keras writes the files: a whole model by model.save("….h5"), and weights alone in the layout of the official ones.
Weights are small whole numbers times a power of two, so that they are exact and gzip makes little of them. Outputs are
of the drawn pictures, decoded and resized by the references in drawn_pictures.py.
"""
import gzip
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import h5py
import keras
import numpy as np
import tensorflow as tf
from drawn_pictures import PRESETS, decoded
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

CLASSES = 12
PICTURES = ["jpeg-444.jpg", "jpeg-420.jpg", "jpeg-cmyk.jpg", "png-rgba.png", "png-16-bit.png", "bmp-rgb.bmp", "gif.gif"]
NETS = {
    "v1": dict(family="mobilenet_v1", application="MobileNet", alpha=0.25, resolution=96, preset="timm", whole=True,
               seed=5),
    "v3-small": dict(family="mobilenet_v3_small", application="MobileNetV3Small", alpha=0.35, resolution=96,
                     preset="squash", whole=False, seed=3),
}


def build(net, top):
    return getattr(keras.applications, net["application"])(
        input_shape=(net["resolution"], net["resolution"], 3), alpha=net["alpha"], weights=None, include_top=top,
        pooling=None if top else "avg", **(dict(classes=CLASSES, classifier_activation=None) if top else {}))


def randomise(model, x, rng):
    """Passes x through the model; statistics are near those of x, so that pictures stay apart up to the end."""
    def visit(op):
        def call(*args, **kwargs):
            if isinstance(op, keras.layers.BatchNormalization):
                n = op.gamma.shape[0]
                mean, variance = (t.numpy().ravel() for t in tf.nn.moments(args[0], [0, 1, 2]))
                op.set_weights([rng.integers(5, 11, n) / 8, rng.integers(-3, 4, n) / 8, np.rint(mean * 4) / 8,
                                np.maximum(np.rint(variance * 8), 6) / 8])
            elif getattr(op, "weights", None):
                kernel = rng.integers(-2, 3, op.weights[0].shape)
                bias = [rng.integers(-3, 4, w.shape) / 8 for w in op.weights[1:]]
                op.set_weights([kernel, *[0 * b for b in bias]])
                scale = 2.0 ** np.round(np.log2(1 / float(np.std(op(*args, **kwargs)))))
                op.set_weights([kernel * scale, *bias])
            return op(*args, **kwargs)
        return call
    model._run_through_graph(tf.constant(x), visit)


def written(model, path, whole):
    if whole:
        model.save(path)
    else:
        with h5py.File(path, "w") as file:
            save_weights_to_hdf5_group(file, model)


def run(name, net, drawn, out):
    inputs = np.stack([PRESETS[net["preset"]](decoded(p, (drawn / p).read_bytes()), net["resolution"]) for p in PICTURES])
    # V3 is fed 0..255 and normalises inside; what the preset gives is what its first convolution sees.
    fed = (inputs + 1) * np.float32(127.5) if "v3" in name else inputs
    model = build(net, True)
    randomise(model, fed, np.random.default_rng(net["seed"]))
    logits = model.predict(fed, verbose=0)
    bare = build(net, False)
    weighted = lambda m: [layer for layer in m.layers if layer.weights]
    for a, b in zip(weighted(model), weighted(bare)):
        b.set_weights(a.get_weights())
    features = bare.predict(fed, verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.h5"
        written(model, path, net["whole"])
        (out / f"{name}.h5.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    numbers = lambda x: [[float(v) for v in row] for row in x]
    return {"name": name, "model": net["family"], "alpha": net["alpha"], "resolution": net["resolution"], "classes": CLASSES,
            "preset": net["preset"], "pictures": PICTURES, "logits": numbers(logits),
            "softmax": numbers(tf.nn.softmax(logits).numpy()), "features": numbers(features)}


def main(drawn, out):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    nets = [run(name, net, Path(drawn), out) for name, net in NETS.items()]
    for net in nets:
        logits = np.array(net["logits"])
        print(net["name"], "logits", logits.min(), logits.max(), "spread over pictures", logits.std(0).mean(), file=sys.stderr)
        print(logits.argmax(1), file=sys.stderr)
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "h5py": h5py.__version__}
    lines = ",\n".join(json.dumps(net) for net in nets)
    (out / "nets.json").write_text(f'{{"versions": {json.dumps(versions)},\n"nets": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
