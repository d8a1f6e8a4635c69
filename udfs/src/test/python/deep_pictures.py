# SPDX-License-Identifier: Apache-2.0
"""Writes deep-pictures.csv: what the presets' references make of PNGs with 16 bits a sample.

Run from the repository's root:

    pip install numpy pillow opencv-python-headless tensorflow-cpu
    python3 udfs/src/test/python/deep_pictures.py > udfs/src/test/resources/io/mobilespark/image/deep-pictures.csv

A row is a kind of PNG and the SHA-256 of its 8-bit RGB by Pillow's convert("RGB"), by tf.io.decode_png and by cv2.imread.
DeepPicturesTest writes the same PNGs and compares.
"""
import hashlib
import io
import struct
import zlib

import cv2
import numpy as np
import tensorflow as tf
from PIL import Image

WIDTH, HEIGHT = 61, 43
KINDS = {"grey": (0, 1), "grey with alpha": (4, 2), "colour": (2, 3), "colour with alpha": (6, 4)}


def samples(channels):
    """Every third row is dark, so that there are values that fit 8 bits."""
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(channels), indexing="ij")
    values = (x * 7919 + y * 104729 + c * 1299709) * 31 % 65536
    return np.where(y % 3 == 0, values % 300, values).astype(">u2")


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(colour_type, channels):
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, colour_type, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in samples(channels))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def sha256(pixels):
    return hashlib.sha256(np.ascontiguousarray(pixels, "u1").tobytes()).hexdigest()


print("kind,pillow,tensorflow,opencv")
for kind, (colour_type, channels) in KINDS.items():
    file = png(colour_type, channels)
    pillow = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
    tensorflow = tf.io.decode_png(file, channels=3).numpy()
    opencv = cv2.imdecode(np.frombuffer(file, "u1"), cv2.IMREAD_COLOR)[:, :, ::-1]
    print(",".join([kind, sha256(pillow), sha256(tensorflow), sha256(opencv)]))
