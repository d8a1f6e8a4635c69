# SPDX-License-Identifier: Apache-2.0
"""What the functions and the source can be told, and how a wrong argument is refused."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from numbers import Integral, Real
from typing import Any, TypedDict, get_args, get_origin, get_type_hints


class LimitOptions(TypedDict, total=False):
    """Bounds on a picture; those of the session hold where one is not given."""

    max_pixels: int
    """Width x height beyond which a picture is TOO_LARGE."""
    max_picture_bytes: int
    """Encoded bytes beyond which a picture is TOO_LARGE."""


class ModelOptions(LimitOptions, total=False):
    """The network and how it is asked.

    An option goes before the session's setting ``spark.mobilespark.<name>``.
    """

    model: str
    """Network, such as mobilenet_v2; needed where the file holds weights alone."""
    alpha: float
    """Width multiplier."""
    resolution: int | str
    """Height and width of the input in pixels, or both as "96x160"."""
    weights: str | os.PathLike[str]
    """Keras .keras or .h5 file, or SavedModel folder, where the driver or the server sees it."""
    classes: str | os.PathLike[str]
    """Labels of the outputs: imagenet, or a file."""
    preset: str
    """Preprocessing, such as keras or timm."""
    orientation: str
    """stored, or exif to turn pictures as their cameras meant them."""
    truncated: str
    """reject, or decode what is there of a JPEG or PNG that ends early."""
    head: str | os.PathLike[str]
    """Folder with a head trained on the network's features."""
    precision: str
    """What the network computes in, such as fp32."""
    signature: str
    """Signature of a SavedModel."""
    output_name: str
    """Output of that signature."""
    input_range: str
    """0..255, 0..1 or -1..1."""
    activation: str
    """softmax or sigmoid of the outputs."""
    architecture: str | os.PathLike[str]
    """File of Keras's to_json, for weights alone."""
    top_k: int
    """Classes kept per picture."""
    threshold: float
    """Adds the field labels: all labels of a picture with this probability or more."""
    batch_rows: int
    """Pictures in a batch."""
    batch_bytes: int
    """Bytes of encoded pictures in a batch."""


class SourceOptions(TypedDict, total=False):
    """Where pictures are and how they are read, as the command ``label`` has it."""

    manifest: str | os.PathLike[str]
    """Instead of a path, a list of pictures."""
    manifest_column: str
    """The URIs in a manifest that is a table."""
    source: str
    """images, tar, zip or tfrecord where names do not tell."""
    all_files: bool
    """Takes side files, too."""
    label_field: str
    """Where shards hold labels."""
    example_features: str
    """Where TFRecords hold pictures and labels."""
    prefetch_requests: int
    """How many requests reading runs ahead in an executor."""
    prefetch_bytes: int
    """How many bytes reading runs ahead in an executor."""
    max_picture_bytes: int
    """A larger picture is TOO_LARGE; 64 MiB at most."""


def checked(function: str, known: type, arguments: Mapping[str, object]) -> dict[str, Any]:
    """Looks at names and types of arguments; values are for Spark's side to judge.

    Parameters
    ----------
    function
        what is called, for messages
    known
        a TypedDict of the names that there are and of their types
    arguments
        what was given

    Returns
    -------
    dict
        the arguments as plain str, int, float and bool

    Raises
    ------
    TypeError
        with the name that is none, or that has a value of a wrong type
    """
    types = get_type_hints(known)
    return {name: _checked(function, types, name, value) for name, value in arguments.items()}


def _checked(function: str, types: Mapping[str, Any], name: str, value: object) -> Any:
    if name not in types:
        plain = {_plain(each): each for each in types}
        near = difflib.get_close_matches(_plain(name), plain, n=1)
        meant = f"; did you mean {plain[near[0]]}" if near else ""
        raise TypeError(
            f"{function} has no argument {name}{meant}; the arguments are {', '.join(types)}"
        )
    wanted = [get_origin(each) or each for each in get_args(types[name]) or (types[name],)]
    if isinstance(value, bool):
        if bool in wanted:
            return value
    elif int in wanted and isinstance(value, Integral):
        return int(value)
    elif float in wanted and isinstance(value, Real):
        return float(value)
    elif str in wanted and isinstance(value, str):
        return value
    elif os.PathLike in wanted and isinstance(value, os.PathLike):
        return os.fspath(value)
    names = " or ".join("a path" if each is os.PathLike else each.__name__ for each in wanted)
    raise TypeError(f"{function}: {name} is {names}; found {type(value).__name__} {value!r}")


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


@contextmanager
def told() -> Iterator[None]:
    """Raises what MobileSpark refuses as a ValueError of one line, without Java's stack."""
    try:
        yield
    except Exception as e:
        java = getattr(e, "java_exception", None)
        if java is None or java.getClass().getName() != "io.mobilespark.MobileSparkException":
            raise
        raise ValueError(java.getMessage()) from None


def text(value: str | int | float | bool) -> str:
    """An argument as Spark's options spell it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
