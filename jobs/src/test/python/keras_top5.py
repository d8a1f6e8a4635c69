#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the five classes that Keras ranks first for ImageNet validation pictures.

    pip install tensorflow-cpu==2.18.1 keras==3.15.1 h5py opencv-python-headless
    jobs/src/test/python/keras_top5.py IMAGES WEIGHTS \
        > jobs/src/test/resources/io/mobilespark/jobs/preprocess/keras-top5.csv

IMAGES holds the folders val-original and val-227, WEIGHTS the files named in NETS. A column belongs
to a preset and a model, a cell has class indices, best first. Both presets are computed by the
library they are named after, at 224x224: squash by TensorFlow, keras-table by OpenCV.
"""

import csv
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import cv2
import keras
import numpy as np
import tensorflow as tf

SIDE = 224
SHORT_SIDE = 256
FOLDERS = ("val-original", "val-227")
NETS = {
    "mobilenet_v1": (keras.applications.MobileNet, "mobilenet_1_0_224-assembled.h5"),
    "mobilenet_v2": (keras.applications.MobileNetV2, "mobilenet_v2_1.0_224-assembled.h5"),
    "mobilenet_v3_small": (keras.applications.MobileNetV3Small,
                           "mobilenet_v3_small_224_1.0-assembled.h5"),
}


def squash(encoded):
    rgb = tf.io.decode_jpeg(encoded, channels=3, dct_method="INTEGER_ACCURATE")
    return tf.image.resize(rgb, [SIDE, SIDE], method="bilinear", antialias=False).numpy()


def keras_table(encoded):
    # What imread does to a picture with an EXIF orientation, the other references do not.
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    rgb = cv2.imdecode(np.frombuffer(encoded, np.uint8), flags)[..., ::-1]
    height, width = rgb.shape[:2]
    short = min(height, width)
    size = (width * SHORT_SIDE // short, height * SHORT_SIDE // short)
    covered = cv2.resize(np.ascontiguousarray(rgb), size, interpolation=cv2.INTER_CUBIC)
    top, left = (covered.shape[0] - SIDE) // 2, (covered.shape[1] - SIDE) // 2
    return covered[top:top + SIDE, left:left + SIDE].astype(np.float32)


PRESETS = {"squash": squash, "keras-table": keras_table}


def top5(name, weights, pixels):
    """pixels: [n, 224, 224, 3], float32, 0 to 255."""
    build, file = NETS[name]
    model = build(input_shape=(SIDE, SIDE, 3), weights=None, classifier_activation=None)
    model.load_weights(str(weights / file))
    # Keras's V3 has the normalisation inside, V1 and V2 do not.
    batch = pixels if name.startswith("mobilenet_v3") else pixels / np.float32(127.5) - 1
    logits = model.predict(batch, batch_size=8, verbose=0)
    return np.argsort(-logits, axis=1, kind="stable")[:, :5]


def main(images, weights):
    pictures = [p for folder in FOLDERS for p in sorted((images / folder).glob("*.JPEG"))]
    columns = {}
    for preset, pixels_of in PRESETS.items():
        pixels = np.stack([pixels_of(p.read_bytes()) for p in pictures])
        for name in NETS:
            columns[f"{preset} {name}"] = top5(name, weights, pixels)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["picture", *columns])
    for i, picture in enumerate(pictures):
        ranked = (" ".join(map(str, classes[i])) for classes in columns.values())
        out.writerow([f"{picture.parent.name}/{picture.name}", *ranked])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
