# SPDX-License-Identifier: Apache-2.0
"""Writes preset-expectations.csv: what the references' formulas make of a picture that is a formula itself.

Run from the repository's root, with numpy 2:

    python3 udfs/src/test/python/preset_expectations.py > udfs/src/test/resources/io/mobilespark/image/preset-expectations.csv

A row is a preset, a picture's size and an input's size. Presets of 8 bit state the SHA-256 of the samples (rows first,
RGB); presets of float32 state that of the little-endian floats. `sum` is the sum of the samples in double precision and
`first` to `last` are five samples spread over the array, for whoever looks for a difference. The row of keras-table
states no hash: its reference is not defined to the last bit.
"""
import hashlib

import numpy as np

SIZES = [(500, 375), (333, 500), (97, 61), (224, 224), (40, 1200)]
INPUTS = [(224, 224), (128, 128), (192, 192), (331, 331), (160, 96), (75, 101)]


def picture(width, height):
    """Waves of different length per channel and a hash for texture; Pixels.synthetic is the same in Java."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    ramp = (x * (3 + c) + y * (5 - c)) // 4 % 512
    wave = np.where(ramp < 256, ramp, 511 - ramp)
    noise = (x * 7919 + y * 104729 + c * 1299709) % 65537 * 31 % 101
    return np.clip(wave + noise - 50, 0, 255)


# TensorFlow: float32 throughout.

def float_taps(position, source):
    low = np.floor(position).astype(int)
    return np.maximum(low, 0), np.clip(low + 1, 0, source - 1), (position - low).astype(np.float32)


def float_bilinear(pixels, position, height, width):
    """position(i, source, target): float32 positions on the source's axis."""
    rows, columns, _ = pixels.shape
    top, bottom, fy = float_taps(position(np.arange(height, dtype=np.float32), rows, height), rows)
    left, right, fx = float_taps(position(np.arange(width, dtype=np.float32), columns, width), columns)
    across = pixels[:, left] + (pixels[:, right] - pixels[:, left]) * fx[None, :, None]
    return across[top] + (across[bottom] - across[top]) * fy[:, None, None]


def scale(source, target):
    return np.float32(source) / np.float32(target)


def squash(pixels, height, width):
    def half_pixel(i, source, target):
        return (i + np.float32(0.5)) * scale(source, target) - np.float32(0.5)
    return float_bilinear(pixels.astype(np.float32), half_pixel, height, width)


def slim_inception(pixels, height, width):
    rows, columns, _ = pixels.shape
    y, x = int((rows - rows * 0.875) / 2), int((columns - columns * 0.875) / 2)
    kept = pixels[y:rows - y, x:columns - x].astype(np.float32) * np.float32(1 / 255)
    return float_bilinear(kept, lambda i, source, target: i * scale(source, target), height, width)


# Resize until a box is covered, then crop the centre.

def covering(rows, columns, box_rows, box_columns):
    if columns * box_rows >= rows * box_columns:
        return box_rows, int(box_rows * columns / rows)
    return int(box_columns * rows / columns), box_columns


