# SPDX-License-Identifier: Apache-2.0
"""MobileNets for PySpark: pictures in, classes or features out.

The package lies in MobileSpark's jar and builds plans only; pixels never reach a Python process.
What it exports works on classic sessions and on Spark Connect:

* :func:`classify`, :func:`embed` and :func:`image_info` make columns. They want
  ``spark.sql.extensions=io.mobilespark.spark.MobileSparkExtensions``.
* :func:`pictures` makes a DataFrame of folders, shards and buckets.
* :class:`MobileNetClassifier` and :class:`MobileNetEmbedder` are transformers of Spark ML. They
  want NumPy, as ``pyspark.ml`` does.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mobilespark.functions import classify, embed, image_info
from mobilespark.sources import pictures

if TYPE_CHECKING:
    from mobilespark.ml import MobileNetClassifier, MobileNetEmbedder

__all__ = [
    "MobileNetClassifier",
    "MobileNetEmbedder",
    "classify",
    "embed",
    "image_info",
    "pictures",
]

# Spark looks for the Python class of a saved stage in a module called as the Java package is.
sys.modules["io.mobilespark.spark.ml"] = sys.modules[__name__]


def __getattr__(name: str) -> Any:
    # Not before it is asked for: pyspark.ml wants NumPy, which plain pyspark does not bring.
    if name in ("MobileNetClassifier", "MobileNetEmbedder"):
        from mobilespark import ml

        return getattr(ml, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
