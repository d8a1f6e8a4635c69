# SPDX-License-Identifier: Apache-2.0
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
        layer.set_weights([rounded(w, layer) for w in layer.weights])


def kind(weight):
    return weight.name.split("/")[-1].split(":")[0]


def start(weight, rng):
    n = weight.shape[0]
    return {"gamma": rng.integers(5, 11, n) / 8, "beta": rng.integers(-3, 4, n) / 8, "moving_mean": np.zeros(n),
            "moving_variance": np.ones(n)}[kind(weight)]


def rounded(weight, layer):
    """Statistics of few digits, near enough that the pictures' differences reach the end."""
    value = weight.numpy()
    deviation = 2.0 ** np.rint(np.log2(np.maximum(layer.moving_variance.numpy(), 1e-6)) / 2)
    if kind(weight) == "moving_mean":
        return np.rint(value / deviation * 8) * deviation / 8
    return deviation**2 if kind(weight) == "moving_variance" else value


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


def attention(i):
    """Squeeze and excitation by hand, of rank 4 and of rank 2, and pooling of both kinds."""
    x = trunk((64, 64))(scaled()(i))
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Dense(8, activation="silu")(gate)
    x = layers.Multiply()([x, layers.Dense(32, activation="hard_sigmoid")(gate)])
    x = layers.Add()([x, layers.Reshape((1, 1, -1))(layers.Dense(32)(pooled(x))), x])
    low = layers.Multiply()([layers.Conv2D(8, 1)(x), layers.Dense(8, activation="sigmoid")(pooled(x))])
    both = layers.Concatenate(axis=1)([layers.GlobalMaxPooling2D()(x), pooled(low)])
    both = layers.BatchNormalization(axis=1)(both)
    return layers.Dense(3, activation="softmax")(layers.Dropout(0.5)(both))


def windows(i):
    """Convolutions of every window."""
    x = trunk((96, 96))(scaled()(i))
    parts = [layers.Conv2D(8, (3, 2), padding="same", groups=4)(x),
             layers.Conv2D(4, 2, strides=(2, 1), padding="same")(layers.ZeroPadding2D(((1, 0), (2, 1)))(x)),
             layers.Conv2D(4, 2, padding="valid", use_bias=False, activation="elu")(x),
             layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, dilation_rate=2)(x),
             layers.DepthwiseConv2D((2, 1), padding="valid", dilation_rate=(2, 1))(x),
             layers.SeparableConv2D(4, (3, 2), padding="same", dilation_rate=2, activation="tanh")(x),
             layers.AveragePooling2D(2, strides=1, padding="same")(x), layers.MaxPooling2D((2, 1))(x)]
    return layers.Dense(3, activation="softmax")(layers.Concatenate()([layers.Flatten()(part) for part in parts]))


def flat(i):
    """The layers of the trunk among the others, cut off amid it."""
    base = keras.applications.MobileNet(input_tensor=keras.applications.mobilenet.preprocess_input(i), alpha=0.03125,
                                        include_top=False, weights=None)
    x = base.get_layer("conv_pw_9_relu").output
    x = layers.BatchNormalization()(layers.Conv2D(8, 1, use_bias=False)(x))
    return layers.Activation("softmax")(pooled(layers.Conv2D(3, 1)(layers.ReLU(6.0)(x))))


def nested_head():
    """A model whose last layer is a model."""
    first = layers.Input((1, 1, 32))
    x = layers.Dense(8, activation="gelu")(layers.Flatten()(first))
    head = keras.Model(first, layers.Dense(1, activation="sigmoid")(x))
    inner = functional(lambda i: head(trunk()(scaled()(i))))
    return functional(lambda i: inner(i))


