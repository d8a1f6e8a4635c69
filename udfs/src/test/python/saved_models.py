# SPDX-License-Identifier: Apache-2.0
"""Small networks as people export them, with what Keras answers, for SavedModelsTest.

usage: saved_models.py OUT [NAMES]   (Keras 3 with TensorFlow; OUT is
udfs/src/test/resources/io/mobilespark/spark/preparation; NAMES, joined by commas, makes those alone)
Each case becomes OUT/<name>.zip: saved/ (a SavedModel), case.json (size, feed, outputs, options), classes.txt and
expected.csv: the outputs for pictures 0 to 3, whose channel c at row y and column x is (31y + 17x + 101c + 53k) % 256.
"""
import csv, io, json, os, shutil, sys, tempfile, zipfile
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras, numpy as np, tensorflow as tf

out = sys.argv[1]
only = sys.argv[2].split(",") if len(sys.argv) > 2 else None
os.makedirs(out, exist_ok=True)
keras.utils.set_random_seed(7)
L = keras.layers
S = (32, 32)


def pictures(size):
    k, y, x, c = np.meshgrid(np.arange(4), np.arange(size[0]), np.arange(size[1]), np.arange(3), indexing="ij")
    return ((31 * y + 17 * x + 101 * c + 53 * k) % 256).astype("float32")


def normal(stddev, seed):
    return keras.initializers.RandomNormal(stddev=stddev, seed=seed)


def trunk(size, frozen=True):
    i = keras.Input((*size, 3))
    x = L.Conv2D(8, 3, strides=2, padding="same", use_bias=False, kernel_initializer=normal(.5, 1))(i)
    x = L.BatchNormalization(beta_initializer=normal(.3, 2))(x)
    x = L.ReLU(6.)(x)
    x = L.DepthwiseConv2D(3, padding="same", use_bias=False, depthwise_initializer=normal(.5, 3))(x)
    x = L.BatchNormalization(beta_initializer=normal(.3, 4))(x)
    x = L.ReLU(6.)(x)
    # Frozen, as in transfer learning: Keras exports what follows Resizing or augmentation as in training otherwise.
    model = keras.Model(i, x, name="trunk")
    model.trainable = not frozen
    return model


def head(x, units, activation):
    x = L.GlobalAveragePooling2D()(x)
    return L.Dense(units, activation=activation, kernel_initializer=normal(1., 5), bias_initializer=normal(.2, 6))(x)


def functional(before, units, activation, size=S, inside=S, frozen=True):
    i = keras.Input((*size, 3))
    x = i
    for layer in before:
        x = layer(x)
    return keras.Model(i, head(trunk(inside, frozen)(x), units, activation))


def settled(model, size):
    """With statistics that batches of other pictures do not have."""
    norms = [layer for layer in model._flatten_layers() if isinstance(layer, L.BatchNormalization)]
    for layer in norms:
        layer.momentum = 0.
    model(pictures(size)[::2], training=True)
    for layer in norms:
        layer.momentum = .99
    return model


def put(name, save, answer, size, feed, outputs, classes, **options):
    if only and name not in only:
        return
    folder = tempfile.mkdtemp()
    save(folder + "/saved")
    scale = {"0..255": 1., "0..1": 1 / 255., "-1..1": 1.}[feed]
    x = pictures(size) * scale if feed != "-1..1" else pictures(size) / 127.5 - 1
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\n")
    for row in np.asarray(answer(x), "float32"):
        table.writerow([repr(float(v)) for v in row])
    files = {"case.json": json.dumps({"size": size, "feed": feed, "outputs": outputs, **options}),
             "classes.txt": "\n".join(classes) + "\n", "expected.csv": rows.getvalue()}
    with zipfile.ZipFile(f"{out}/{name}.zip", "w", zipfile.ZIP_DEFLATED) as z:
        for path, text in files.items():
            z.writestr(zipfile.ZipInfo(path), text)
        for root, _, names in os.walk(folder):
            for n in sorted(names):
                path = os.path.join(root, n)
                z.write(path, os.path.relpath(path, folder))
    shutil.rmtree(folder)
    print(name, os.path.getsize(f"{out}/{name}.zip"), rows.getvalue().split("\n")[0], flush=True)


def exported(name, model, size, feed, outputs, classes, **options):
    put(name, lambda path: model.export(path, verbose=False), lambda x: model(x, training=False), size, feed, outputs,
        classes, **options)


