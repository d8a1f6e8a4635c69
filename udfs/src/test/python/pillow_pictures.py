# SPDX-License-Identifier: Apache-2.0
"""Makes WebP and TIFF pictures of every kind and writes what Pillow makes of each.

Run from the repository's root:

    pip install pillow numpy tifffile imagecodecs
    python3 udfs/src/test/python/pillow_pictures.py FOLDER [COUNT [SEED [PIXELS]]]

FOLDER gets six JPEGs in TIFF and COUNT pictures of each kind, 200 where none is given, whose settings the SEED draws, with sides of at most
PIXELS, and `expected.csv`: file, width, height, SHA-256 of Pillow's convert("RGB"), what was drawn; and `turned.csv`
with pictures that carry an EXIF orientation. PillowPicturesTest compares; the pictures beside it in the resources are

    python3 udfs/src/test/python/pillow_pictures.py udfs/src/test/resources/io/mobilespark/image/pillow 20 49 24

and `-Dmobilespark.pillow=FOLDER` has it compare others as well. What Pillow cannot read is drawn again.
"""
import csv
import hashlib
import io
import random
import struct
import sys
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image, ImageOps


def pixels(rng, width, height, channels, dtype="u1"):
    """Waves, a block of noise and flat parts, so that every compression has something to do."""
    noise = np.random.default_rng(rng.getrandbits(32))
    y, x = np.mgrid[0:height, 0:width].astype(float)
    waves = [np.sin((x * a + y * b) / max(width, height) * 6 + c) for a, b, c in noise.uniform(-2, 2, (channels, 3))]
    values = np.clip(np.stack(waves, -1) * 0.45 + 0.5, 0, 1)
    values[height // 2:, width // 2:] = noise.uniform(0, 1, (height - height // 2, width - width // 2, channels))
    values[:height // 4] = noise.uniform(0, 1, channels)
    most = np.iinfo(dtype).max
    return np.round(values * most).astype(dtype)


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def chunk(name, content):
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)


def u24(value):
    return struct.pack("<I", value)[:3]


def chunks(webp):
    at, found = 12, []
    while at + 8 <= len(webp):
        length = struct.unpack_from("<I", webp, at + 4)[0]
        found.append((webp[at:at + 4], webp[at + 8:at + 8 + length]))
        at += 8 + length + (length & 1)
    return found


def framed(rng, still, width, height, alpha):
    """An animation whose first frame lies somewhere on a larger canvas."""
    left, top = 2 * rng.randrange(8), 2 * rng.randrange(8)
    wide, high = left + width + rng.randrange(9), top + height + rng.randrange(9)
    image = b"".join(chunk(name, content) for name, content in chunks(still) if name in (b"ALPH", b"VP8 ", b"VP8L"))
    head = u24(left // 2) + u24(top // 2) + u24(width - 1) + u24(height - 1) + u24(40) + bytes([rng.randrange(4)])
    parts = chunk(b"VP8X", bytes([0x02 | (0x10 if alpha else 0), 0, 0, 0]) + u24(wide - 1) + u24(high - 1))
    parts += chunk(b"ANIM", struct.pack("<IH", rng.getrandbits(32), 0))
    parts += chunk(b"ANMF", head + image) * rng.randrange(1, 3)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def webp(rng, side):
    width, height = rng.randrange(1, side + 1), rng.randrange(1, side + 1)
    alpha = rng.random() < 0.5
    image = Image.fromarray(pixels(rng, width, height, 4 if alpha else 3))
    options = dict(lossless=rng.random() < 0.5, quality=rng.randrange(0, 101), method=rng.randrange(0, 7))
    options["exact"] = rng.random() < 0.5
    options["alpha_quality"] = rng.choice([0, 40, 100])
    if rng.random() < 0.3:
        options["exif"] = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"
    if rng.random() < 0.2:
        options["xmp"] = b"<x:xmpmeta/>"
    data = saved(image, "WEBP", **options)
    kind = rng.choice(["still", "still", "framed", "animated"])
    if kind == "framed":
        data = framed(rng, data, width, height, alpha)
    if kind == "animated":
        more = [Image.fromarray(pixels(rng, width, height, image.mode == "RGBA" and 4 or 3)) for _ in range(2)]
        data = saved(image, "WEBP", save_all=True, append_images=more, duration=30, **options)
    return data, f"{kind} {image.mode} {options}".replace(",", "")


TIFF_KINDS = {
    # what: channels, bits, photometric, extra samples
    "gray": (1, 8, "minisblack", None),
    "gray inverted": (1, 8, "miniswhite", None),
    "gray 16": (1, 16, "minisblack", None),
    "gray alpha": (2, 8, "minisblack", ["unassalpha"]),
    "rgb": (3, 8, "rgb", None),
    "rgb 16": (3, 16, "rgb", None),
    "rgba": (4, 8, "rgb", ["unassalpha"]),
    "rgba premultiplied": (4, 8, "rgb", ["assocalpha"]),
    "rgbx": (4, 8, "rgb", ["unspecified"]),
    "rgba 16": (4, 16, "rgb", ["unassalpha"]),
    "cmyk": (4, 8, "separated", None),
    "cmyk 16": (4, 16, "separated", None),
    "palette": (1, 8, "palette", None),
}


def by_tifffile(rng, side):
    what = rng.choice(sorted(TIFF_KINDS))
    channels, bits, photometric, extra = TIFF_KINDS[what]
    width, height = rng.randrange(1, side + 1), rng.randrange(1, side + 1)
    data = pixels(rng, width, height, channels, "u1" if bits == 8 else "u2")
    options = dict(photometric=photometric, extrasamples=extra, metadata=None)
    options["byteorder"] = rng.choice("<>")
    options["bigtiff"] = rng.random() < 0.15
    options["compression"] = rng.choice([None, "lzw", "zlib", "adobe_deflate", "packbits"])
    if options["compression"] in ("lzw", "zlib", "adobe_deflate") and photometric != "palette":
        options["predictor"] = rng.random() < 0.5
    if rng.random() < 0.4:
        options["tile"] = (16 * rng.randrange(1, 4), 16 * rng.randrange(1, 4))
    else:
        options["rowsperstrip"] = rng.randrange(1, height + 1)
    if photometric == "palette":
        options["colormap"] = np.random.default_rng(rng.getrandbits(32)).integers(0, 65536, (3, 256)).astype("u2")
    if channels == 1:
        data = data[..., 0]
    elif rng.random() < 0.25 and what in ("rgb", "rgba", "cmyk") or what == "rgb 16" and options["compression"]:
        options["planarconfig"] = "separate"
        data = np.ascontiguousarray(data.transpose(2, 0, 1))
    byteorder, bigtiff = options.pop("byteorder"), options.pop("bigtiff")
    out = io.BytesIO()
    with tifffile.TiffWriter(out, bigtiff=bigtiff, byteorder=byteorder) as tiff:
        tiff.write(data, **options)
        if rng.random() < 0.2:
            tiff.write(pixels(rng, 9, 9, 3), photometric="rgb", metadata=None)
    options.pop("colormap", None)
    return out.getvalue(), f"{what} {byteorder} {bigtiff} {options}".replace(",", "")


def by_pillow(rng, side):
    width, height = rng.randrange(1, side + 1), rng.randrange(1, side + 1)
    mode = rng.choice(["1", "L", "P", "RGB", "CMYK", "YCbCr", "YCbCr", "RGBA"])
    image = Image.fromarray(pixels(rng, width, height, 3))
    options = dict(compression=rng.choice([None, "tiff_lzw", "packbits", "tiff_adobe_deflate"]))
    if mode == "P":
        image = image.quantize(rng.choice([2, 16, 100]), dither=Image.Dither.NONE)
    elif mode == "1":
        image = image.convert("1")
        options["compression"] = rng.choice([None, "group3", "group4", "packbits", "tiff_lzw"])
    else:
        image = image.convert(mode)
    if mode in ("L", "RGB", "CMYK", "YCbCr") and rng.random() < 0.5:
        # Below 60, libjpeg-turbo and the JDK's libjpeg clip noise in four colours differently.
        options = dict(compression="jpeg", quality=rng.randrange(60 if mode == "CMYK" else 20, 100))
    if options["compression"] and rng.random() < 0.5:
        options["strip_size"] = rng.randrange(1, 4) * 16 * width * len(image.getbands())
    return saved(image, "TIFF", **options), f"pillow {mode} {options}".replace(",", "")


def jpeg_in_tiff(rng, side):
    """JPEG in strips and tiles with shared tables, as scanners and slide microscopes write them."""
    width, height = rng.randrange(1, side + 1), rng.randrange(1, side + 1)
    data = pixels(rng, width, height, rng.choice([1, 3]))
    options = dict(photometric="minisblack" if data.shape[-1] == 1 else rng.choice(["rgb", "ycbcr"]), metadata=None)
    options["compression"] = "jpeg"
    options["compressionargs"] = dict(level=rng.randrange(30, 100))
    if options["photometric"] == "ycbcr":
        options["subsampling"] = rng.choice([(1, 1), (2, 1), (2, 2)])
    options["tile"] = (16 * rng.randrange(1, 4), 16 * rng.randrange(1, 4))
    out = io.BytesIO()
    with tifffile.TiffWriter(out, byteorder=rng.choice("<>")) as tiff:
        tiff.write(data if data.shape[-1] == 3 else data[..., 0], **options)
    return out.getvalue(), f"jpeg {options}".replace(",", "")


JPEG_KINDS = {
    # what: channels, photometric, extra samples
    "gray inverted": (1, "miniswhite", None),
    "palette": (1, "palette", None),
    "cmyk": (4, "separated", None),
    "rgba": (4, "rgb", ["unassalpha"]),
    "rgba premultiplied": (4, "rgb", ["assocalpha"]),
    "rgbx": (4, "rgb", ["unspecified"]),
}


def jpeg_samples(rng):
    """JPEG whose samples mean something else than they do in JPEG files, in several strips."""
    for number, (what, (channels, photometric, extra)) in enumerate(JPEG_KINDS.items()):
        data = pixels(rng, 23, 40, channels)
        space = "CMYK" if channels == 4 else "GRAYSCALE"
        strips = [
            imagecodecs.jpeg_encode(data[top:top + 16], level=92, colorspace=space, outcolorspace=space)
            for top in range(0, 40, 16)
        ]
        options = dict(photometric=photometric, extrasamples=extra, metadata=None, rowsperstrip=16)
        # Else tifffile would call RGB YCbCr.
        options.update(compression="jpeg", compressionargs=dict(outcolorspace="RGB"))
        if photometric == "palette":
            options["colormap"] = np.random.default_rng(number).integers(0, 65536, (3, 256)).astype("u2")
        out = io.BytesIO()
        with tifffile.TiffWriter(out) as tiff:
            tiff.write(iter(strips), shape=data.shape if channels > 1 else data.shape[:2], dtype="u1", **options)
        yield f"jpeg-{number}.tiff", out.getvalue(), f"jpeg {what}"


def tiff(rng, side):
    return rng.choice([by_tifffile, by_tifffile, by_tifffile, by_pillow, by_pillow, jpeg_in_tiff])(rng, side)


def turned(rng):
    """A picture in each format with each orientation, and what Pillow's exif_transpose makes of it."""
    image = Image.fromarray(pixels(rng, 11, 7, 3))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[274] = orientation
        for kind, options in (("jpg", dict(quality=90)), ("png", {}), ("webp", dict(lossless=True)), ("tiff", {})):
            data = saved(image, {"jpg": "JPEG"}.get(kind, kind.upper()), exif=exif, **options)
            # Of TIFF, Pillow turns the pixels as it reads them, and says no more of it.
            rgb = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
            yield f"turned-{orientation}.{kind}", data, rgb


def main(folder, count, seed, side):
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    rows = []
    for kind, make in (("webp", webp), ("tiff", tiff)):
        number = 0
        while number < count:
            data, what = make(rng, side)
            try:
                rgb = Image.open(io.BytesIO(data)).convert("RGB")
            except (OSError, SyntaxError, ValueError, KeyError) as refused:
                print("drawn again:", what, refused)
                continue
            name = f"{kind}-{number:03}.{kind}"
            (folder / name).write_bytes(data)
            rows.append([name, rgb.width, rgb.height, hashlib.sha256(rgb.tobytes()).hexdigest(), what])
            number += 1
    for name, data, what in jpeg_samples(random.Random(seed)):
        rgb = Image.open(io.BytesIO(data)).convert("RGB")
        (folder / name).write_bytes(data)
        rows.append([name, rgb.width, rgb.height, hashlib.sha256(rgb.tobytes()).hexdigest(), what])
    turns = []
    for name, data, rgb in turned(rng):
        (folder / name).write_bytes(data)
        turns.append([name, rgb.width, rgb.height, hashlib.sha256(rgb.tobytes()).hexdigest(), name[7]])
    with open(folder / "turned.csv", "w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([["file", "width", "height", "rgb_sha256", "turn"]] + turns)
    with open(folder / "expected.csv", "w", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["file", "width", "height", "rgb_sha256", "what"])
        table.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(value) for value in (sys.argv[2:] + ["200", "5", "90"][len(sys.argv) - 2:])))