def augmented(i):
    """Every layer that does nothing but in training, in a row of its own that knows no shape."""
    names = ["RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness",
             "RandomShear", "RandomHue", "RandomSaturation", "RandomSharpness", "RandomGrayscale", "RandomInvert",
             "RandomGaussianBlur", "RandomPerspective", "RandomErasing", "RandomPosterization", "RandomColorJitter",
             "RandomElasticTransform", "RandomColorDegeneration", "RandAugment", "AugMix"]
    settings = {"RandomFlip": ("horizontal",), "RandomTranslation": (0.1, 0.1), "RandomPosterization": (4,)}
    bare = ("RandomGrayscale", "RandomInvert", "RandomGaussianBlur", "RandomPerspective", "RandomErasing",
            "RandomColorJitter", "RandomElasticTransform", "RandAugment", "AugMix")
    if MAJOR == 3:  # cannot save these to HDF5 itself
        names = [name for name in names if name not in ("RandomBrightness", "RandomSaturation", "RandomSharpness",
                                                        "RandomColorDegeneration", "RandomPosterization")]
    made = []
    for name in names:
        if not hasattr(layers, name):
            continue
        made.append(getattr(layers, name)(*settings.get(name, () if name in bare else (0.1,))))
    x = keras.Sequential(made, name="augmentation")(i)
    x = layers.GaussianNoise(0.1)(scaled()(x))
    x = layers.AlphaDropout(0.1)(layers.GaussianDropout(0.1)(pooled(trunk()(x))))
    return layers.Dense(3, activation="softmax")(layers.ActivityRegularization(l2=1e-3)(x))


def standardised(i):
    """ImageNet's mean and deviation, as many do it."""
    x = layers.Rescaling(1 / 255)(i)
    x = layers.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.229**2, 0.224**2, 0.225**2])(x)
    x = layers.Conv2D(4, 1, activation=layers.LeakyReLU(0.1))(trunk()(x))
    return layers.Softmax()(layers.Dense(3, activation="leaky_relu")(layers.Flatten()(x)))


def operators(i):
    """Operations that Keras makes layers of."""
    ops = tf if MAJOR == 2 else keras.ops
    x = ops.cast(i, "float32")[..., ::-1]
    x = (tf.image.resize(x, (32, 40)) if MAJOR == 2 else ops.image.resize(x, (32, 40)))[:, :, 4:36]
    x = (x - np.array([123.675, 116.28, 103.53], "float32")) / np.array([58.395, 57.12, 57.375], "float32")
    x = trunk()(x)
    if MAJOR == 2:
        one, other = tf.reduce_mean(x, axis=[1, 2]), tf.reduce_max(x, [1, 2], keepdims=True)
        other = tf.squeeze(tf.clip_by_value(other, -1, 1), [1, 2])
        x = tf.concat([one, tf.nn.gelu(other), tf.reshape(x, (-1, 32)), tf.nn.elu(one), tf.exp(-tf.abs(one)),
                       tf.nn.leaky_relu(one), tf.square(one) ** 2.0, tf.nn.softplus(one)], axis=-1)
        return tf.nn.softmax(layers.Dense(3)(tf.sqrt(tf.maximum(x, 0.0))))
    one, other = ops.mean(x, axis=[1, 2]), ops.max(x, (1, 2), keepdims=True)
    other = ops.squeeze(ops.clip(other, -1, 1), (1, 2))
    x = ops.concatenate([one, ops.gelu(other), ops.reshape(x, (-1, 32)), ops.elu(one), ops.exp(-ops.abs(one)),
                         ops.leaky_relu(one), ops.square(one) ** 2.0, ops.softplus(one), ops.hard_sigmoid(one),
                         ops.gelu(one, approximate=False), ops.log_sigmoid(one)], axis=-1)
    return ops.softmax(layers.Dense(3)(ops.sqrt(ops.maximum(x, 0.0))))


def twofold(i):
    """A trunk that sees each picture and its mirror image, and the mean of both."""
    base = keras.Sequential([scaled(), trunk(), layers.GlobalAveragePooling2D(), layers.Dense(3)])
    mirrored = i[:, :, ::-1, :]
    return layers.Softmax()(layers.Average()([base(i), base(mirrored)]))


