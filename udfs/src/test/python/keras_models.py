"""Makes small models of every kind of layer and form that Keras 3 and 2 save, with what Keras answers, for
KerasModelsTest.

Run from the repository's root, with one environment of each Keras:

    pip install keras tensorflow-cpu h5py          # Keras 3
    python3 udfs/src/test/python/keras_models.py udfs/src/test/resources/io/mobilespark/keras/models
    pip install tf_keras==2.18 tensorflow-cpu==2.18 h5py    # Keras 2
    python3 udfs/src/test/python/keras_models.py udfs/src/test/resources/io/mobilespark/keras/models

Names of models behind the folder, joined by commas, make those alone.

The trunk is V1 of the least width, 0.03125, or V3-Small minimalistic, at 32x32 or so, with weights that are whole
numbers times a power of two; the answers are for three pictures that the test makes itself: value (7 * row + 13 *
column + 29 * channel + 53 * picture) % 256.
"""
import gzip
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

try:
    import tf_keras as keras
    MAJOR = 2
except ImportError:
    import keras
    MAJOR = 3
import tensorflow as tf

layers = keras.layers
PICTURES = 3


def pictures(height, width):
    p, r, c, k = np.meshgrid(np.arange(PICTURES), np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((7 * r + 13 * c + 29 * k + 53 * p) % 256).astype("float32")


def trunk(size=(32, 32), net="v1", **kw):
    if net == "v1":
        return keras.applications.MobileNet(input_shape=(*size, 3), alpha=0.03125, include_top=False, weights=None, **kw)
    if net == "v2":
        return keras.applications.MobileNetV2(input_shape=(*size, 3), alpha=0.1, include_top=False, weights=None, **kw)
    make = keras.applications.MobileNetV3Large if net == "v3-large" else keras.applications.MobileNetV3Small
    return make(input_shape=(*size, 3), alpha=0.25, include_top=False, weights=None, **kw)


def settle(model, x, rng):
    """Weights that are exact and compress well, with batch norms near the statistics of x."""
    norms = []
    for layer in model._flatten_layers():
        name = type(layer).__name__
        if name == "BatchNormalization":
            layer.set_weights([start(w, rng) for w in layer.weights])
            norms.append((layer, layer.momentum))
            layer.momentum = 0.0
        elif name in ("Conv2D", "Dense", "DepthwiseConv2D", "SeparableConv2D"):
            values = []
            for w in layer.get_weights():
                fan = max(1, int(np.prod(w.shape[:-1]))) if name != "DepthwiseConv2D" else 9
                scale = 2.0 ** np.round(np.log2(1 / np.sqrt(2 * fan))) if w.ndim > 1 else 1 / 8
                values.append(rng.integers(-2, 3, w.shape) * scale)
            layer.set_weights(values)
        elif name == "PReLU":
            layer.set_weights([rng.integers(0, 4, w.shape) / 8 for w in layer.get_weights()])
    frozen = [(l, l.trainable) for l in model._flatten_layers()]
    for l, _ in frozen:
        l.trainable = True
    model(x, training=True)
    for l, was in frozen:  # models before their layers, which they set too
        l.trainable = was
    for layer, momentum in norms:
        layer.momentum = momentum
        layer.set_weights([rounded(w) for w in layer.weights])


def kind(weight):
    return weight.name.split("/")[-1].split(":")[0]


def start(weight, rng):
    n = weight.shape[0]
    return {"gamma": rng.integers(5, 11, n) / 8, "beta": rng.integers(-3, 4, n) / 8, "moving_mean": np.zeros(n),
            "moving_variance": np.ones(n)}[kind(weight)]


def rounded(weight):
    value = weight.numpy()
    if kind(weight) == "moving_mean":
        return np.rint(value * 8) / 8
    return np.maximum(np.rint(value * 8), 1) / 8 if kind(weight) == "moving_variance" else value


def sequential(*parts, size=(32, 32)):
    start = layers.Input((*size, 3)) if MAJOR == 3 else layers.InputLayer((*size, 3))
    return keras.Sequential([start, *parts])


def scaled():
    return layers.Rescaling(1 / 127.5, offset=-1)


def functional(build, size=(32, 32)):
    i = layers.Input((*size, 3))
    return keras.Model(i, build(i))


def frozen(model):
    model.trainable = False
    return model


def pooled(x):
    return layers.GlobalAveragePooling2D()(x)


def normalization():
    layer = layers.Normalization()
    layer.adapt(pictures(32, 32))
    return layer


def branches(i):
    x = scaled()(i)
    one, other = trunk()(x), layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(x)
    both = layers.Concatenate()([pooled(one), layers.GlobalMaxPooling2D()(other)])
    return layers.Dense(3, activation="softmax")(both)


def shared(i):
    base = trunk()
    flip = layers.RandomFlip()(i)
    x = base(scaled()(flip))
    dense = layers.Dense(8, activation="tanh")
    a = dense(pooled(x))
    b = dense(layers.GlobalMaxPooling2D()(x))
    return layers.Dense(4)(layers.Multiply()([layers.Add()([a, b]), a]))


def activations(i):
    x = pooled(trunk()(scaled()(i)))
    parts = []
    names = ["relu", "relu6", "elu", "selu", "softplus", "softsign", "tanh", "sigmoid", "swish", "gelu", "exponential",
             "hard_sigmoid", "mish", "leaky_relu"]
    if MAJOR == 3:
        names.append("hard_silu")
    for name in names:
        try:
            parts.append(layers.Dense(2, activation=name)(x))
        except ValueError:
            pass  # not of this Keras
    for layer in (layers.ReLU(max_value=0.5), layers.LeakyReLU(), layers.ELU(alpha=0.5), layers.PReLU(),
                  layers.Softmax(), layers.Activation("swish"), layers.ReLU(negative_slope=0.25, max_value=6)):
        parts.append(layer(layers.Dense(2)(x)))
    return layers.Dense(3)(layers.Concatenate()(parts))


def preprocessed(i):
    x = layers.RandomFlip("horizontal")(i)
    x = keras.applications.mobilenet_v2.preprocess_input(x)
    x = trunk()(x, training=False)
    return layers.Dense(1)(layers.Dropout(0.2)(pooled(x)))


def arithmetic(i):
    x = trunk()((i / 255.0 - 0.5) * 2.0)
    return layers.Dense(3, activation="softmax")(pooled(x))


def maps(i):
    x = trunk(size=(64, 64))(scaled()(i))
    x = layers.Conv2D(8, 3, padding="same", activation="relu", dilation_rate=2)(x)
    x = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.SeparableConv2D(6, 3, padding="same")(x)
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.ReLU()(x)
    x = layers.SpatialDropout2D(0.3)(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization(center=False, epsilon=1e-2)(x)
    x = layers.Reshape((-1,))(x)
    return layers.Dense(5, activation="sigmoid")(x)


def wrapped():
    inner = keras.Sequential([layers.Input((32, 32, 3)) if MAJOR == 3 else layers.InputLayer((32, 32, 3)), scaled(), trunk()],
                             name="inner-one")
    head = keras.Sequential([layers.GlobalAveragePooling2D(), layers.Dense(8, activation="relu"), layers.BatchNormalization()])
    return functional(lambda i: layers.Dense(3, activation="softmax", name="the.scores")(head(inner(i))))


def half_frozen():
    base = trunk()
    for layer in base.layers[:30]:
        layer.trainable = False
    return sequential(scaled(), base, layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax"))


def partly_unfrozen():
    """Order in the .h5 of Keras 3: as made, for the model is frozen; of Keras 2: what is not frozen first."""
    base = frozen(trunk())
    for layer in base.layers[40:]:
        layer.trainable = True
    return sequential(scaled(), base, layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax"))


def norms_frozen():
    base = trunk()
    for layer in base.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    return sequential(scaled(), base, layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax"))


def deeply_frozen():
    """Three models in each other, some frozen, with two layers of one name where Keras can save that."""
    base = frozen(trunk())
    for layer in base.layers[60:]:
        layer.trainable = True
    i = layers.Input((32, 32, 3))
    middle = keras.Model(i, layers.Conv2D(8, 1, name="behind")(base(scaled()(i))), name="middle")
    head = keras.Sequential([layers.GlobalAveragePooling2D(), layers.Dense(8, "tanh", name="same")])
    last = keras.Sequential([layers.Dense(8, "tanh", trainable=False, name="same" if MAJOR == 3 else "other")])
    i = layers.Input((32, 32, 3))
    outer = keras.Model(i, last(head(middle(i))), name="outer")
    return functional(lambda i: layers.Dense(3, activation="softmax")(outer(i)))


def trained():
    model = sequential(scaled(), trunk(), layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax"))
    return model


BUILDERS = {
    "tutorial": lambda: sequential(scaled(), frozen(trunk()), layers.GlobalAveragePooling2D(), layers.Dropout(0.2),
                                   layers.Dense(3, activation="softmax")),
    "preprocessed": lambda: functional(preprocessed),
    "branches": lambda: functional(branches),
    "shared": lambda: functional(shared),
    "activations": lambda: functional(activations),
    "arithmetic": lambda: functional(arithmetic),
    "maps": lambda: functional(maps, size=(64, 64)),
    "wrapped": wrapped,
    "half-frozen": half_frozen,
    "compiled": trained,
    "normalization": lambda: sequential(normalization(), trunk(), layers.GlobalAveragePooling2D(), layers.Dense(2, activation="softmax")),
    "resizing": lambda: sequential(layers.Resizing(40, 36), layers.CenterCrop(32, 32), scaled(), trunk(), layers.Flatten(),
                                   layers.Dense(3), layers.Activation("softmax"), size=(48, 56)),
    "crop-to-aspect": lambda: sequential(layers.Resizing(32, 32, crop_to_aspect_ratio=True), scaled(), trunk(), layers.Flatten(),
                                         layers.Dense(1, activation="sigmoid"), size=(40, 64)),
    "v2": lambda: sequential(scaled(), trunk(net="v2"), layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax")),
    "v3-large": lambda: sequential(trunk(net="v3-large"), layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax")),
    "v3-small-outside": lambda: sequential(scaled(), trunk(net="v3-small", include_preprocessing=False, minimalistic=True),
                                           layers.GlobalMaxPooling2D(), layers.Dense(3, activation="softmax")),
    "partly-unfrozen": partly_unfrozen,
    "norms-frozen": norms_frozen,
    "deeply-frozen": deeply_frozen,
}

LOGITS = ("preprocessed", "shared", "activations")


def averaged(i):
    x = pooled(trunk()(scaled()(i)))
    return layers.Average()([layers.Dense(3, activation="softmax")(x), layers.Dense(3, activation="softmax")(x)])


# What ends in no scores: a map, whose mean are its features, and probabilities that no activation makes.
ENDS = {"map": lambda: sequential(scaled(), trunk((64, 64)), size=(64, 64)), "averaged": lambda: functional(averaged)}


def forms(model):
    """Every way to save it: (file name, function)."""
    if MAJOR == 2:
        return {"h5": lambda path: model.save(path)}
    return {"keras": lambda path: model.save(path), "h5": lambda path: model.save(path)}


def main(out, only=None):
    out = Path(out) / f"keras{MAJOR}"
    out.mkdir(parents=True, exist_ok=True)
    cases = []
    for number, (name, build) in enumerate(BUILDERS.items()):
        if only and name not in only.split(","):
            continue
        keras.utils.set_random_seed(number)
        rng = np.random.default_rng(number)
        model = build()
        height, width = model.input_shape[1:3]
        x = pictures(height, width)
        settle(model, x, rng)
        if name == "compiled":
            model.compile("adam", "sparse_categorical_crossentropy")
            model.fit(x, np.arange(PICTURES), epochs=1, verbose=0)
        outputs = np.asarray(model(x, training=False))
        for extension, save in forms(model).items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"model.{extension}"
                save(str(path))
                (out / f"{name}.{extension}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
            cases.append({"file": f"{name}.{extension}", "logits": name in LOGITS,
                          "outputs": [[float(v) for v in row] for row in outputs]})
        print(name, outputs.round(3).tolist(), file=sys.stderr)
    if only:
        earlier = json.loads((out / "cases.json").read_text())["cases"]
        cases = [case for case in earlier if case["file"].split(".")[0] not in only.split(",")] + cases
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__}
    lines = ",\n".join(json.dumps(case) for case in cases)
    (out / "cases.json").write_text(f'{{"versions": {json.dumps(versions)},\n"cases": [\n{lines}\n]}}\n')


def ends(out):
    if MAJOR == 2:
        return
    out = Path(out) / f"keras{MAJOR}"
    features = {}
    for number, (name, build) in enumerate(ENDS.items()):
        keras.utils.set_random_seed(number)
        model = build()
        x = pictures(*model.input_shape[1:3])
        settle(model, x, np.random.default_rng(number))
        outputs = np.asarray(model(x, training=False))
        if outputs.ndim == 4:
            features[name] = [[float(v) for v in row] for row in outputs.mean(axis=(1, 2))]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.keras"
            model.save(str(path))
            (out / f"{name}.keras.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    i = layers.Input((32, 32, 3))
    flat = keras.applications.MobileNet(
        input_tensor=layers.Rescaling(1 / 255)(i), alpha=0.03125, include_top=False, weights=None)
    settle(flat, pictures(32, 32), np.random.default_rng(0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.weights.h5"
        flat.save_weights(str(path))
        (out / "flat.weights.h5.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    (out / "features.json").write_text(json.dumps(features) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
    if len(sys.argv) == 2:
        ends(sys.argv[1])
