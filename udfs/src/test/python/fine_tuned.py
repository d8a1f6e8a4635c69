# SPDX-License-Identifier: Apache-2.0
"""Fine-tunes V1 0.25 and V2 with real weights on pictures of ImageNet, to tell animals, artefacts and the rest apart, and
saves each in every form that Keras has, with what Keras answers for other pictures, for FineTunedModelsTest.

Run from the repository's root, first with an environment of Keras 3, which trains, then with one of Keras 2, which
takes over the weights (environments as in keras_models.py); SHARED is the folder of reference files:

    python3 udfs/src/test/python/fine_tuned.py SHARED OUT

Training takes some minutes. The test then wants -Dmobilespark.finetuned=OUT.
"""
import csv
import json
import os
import sys
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
SIDE = 224
CLASSES = ["animal", "artefact", "other"]
NETS = {"v1": ("mobilenet_v1", 0.25, "mobilenet_2_5_224-assembled.h5", keras.applications.mobilenet),
        "v2": ("mobilenet_v2", 1.0, "mobilenet_v2_1.0_224_no_top-assembled.h5", keras.applications.mobilenet_v2)}


def kind(synset):
    return 0 if synset < "n0267" else 1 if synset < "n046" else 2


def pixels(file):
    picture = tf.io.decode_image(file.read_bytes(), channels=3, expand_animations=False)
    return np.rint(tf.image.resize(tf.cast(picture, tf.float32), (SIDE, SIDE)).numpy()).clip(0, 255).astype("uint8")


def truth(shared):
    labels = shared / "data/labels"
    synsets = dict(line.split()[:2] for line in (labels / "ILSVRC2012_mapping.devkit_id_to_wnid.txt").read_text().splitlines())
    return [kind(synsets[line.strip()]) for line in (labels / "ILSVRC2012_validation_ground_truth.txt").read_text().splitlines()]


def base(name, weights):
    family, alpha, file, module = NETS[name]
    if name == "v1":
        whole = module.MobileNet(alpha=alpha, weights=str(weights / file) if MAJOR == 3 else None)
        return keras.Model(whole.input, whole.get_layer("conv_pw_13_relu").output, name="trunk")
    return module.MobileNetV2(alpha=alpha, include_top=False, weights=str(weights / file) if MAJOR == 3 else None,
                              input_shape=(SIDE, SIDE, 3))


def model(name, weights):
    trunk = base(name, weights)
    i = layers.Input((SIDE, SIDE, 3))
    x = NETS[name][3].preprocess_input(layers.RandomFlip("horizontal")(i))
    x = layers.GlobalAveragePooling2D()(trunk(x, training=False))
    return keras.Model(i, layers.Dense(len(CLASSES), activation="softmax")(layers.Dropout(0.2)(x))), trunk


def train(net, trunk, x, y):
    """The head first, then the trunk's last layers as well."""
    trunk.trainable = False
    net.compile(keras.optimizers.Adam(3e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(x, y, epochs=4, batch_size=20, verbose=2)
    trunk.trainable = True
    for layer in trunk.layers[:-12]:
        layer.trainable = False
    net.compile(keras.optimizers.Adam(1e-4), "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(x, y, epochs=2, batch_size=20, verbose=2)


def forms(net):
    def weights(folder, name):
        net.save_weights(str(folder / name))
        (folder / "architecture.json").write_text(net.to_json())
        return name

    if MAJOR == 2:
        return {"keras2-weights": lambda folder: weights(folder, "weights.h5"),
                "keras2-saved": lambda folder: (net.save(str(folder / "saved"), save_format="tf"), "saved")[1],
                "keras2-tf-saved": lambda folder: (tf.saved_model.save(net, str(folder / "saved")), "saved")[1]}
    return {"keras": lambda folder: (net.save(str(folder / "model.keras")), "model.keras")[1],
            "h5": lambda folder: (net.save(str(folder / "model.h5")), "model.h5")[1],
            "weights": lambda folder: weights(folder, "model.weights.h5"),
            "export": lambda folder: (net.export(str(folder / "saved"), verbose=False), "saved")[1]}


def main(shared, out):
    shared, out = Path(shared), Path(out)
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    files = sorted((shared / "data/images/val-227").glob("*.JPEG"))
    labels = truth(shared)
    answers = [labels[int(file.stem.split("_")[-1]) - 1] for file in files]
    x = np.stack([pixels(file) for file in files])
    for file, picture in zip(files, x):
        (out / "pictures" / f"{file.stem}.png").write_bytes(tf.io.encode_png(picture).numpy())
    x = x.astype("float32")
    for name, (family, alpha, _, _) in NETS.items():
        keras.utils.set_random_seed(1)
        net, trunk = model(name, shared / "data/weights")
        kept = out / f"{name}.npz"
        if MAJOR == 3:
            training = sorted((shared / "data/images/train-original").glob("*.JPEG"))
            train(net, trunk, np.stack([pixels(file) for file in training]).astype("float32"),
                  np.array([kind(file.name[:9]) for file in training]))
            # Both name layers alike, but list weights in orders of their own.
            np.savez(kept, **{f"{l.name}/{i}": w for l in trunk.layers for i, w in enumerate(l.get_weights())},
                     **{f"head/{i}": w for i, w in enumerate(net.layers[-1].get_weights())})
        else:
            stored = np.load(kept)
            for layer, key in [(l, l.name) for l in trunk.layers] + [(net.layers[-1], "head")]:
                layer.set_weights([stored[f"{key}/{i}"] for i in range(len(layer.weights))])
        scores = np.asarray(net.predict(x, batch_size=25, verbose=0))
        right = int((scores.argmax(axis=1) == answers).sum())
        print(f"{name} in Keras {keras.__version__}: {right} of {len(files)} right", flush=True)
        for form, save in forms(net).items():
            folder = out / f"{name}-{form}"
            folder.mkdir(exist_ok=True)
            case = {"model": family, "alpha": alpha, "file": save(folder), "size": [SIDE, SIDE], "feed": "0..255",
                    "outputs": "softmax", "right": right, "truth": answers}
            (folder / "case.json").write_text(json.dumps(case) + "\n")
            (folder / "classes.txt").write_text("\n".join(CLASSES) + "\n")
            with open(folder / "expected.csv", "w", newline="") as stream:
                rows = csv.writer(stream, lineterminator="\n")
                rows.writerow(["picture", *CLASSES])
                rows.writerows([f"{file.stem}.png", *map(repr, map(float, row))] for file, row in zip(files, scores))


if __name__ == "__main__":
    main(*sys.argv[1:])