def two_trunks(i):
    x = scaled()(i)
    one = pooled(trunk()(x))
    other = pooled(trunk(net="v3-small", include_preprocessing=False, minimalistic=True)(x))
    both = [layers.Dense(3)(one), layers.Dense(3, activation="tanh")(other)]
    return layers.Softmax()(layers.Add()(both))


def sizes(i):
    """Resizing of every kind."""
    parts = [layers.Resizing(32, 32, interpolation=kind)(i) for kind in ("nearest", "bicubic", "bilinear")]
    parts.append(layers.CenterCrop(32, 32)(layers.CenterCrop(70, 90)(i)))
    parts.append(layers.Resizing(32, 32, crop_to_aspect_ratio=True, interpolation="nearest")(i))
    parts.append(layers.Resizing(32, 32)(layers.RandomCrop(40, 30)(i)))
    base = keras.Sequential([scaled(), trunk(), layers.GlobalAveragePooling2D(), layers.Dense(3)])
    return layers.Dense(3, activation="softmax")(layers.Concatenate()([base(part) for part in parts]))


def resampled(i):
    """Resizing by every kernel that the Keras at hand takes, and to other aspects."""
    kinds = ["lanczos3", "lanczos5"] + (["gaussian", "mitchellcubic"] if MAJOR == 2 else [])
    parts = [layers.Resizing(32, 32, interpolation=kind)(i) for kind in kinds]
    if MAJOR == 3:
        parts += [layers.Resizing(32, 32, antialias=True, interpolation=kind)(i) for kind in ("bilinear", "bicubic")]
        parts += [layers.Resizing(32, 32, pad_to_aspect_ratio=True, fill_value=value)(i) for value in (0., 90.)]
    parts.append(layers.Cropping2D(((14, 14), (0, 0)))(layers.Resizing(60, 32)(layers.Cropping2D((0, 24))(i))))
    base = keras.Sequential([scaled(), trunk(), layers.GlobalAveragePooling2D(), layers.Dense(3)])
    return layers.Dense(3, activation="softmax")(layers.Concatenate()([base(part) for part in parts]))


def thresholds(i):
    x = pooled(trunk()(scaled()(i)))
    settings = [{"threshold": 0.5}, {"threshold": 0.25, "max_value": 1.0}, {"threshold": 0.125, "negative_slope": 0.25},
                {"threshold": 0.25, "negative_slope": 0.5, "max_value": 0.75}]
    kinds = [layers.ReLU(**each) for each in settings] + ([layers.ThresholdedReLU(0.25)] if MAJOR == 2 else [])
    return layers.Dense(3)(layers.Concatenate()([kind(layers.Dense(4)(x)) for kind in kinds]))


def shared_slopes(i):
    """Of which Keras counts -1 as the last side but one."""
    x = layers.PReLU(shared_axes=[-1])(layers.Conv2D(4, 1)(trunk((96, 96))(scaled()(i))))
    x = layers.PReLU(shared_axes=[1])(x)
    return layers.Dense(3, activation="softmax")(layers.Flatten()(x))


def interleaved(i):
    """A branch whose layers stand among the trunk's."""
    x = scaled()(i)
    base = keras.applications.MobileNet(input_tensor=x, alpha=0.03125, include_top=False, weights=None)
    for stride in (2, 2, 1):
        x = layers.Conv2D(8, 3, strides=stride, padding="same", activation="relu")(x)
    both = [pooled(base.output), pooled(base.get_layer("conv_pw_5_relu").output), layers.GlobalMaxPooling2D()(x)]
    return layers.Dense(3, activation="softmax")(layers.Concatenate()(both))


def standardised_by_keras(i):
    """As other networks of Keras Applications want pixels: ImageNet's mean and deviation."""
    x = trunk()(keras.applications.imagenet_utils.preprocess_input(i, mode="torch"))
    return layers.Dense(3, activation="softmax")(pooled(x))