def covered(pixels, height, width, resize, box=lambda side: int(side / 0.875), offset=lambda spare: spare // 2):
    resized = resize(pixels, *covering(*pixels.shape[:2], box(height), box(width)))
    y, x = offset(resized.shape[0] - height), offset(resized.shape[1] - width)
    return resized[y:y + height, x:x + width]


def half_even(spare):
    return round(spare / 2)


# OpenCV

def fixed_taps(source, target, whole_weight_at_edges):
    position = ((np.arange(target) + 0.5) * (source / target) - 0.5).astype(np.float32)
    low = np.floor(position).astype(int)
    fraction = position - low.astype(np.float32)
    if whole_weight_at_edges:
        fraction = np.where((low < 0) | (low >= source - 1), np.float32(0), fraction)
    low, high = np.clip(low, 0, source - 1), np.clip(low + 1, 0, source - 1)
    weight = lambda v: np.rint(v * np.float32(2048)).astype(int)
    return low, high, weight(np.float32(1) - fraction), weight(fraction)


def inter_linear(pixels, height, width):
    left, right, p, q = fixed_taps(pixels.shape[1], width, True)
    across = (pixels[:, left] * p[:, None] + pixels[:, right] * q[:, None]) >> 4
    top, bottom, p, q = fixed_taps(pixels.shape[0], height, False)
    down = (across[top] * p[:, None, None] >> 16) + (across[bottom] * q[:, None, None] >> 16)
    return (down + 2) >> 2


def keys(u, a):
    u = np.abs(u)
    near, far = ((a + 2) * u - (a + 3)) * u * u + 1, (((u - 5) * u + 8) * u - 4) * a
    return np.where(u < 1, near, np.where(u < 2, far, 0))


def inter_cubic(pixels, height, width):
    def down(values, target):
        source = len(values)
        position = (np.arange(target) + 0.5) * source / target - 0.5
        low = np.floor(position).astype(int)
        taps = range(-1, 3)
        return sum(values[np.clip(low + t, 0, source - 1)] * keys(position - low - t, -0.75)[:, None, None] for t in taps)
    both = down(down(pixels.astype(float), height).swapaxes(0, 1), width).swapaxes(0, 1)
    return np.clip(np.rint(both), 0, 255).astype(int)


# Pillow

def nearest(pixels, height, width):
    def positions(source, target):
        position, found = 0.5 * source / target, []
        for _ in range(target):
            found.append(int(position))
            position += source / target
        return found
    return pixels[positions(pixels.shape[0], height)][:, positions(pixels.shape[1], width)]


def antialiased(kernel, support):
    def down(values, target):
        source = len(values)
        reduction = max(source / target, 1)
        lines = []
        for i in range(target):
            centre = (i + 0.5) * (source / target)
            low = max(int(centre - support * reduction + 0.5), 0)
            high = min(int(centre + support * reduction + 0.5), source)
            weights = kernel((np.arange(low, high) - centre + 0.5) * (1 / reduction))
            weights = weights * (1 / sum(weights)) * (1 << 22)
            weights = np.trunc(weights + np.where(weights < 0, -0.5, 0.5)).astype(int)
            lines.append(np.clip(((1 << 21) + np.tensordot(weights, values[low:high], 1)) >> 22, 0, 255))
        return np.array(lines)
    return lambda pixels, height, width: down(down(pixels.swapaxes(0, 1), width).swapaxes(0, 1), height)


BILINEAR = antialiased(lambda u: np.maximum(1 - np.abs(u), 0), 1)
BICUBIC = antialiased(lambda u: keys(u, -0.5), 2)

PRESETS = {
    "squash": squash,
    "slim-inception": slim_inception,
    "mlperf-mobilenet": lambda x, h, w: covered(x, h, w, inter_linear),
    "keras-table": lambda x, h, w: covered(x, h, w, inter_cubic),
    "keras-docs": nearest,
    "torchvision": lambda x, h, w: covered(x, h, w, BILINEAR, offset=half_even),
    "torchvision-232": lambda x, h, w: covered(x, h, w, BILINEAR, lambda side: side * 232 // 224, half_even),
    "timm": lambda x, h, w: covered(x, h, w, BICUBIC, offset=half_even),
    "timm-bilinear": lambda x, h, w: covered(x, h, w, BILINEAR, offset=half_even),
}

if __name__ == "__main__":
    print("preset,picture_width,picture_height,height,width,sha256,sum,first,quarter,half,three_quarters,last")
    for name, preset in PRESETS.items():
        for size in SIZES:
            for height, width in INPUTS:
                samples = preset(picture(*size), height, width)
                kind = "<f4" if samples.dtype == np.float32 else "u1"
                flat = np.ascontiguousarray(samples, kind).ravel()
                sha256 = "" if name == "keras-table" else hashlib.sha256(flat.tobytes()).hexdigest()
                places = [0, flat.size // 4, flat.size // 2, flat.size * 3 // 4, flat.size - 1]
                values = [repr(float(flat[i])) for i in places]
                print(name, *size, height, width, sha256, repr(float(flat.sum(dtype=float))), *values, sep=",")
