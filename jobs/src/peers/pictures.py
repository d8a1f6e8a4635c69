# SPDX-License-Identifier: Apache-2.0
"""What every peer does with a picture before the network: the preset `squash` by OpenCV."""

import cv2
import numpy as np

SIDE = 224
cv2.setNumThreads(1)


def squashed(encoded: bytes) -> np.ndarray:
    """Decodes a picture and squashes it to [224, 224, 3] bytes, red first, bilinear."""
    pixels = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR_RGB)
    return cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)


def samples(pictures: list[bytes]) -> np.ndarray:
    """Encoded pictures as the network's input: [n, 224, 224, 3] float32 from -1 to 1."""
    batch = np.empty((len(pictures), SIDE, SIDE, 3), np.float32)
    for place, encoded in enumerate(pictures):
        np.multiply(squashed(encoded), np.float32(1 / 127.5), out=batch[place])
    batch -= 1
    return batch