def half(i, last="float32"):
    keras.mixed_precision.set_global_policy("mixed_float16") if MAJOR == 2 else keras.config.set_dtype_policy("mixed_float16")
    try:
        x = layers.Dense(8, activation="tanh")(pooled(trunk()(scaled()(i))))
        return layers.Dense(3, activation="softmax", dtype=last)(x)
    finally:
        keras.mixed_precision.set_global_policy("float32") if MAJOR == 2 else keras.config.set_dtype_policy("float32")


def all_half():
    """Weights of 16 bits."""
    keras.backend.set_floatx("float16")
    try:
        return functional(lambda i: layers.Dense(2, activation="sigmoid")(pooled(trunk()(scaled()(i)))))
    finally:
        keras.backend.set_floatx("float32")


def single(config):
    """A configuration of float32 where it was of 16 bits."""
    if isinstance(config, dict):
        return {key: single(value) for key, value in config.items()}
    if isinstance(config, list):
        return [single(each) for each in config]
    return "float32" if config in ("mixed_float16", "float16") else config


def whole(model):
    """The same in float32: what 16 bits round is not to be computed again."""
    if "float16" not in json.dumps(model.get_config(), default=str):
        return model
    same = type(model).from_config(single(model.get_config()))
    same.set_weights([w.astype("float32") for w in model.get_weights()])
    return same


def log_probabilities(i):
    x = layers.Dense(3, activation="log_softmax")(pooled(trunk()(scaled()(i))))
    return x


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
    "attention": lambda: functional(attention, size=(64, 64)),
    "windows": lambda: functional(windows, size=(96, 96)),
    "flat": lambda: functional(flat),
    "nested-head": nested_head,
    "augmented": lambda: functional(augmented),
    "standardised": lambda: functional(standardised),
    "operators": lambda: functional(operators, size=(48, 64)),
    "twofold": lambda: functional(twofold),
    "two-trunks": lambda: functional(two_trunks),
    "sizes": lambda: functional(sizes, size=(60, 80)),
    "resampled": lambda: functional(resampled, size=(60, 80)),
    "thresholds": lambda: functional(thresholds),
    "shared-slopes": lambda: functional(shared_slopes, size=(96, 96)),
    "interleaved": lambda: functional(interleaved),
    "standardised-by-keras": lambda: functional(standardised_by_keras),
    "half": lambda: functional(half),
    "half-scores": lambda: functional(lambda i: half(i, "mixed_float16")),
    "all-half": all_half,
    "log-probabilities": lambda: functional(log_probabilities),
}

LOGITS = ("preprocessed", "shared", "activations", "log-probabilities", "thresholds")


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
        # Of so few channels all are dead at times, or magnify rounding: until pictures differ enough.
        for seed in range(number, 1000, 100):
            keras.utils.set_random_seed(seed)
            rng = np.random.default_rng(seed)
            model = build()
            height, width = model.input_shape[1:3]
            x = pictures(height, width)
            settle(model, x, rng)
            exact = whole(model)
            outputs = np.asarray(exact(x, training=False))
            touched = np.asarray(exact(x * np.float32(1 + 1e-6), training=False))
            if outputs.std(axis=0).max() > 0.03 and np.abs(outputs - touched).max() < 1e-5:
                break
        if name == "compiled":
            model.compile("adam", "sparse_categorical_crossentropy")
            model.fit(x, np.arange(PICTURES), epochs=1, verbose=0)
        outputs = np.asarray(whole(model)(x, training=False))
        said = np.asarray(model(x, training=False))
        for extension, save in forms(model).items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"model.{extension}"
                save(str(path))
                (out / f"{name}.{extension}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
            cases.append({"file": f"{name}.{extension}", "logits": name in LOGITS,
                          "outputs": [[float(v) for v in row] for row in outputs],
                          "top": [int(row.argmax()) for row in said]})
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