THREE, TWO, FIVE = ["cat", "dog", "bird"], ["no", "yes"], list("abcde")
normalise = L.Normalization(mean=[120., 115., 100.], variance=[4000., 3900., 4100.])
exported("normalization", functional([normalise], 3, "softmax"), S, "0..255", "softmax", THREE)
first = L.BatchNormalization()
model = functional([first], 3, "softmax")
first.set_weights([np.ones(3), np.zeros(3), np.array([.45, .44, .4]), np.array([.06, .07, .08])])
exported("batch-norm-first", model, S, "0..1", "softmax", THREE)
exported("plain", functional([], 3, "softmax"), S, "-1..1", "softmax", THREE)
exported("resizing-labels", functional([L.Resizing(32, 32), L.Rescaling(1 / 127.5, offset=-1)], 5, "sigmoid", (40, 56)),
         (40, 56), "0..255", "sigmoid", FIVE)
exported("any-size-logits", functional([L.Rescaling(1 / 255.)], 3, None, (None, None), (None, None)), (32, 48),
         "0..255", "logits", THREE, resolution="32x48")
augment = [L.RandomFlip(seed=1), L.RandomRotation(.1, seed=2), L.RandomZoom(.2, seed=3), L.RandomContrast(.2, seed=4),
           L.RandomBrightness(.1, seed=5), L.RandomTranslation(.1, .1, seed=6), L.Rescaling(1 / 127.5, offset=-1)]
exported("augmented-sigmoid", functional(augment, 1, "sigmoid"), S, "0..255", "sigmoid-one", TWO)
exported("unit-logit", functional([L.Rescaling(2., offset=-1.)], 1, None), S, "0..1", "logit", ["yes"])
full = functional([L.Rescaling(1 / 127.5, offset=-1)], 3, "softmax")
subtracted = functional([L.Rescaling(1., offset=-115.)], 3, "softmax")
exported("untold", subtracted, S, "0..255", "softmax", THREE, input_range="0..255")
augmented = [L.RandomFlip(seed=1), L.Rescaling(1 / 127.5, offset=-1)]
exported("as-in-training", settled(functional(augmented, 3, "softmax", frozen=False), S), S, "0..255", "softmax", THREE)
resized = [L.Resizing(32, 32), L.Rescaling(1 / 127.5, offset=-1)]
exported("as-in-training-resized", settled(functional(resized, 3, None, (40, 56), frozen=False), (40, 56)), (40, 56),
         "0..255", "logits", THREE)
scaled = L.Rescaling(1 / 127.5, offset=-1)
# By TensorFlow alone, which writes each variable of Keras 3 and a copy of it.
tutorial = settled(functional([scaled], 3, "softmax", frozen=False), S)
put("tensorflow-saved", lambda path: tf.saved_model.save(tutorial, path), lambda x: tutorial(x, training=False), S,
    "0..255", "softmax", THREE)


class Service(tf.Module):
    def __init__(self, model):
        self.model = model

    @tf.function(input_signature=[tf.TensorSpec((None, *S, 3), tf.float32, name="image")])
    def probabilities(self, image):
        return {"probabilities": self.model(image, training=False)}


service = Service(functional([scaled], 1, "sigmoid"))
put("module-saved", lambda path: tf.saved_model.save(service, path, signatures={"serving_default": service.probabilities}),
    lambda x: service.model(x, training=False), S, "0..255", "sigmoid-one", TWO)
# What no inference can do: an answer that depends on the other pictures.
i = keras.Input((*S, 3))
x = trunk(S)(scaled(i))
exported("whole-batch", keras.Model(i, head(x - keras.ops.mean(x, axis=0, keepdims=True), 3, "softmax")), S, "0..255",
         "softmax", THREE)


def fixed(image):
    return {"probabilities": full(image, training=False)}


def of_bytes(image):
    p = full(tf.cast(image, tf.float32), training=False)
    return {"probabilities": p, "best": tf.argmax(p, -1)}


def half(image):
    return {"probabilities": tf.cast(full(image, training=False), tf.float16)}


def encoded(encoded):
    decoded = tf.map_fn(lambda e: tf.ensure_shape(tf.cast(tf.io.decode_jpeg(e, channels=3), tf.float32), (*S, 3)),
                        encoded, fn_output_signature=tf.float32)
    return {"probabilities": full(decoded, training=False)}


def archive(path):
    saved = keras.export.ExportArchive()
    saved.track(full)
    saved.add_endpoint("serving_default", encoded, [tf.TensorSpec((None,), tf.string, name="encoded")])
    saved.add_endpoint("fixed", fixed, [tf.TensorSpec((3, *S, 3), tf.float32, name="image")])
    saved.add_endpoint("bytes", of_bytes, [tf.TensorSpec((None, *S, 3), tf.uint8, name="image")])
    saved.add_endpoint("half", half, [tf.TensorSpec((None, *S, 3), tf.float32, name="image")])
    saved.write_out(path, verbose=False)


put("signatures", archive, lambda x: full(x, training=False), S, "0..255", "softmax", THREE)
