# SPDX-License-Identifier: Apache-2.0
"""Draws the pictures of DrawnPicturesTest and writes what the references make of them.

Run from the repository's root:

    pip install tensorflow-cpu pillow opencv-python-headless numpy
    python3 udfs/src/test/python/drawn_pictures.py udfs/src/test/resources/io/mobilespark/image/drawn

Nothing of MobileSpark takes part. Decoding is TensorFlow's, JPEG with dct_method="INTEGER_ACCURATE"; OpenCV and Pillow
have to agree where they read the same colours; presets whose references read by Pillow get its grey of 16 bits. BMP is Pillow's, as TensorFlow knows no palettes there. `presets` holds, by preset and by resolution, the SHA-256 of the
network's input: little-endian float32, rows first, RGB, after normalisation. OpenCV's INTER_CUBIC, which keras-table
takes, is not defined to the last bit, so that some pictures have its result as a PNG instead.
"""
import hashlib
import io
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import cv2
import numpy as np
import PIL
import tensorflow as tf
from PIL import Image, ImageDraw

RESOLUTIONS = [224, 96]
KERAS_TABLE = ["png-gray.png", "bmp-rgb.bmp"]
F = np.float32


def drawing(width, height, seed):
    """Gradients, a circle, text with hard edges and a patch of noise: RGB."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    waves = [np.sin((x * a + y * b) / max(width, height) * 6 + c) for a, b, c in rng.uniform(-2, 2, (3, 3))]
    pixels = np.clip(np.stack(waves, -1) * 110 + 128, 0, 255).astype(np.uint8)
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    draw.ellipse([width * 0.1, height * 0.2, width * 0.45, height * 0.8], fill=tuple(map(int, rng.integers(0, 256, 3))))
    for line in range(3):
        at = (width * 0.3, height * (0.1 + 0.28 * line))
        draw.text(at, f"MobileSpark {seed}", fill=(255, 255, 255) if line % 2 else (0, 0, 0), font_size=max(height // 7, 4))
    pixels = np.array(image)
    tall, wide = -(-height // 5), -(-width // 5)
    pixels[-tall:, -wide:] = rng.integers(0, 256, (tall, wide, 3))
    return pixels


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(width, height, seed, mode="RGB", **options):
    return saved(Image.fromarray(drawing(width, height, seed)).convert(mode), "JPEG", **options)


def png(width, height, seed, change):
    return saved(change(Image.fromarray(drawing(width, height, seed))), "PNG", optimize=True)


def png16(width, height, seed, channels):
    fine = np.random.default_rng(seed).integers(0, 256, (height, width, 3))
    wide = (drawing(width, height, seed).astype(int) * 256 + fine).astype(np.uint16)
    return cv2.imencode(".png", wide if channels == 3 else wide[..., 0])[1].tobytes()


def with_alpha(image):
    """Half of it transparent: alpha is dropped, the colours below it stay."""
    image = image.convert("RGBA")
    alpha = np.tile(np.linspace(0, 255, image.width).astype(np.uint8), (image.height, 1))
    image.putalpha(Image.fromarray(alpha))
    return image


def pictures():
    quantised = lambda image: image.quantize(32, dither=Image.Dither.NONE)
    animated = [Image.fromarray(drawing(90, 70, seed)).quantize(16) for seed in (71, 72)]
    return {
        "jpeg-444.jpg": jpeg(320, 240, 1, quality=85, subsampling=0),
        "jpeg-422.jpg": jpeg(261, 130, 2, quality=80, subsampling=1),
        "jpeg-420.jpg": jpeg(333, 251, 3, quality=75, subsampling=2),
        "jpeg-progressive.jpg": jpeg(250, 250, 4, quality=80, progressive=True),
        "jpeg-gray.jpg": jpeg(200, 301, 5, "L", quality=80),
        "jpeg-cmyk.jpg": jpeg(160, 120, 6, "CMYK", quality=80),
        "jpeg-restart.jpg": jpeg(225, 223, 7, quality=60, restart_marker_blocks=5),
        "jpeg-one-pixel-wide.jpg": jpeg(1, 40, 8, quality=90),
        "png-rgb.png": png(97, 61, 21, lambda image: image),
        "png-gray.png": png(120, 80, 22, lambda image: image.convert("L")),
        "png-rgba.png": png(75, 101, 23, with_alpha),
        "png-gray-alpha.png": png(80, 60, 24, lambda image: with_alpha(image).convert("LA")),
        "png-palette.png": png(260, 90, 25, quantised),
        "png-bits.png": png(64, 200, 26, lambda image: image.convert("1")),
        "png-16-bit.png": png16(50, 40, 27, 3),
        "png-gray-16-bit.png": png16(60, 45, 28, 1),
        "png-tall.png": png(20, 300, 29, lambda image: image),
        "png-five-by-three.png": png(5, 3, 30, lambda image: image),
        "bmp-rgb.bmp": saved(Image.fromarray(drawing(63, 40, 41)), "BMP"),
        "bmp-palette.bmp": saved(Image.fromarray(drawing(90, 60, 42)).quantize(64), "BMP"),
        "gif.gif": saved(Image.fromarray(drawing(110, 80, 61)).quantize(32), "GIF"),
        "gif-animated.gif": saved(animated[0], "GIF", save_all=True, append_images=animated[1:], duration=50),
    }


def decoded(name, data):
    form = name.rsplit(".")[-1]
    if form == "jpg":
        rgb = tf.io.decode_jpeg(data, channels=3, dct_method="INTEGER_ACCURATE").numpy()
    elif form == "png":
        rgb = tf.io.decode_png(data, channels=3).numpy()
    elif form == "gif":
        rgb = tf.io.decode_gif(data).numpy()[0]
    else:
        rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    other = Image.open(io.BytesIO(data))
    if other.mode in ("L", "RGB", "P", "1"):
        assert np.array_equal(rgb, np.asarray(other.convert("RGB"))), name
    if other.mode == "RGBA":
        assert np.array_equal(rgb, np.asarray(other)[..., :3]), name
    if form == "jpg" and other.mode != "CMYK":
        opened = cv2.imdecode(np.frombuffer(data, "u1"), cv2.IMREAD_COLOR)
        assert np.array_equal(rgb, cv2.cvtColor(opened, cv2.COLOR_BGR2RGB)), name
    return rgb


def by_pillow(data, rgb):
    """What Pillow reads of a file where that is something else: it clips grey of 16 bits."""
    image = Image.open(io.BytesIO(data))
    return np.asarray(image.convert("RGB")) if image.mode == "I;16" else rgb


# Each gives the network's input: float32, normalised.

def squash(rgb, n):
    return (tf.image.resize(rgb, [n, n], method="bilinear", antialias=False) / 127.5 - 1.0).numpy()


def slim_inception(rgb, n):
    x = tf.image.central_crop(tf.image.convert_image_dtype(rgb, tf.float32), 0.875)
    x = tf.compat.v1.image.resize_bilinear(x[None], [n, n], align_corners=False, half_pixel_centers=False)[0]
    return ((x - 0.5) * 2.0).numpy()


def mlperf(rgb, n):
    h, w = rgb.shape[:2]
    short = int(100.0 * n / 87.5)
    size = (short, int(short * h / w)) if h > w else (int(short * w / h), short)
    x = cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR)
    top, left = int((x.shape[0] - n) / 2), int((x.shape[1] - n) / 2)
    return (x[top:top + n, left:left + n].astype(F) / F(255) - F(0.5)) * F(2)


def keras_table(rgb, n):
    """The resized pixels."""
    h, w = rgb.shape[:2]
    short = int(n / 0.875)
    x = cv2.resize(rgb, (w * short // min(h, w), h * short // min(h, w)), interpolation=cv2.INTER_CUBIC)
    top, left = (x.shape[0] - n) // 2, (x.shape[1] - n) // 2
    return x[top:top + n, left:left + n]


def keras_docs(rgb, n):
    return np.asarray(Image.fromarray(rgb).resize((n, n), Image.NEAREST)).astype(F) / F(127.5) - F(1)


def pillow(rgb, n, short, method):
    h, w = rgb.shape[:2]
    long = int(short * max(h, w) / min(h, w))
    x = Image.fromarray(rgb).resize((short, long) if w <= h else (long, short), method)
    top, left = int(round((x.height - n) / 2.0)), int(round((x.width - n) / 2.0))
    return np.asarray(x.crop((left, top, left + n, top + n))).astype(F)


def torchvision(rgb, n, short):
    mean, deviation = np.array([0.485, 0.456, 0.406], F), np.array([0.229, 0.224, 0.225], F)
    return (pillow(rgb, n, short, Image.BILINEAR) / F(255) - mean) / deviation


def timm(rgb, n, method):
    return (pillow(rgb, n, int(n / 0.875), method) / F(255) - F(0.5)) / F(0.5)


PRESETS = {
    "squash": squash,
    "slim-inception": slim_inception,
    "mlperf-mobilenet": mlperf,
    "keras-docs": keras_docs,
    "torchvision": lambda rgb, n: torchvision(rgb, n, int(n / 0.875)),
    "torchvision-232": lambda rgb, n: torchvision(rgb, n, n * 232 // 224),
    "timm": lambda rgb, n: timm(rgb, n, Image.BICUBIC),
    "timm-bilinear": lambda rgb, n: timm(rgb, n, Image.BILINEAR),
}


# Their references read files by Pillow.
BY_PILLOW = {"keras-docs", "torchvision", "torchvision-232", "timm", "timm-bilinear"}


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def main(out):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, data in pictures().items():
        (out / name).write_bytes(data)
        rgb = decoded(name, data)
        presets = {}
        for preset, function in PRESETS.items():
            presets[preset] = {}
            for n in RESOLUTIONS:
                x = function(by_pillow(data, rgb) if preset in BY_PILLOW else rgb, n)
                assert x.shape == (n, n, 3) and x.dtype == F, (preset, x.shape, x.dtype)
                presets[preset][str(n)] = sha256(x.astype("<f4"))
        height, width = rgb.shape[:2]
        entries.append({"file": name, "width": width, "height": height, "decoded": sha256(rgb), "presets": presets})
        if name in KERAS_TABLE:
            entries[-1]["keras-table"] = {"224": f"keras-table-{name.replace('.', '-')}.png"}
            image = Image.fromarray(keras_table(rgb, 224))
            (out / entries[-1]["keras-table"]["224"]).write_bytes(saved(image, "PNG", optimize=True))
    versions = {"tensorflow": tf.__version__, "opencv": cv2.__version__, "pillow": PIL.__version__, "numpy": np.__version__}
    with (out / "drawn.json").open("w") as file:
        lines = ",\n".join(json.dumps(entry) for entry in entries)
        file.write(f'{{"versions": {json.dumps(versions)},\n"pictures": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(sys.argv[1])
