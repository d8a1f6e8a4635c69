# SPDX-License-Identifier: Apache-2.0
"""Transformers of Spark ML, on classic sessions and on Spark Connect."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, TypedDict

from pyspark import SparkContext
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import is_remote

from mobilespark.options import checked, told

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from typing_extensions import Self, Unpack

_JAVA_PACKAGE = "io.mobilespark.spark.ml"


class TransformerParams(TypedDict, total=False):
    """What both transformers can be told."""

    inputCol: str
    """Column of encoded pictures, binary; content by default."""
    errorCol: str
    """Column for the reason why a row has no result, null if it has; error by default."""
    model: str
    """Network, such as mobilenet_v2; needed where the file holds weights alone."""
    alpha: float
    """Width multiplier."""
    resolution: int | str
    """Height and width of the input in pixels, or both as "96x160"."""
    weights: str | os.PathLike[str]
    """Keras .keras or .h5 file, or SavedModel folder, where the driver or the server sees it."""
    classes: str | os.PathLike[str]
    """Labels of the outputs: imagenet, the default, or a file."""
    preset: str
    """Preprocessing; by default the one the variant's accuracy was published with."""
    orientation: str
    """stored, the default, or exif to turn pictures as their cameras meant them."""
    truncated: str
    """reject, the default, or decode what is there of a JPEG or PNG that ends early."""
    head: str | os.PathLike[str]
    """Folder with a head trained on the network's features."""
    precision: str
    """What the network computes in; fp32 by default."""
    signature: str
    """Signature of a SavedModel."""
    outputName: str
    """Output of that signature."""
    inputRange: str
    """0..255, 0..1 or -1..1."""
    activation: str
    """softmax or sigmoid of the outputs."""
    architecture: str | os.PathLike[str]
    """File of Keras's to_json, for weights alone."""
    batchRows: int
    """Pictures in a batch."""
    batchBytes: int
    """Bytes of encoded pictures in a batch."""
    maxPixels: int
    """Width x height beyond which a picture is TOO_LARGE."""
    maxPictureBytes: int
    """Encoded bytes beyond which a picture is TOO_LARGE."""


class ClassifierParams(TransformerParams, total=False):
    """What :class:`MobileNetClassifier` can be told."""

    predictionCol: str
    """Column for the index of the best class; prediction by default."""
    predictionsCol: str
    """Column for the best classes, best first; predictions by default."""
    topK: int
    """Classes kept per picture; 5 by default."""
    threshold: float
    """Probability from which a label stands in labelsCol; none by default."""
    labelsCol: str
    """Column for all labels that reach the threshold; labels by default."""


class EmbedderParams(TransformerParams, total=False):
    """What :class:`MobileNetEmbedder` can be told."""

    outputCol: str
    """Column for the pooled features; features by default."""
    outputType: str
    """vector (of Spark ML), the default, or array (of floats)."""


def _param(name: str, meaning: str, converter: Any = TypeConverters.toString) -> Param[Any]:
    return Param(Params._dummy(), name, meaning, typeConverter=converter)


class _MobileNetTransformer(JavaTransformer, JavaMLReadable[Any], JavaMLWritable):
    _known: ClassVar[type] = TransformerParams

    inputCol = _param("inputCol", "column of encoded pictures, binary")
    errorCol = _param("errorCol", "column for the reason why a row has no result")
    model = _param("model", "network; unset where the file says it")
    alpha = _param("alpha", "width multiplier (> 0)", TypeConverters.toFloat)
    # Both as text, as Java's side keeps them.
    resolution = _param("resolution", "height and width of the input in pixels, or 96x160", str)
    weights = _param("weights", "Keras .keras or .h5 file or SavedModel folder")
    classes = _param("classes", "labels of the outputs: imagenet, or a file")
    preset = _param("preset", "preprocessing; unset for the published one")
    orientation = _param("orientation", "stored, or exif to turn pictures as they were meant")
    truncated = _param("truncated", "reject, or decode what is there of cut pictures")
    head = _param("head", "folder with a trained head; unset for its own")
    precision = _param("precision", "what the network computes in")
    signature = _param("signature", "signature of a SavedModel; unset for serving_default")
    outputName = _param("outputName", "output of that signature")
    inputRange = _param("inputRange", "range of pixels; unset for its own")
    activation = _param("activation", "softmax or sigmoid; unset for what its graph says")
    architecture = _param("architecture", "file of Keras's to_json, for weights alone")
    batchRows = _param("batchRows", "pictures in a batch", TypeConverters.toInt)
    batchBytes = _param("batchBytes", "bytes of encoded pictures in a batch", TypeConverters.toInt)
    maxPixels = _param("maxPixels", "pixels beyond which one is TOO_LARGE", TypeConverters.toInt)
    maxPictureBytes = _param(
        "maxPictureBytes", "bytes beyond which one is TOO_LARGE", TypeConverters.toInt
    )

    def __init__(self, given: dict[str, Any], **defaults: str | int) -> None:
        super().__init__()
        name = type(self).__name__
        if not is_remote() and SparkContext._active_spark_context is None:
            raise RuntimeError(f"{name} wants a Spark session; make it first")
        try:
            self._java_obj = self._new_java_obj(f"{_JAVA_PACKAGE}.{name}", self.uid)
        except TypeError as e:
            # Py4J takes a class that is not there for a package.
            raise RuntimeError(
                f"{name}: the session has no MobileSpark; give its jar by --jars or spark.jars"
            ) from e
        self._setDefault(
            inputCol="content",
            errorCol="error",
            classes="imagenet",
            orientation="stored",
            truncated="reject",
            precision="fp32",
            batchRows=8,
            batchBytes=16 << 20,
            maxPixels=64_000_000,
            maxPictureBytes=64 << 20,
            **defaults,
        )
        self._given(given)

    def _given(self, given: dict[str, Any]) -> Self:
        self._set(**checked(type(self).__name__, self._known, given))
        if not is_remote():
            # So that a wrong value is refused where it is given.
            self._transfer_params_to_java()
        return self

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with told():
            transformed = super()._transform(dataset)
        if is_remote():
            try:
                # As a classic session does; Connect would wait for the first action.
                _ = transformed.schema
            except Exception as e:
                if "Unsupported ML operator" not in str(e):
                    raise
                name = type(self).__name__
                function = "classify" if name == "MobileNetClassifier" else "embed"
                raise RuntimeError(
                    f"{name}: this Connect server has no MobileSpark for Spark ML; start it with"
                    f" --jars and MobileSpark's jar, or use mobilespark.{function}"
                ) from e
        return transformed


class MobileNetClassifier(_MobileNetTransformer):
    """Classifies a column of encoded pictures by a MobileNet.

    Adds ``prediction``, the index of the best class as a double, as evaluators of Spark ML want
    it; ``predictions``, the best classes with ``index``, ``label``, ``name`` and ``probability``;
    ``error``, the reason where both are null; and where a ``threshold`` is set ``labels``, all
    labels with so much probability or more. Rows keep their order and their other columns.

    Parameters
    ----------
    **params
        those of :class:`mobilespark.ml.ClassifierParams`; ``weights`` is needed

    Raises
    ------
    TypeError
        on a param that there is not, or of a wrong type
    pyspark.errors.IllegalArgumentException
        on a value that is none; on Connect, when pictures are transformed

    Examples
    --------
    >>> classifier = MobileNetClassifier(model="mobilenet_v2", weights="v2.h5", topK=3)
    >>> classifier.transform(photos).select("path", "prediction", "error").show()
    """

    # Where Spark looks for the class of a saved stage.
    __module__ = _JAVA_PACKAGE
    _known = ClassifierParams

    predictionCol = _param("predictionCol", "column for the index of the best class, double")
    predictionsCol = _param("predictionsCol", "column for the best classes, best first")
    topK = _param("topK", "classes kept per picture (>= 1)", TypeConverters.toInt)
    threshold = _param(
        "threshold", "probability from which a label stands in labelsCol", TypeConverters.toFloat
    )
    labelsCol = _param("labelsCol", "column for all labels that reach the threshold")

    def __init__(self, **params: Unpack[ClassifierParams]) -> None:
        super().__init__(
            dict(params),
            predictionCol="prediction",
            predictionsCol="predictions",
            topK=5,
            labelsCol="labels",
        )

    def setParams(self, **params: Unpack[ClassifierParams]) -> Self:
        """Sets params as the constructor does, with the same errors."""
        return self._given(dict(params))


class MobileNetEmbedder(_MobileNetTransformer):
    """Embeds a column of encoded pictures by a MobileNet.

    Adds ``features``, the pooled features as a vector of Spark ML or an array of floats, and
    ``error``, the reason where they are null. Takes weights with and without top. Rows keep their
    order and their other columns.

    Parameters
    ----------
    **params
        those of :class:`mobilespark.ml.EmbedderParams`; ``weights`` is needed

    Raises
    ------
    TypeError
        on a param that there is not, or of a wrong type
    pyspark.errors.IllegalArgumentException
        on a value that is none; on Connect, when pictures are transformed

    Examples
    --------
    >>> embedder = MobileNetEmbedder(model="mobilenet_v2", weights="v2.h5")
    >>> Pipeline(stages=[embedder, LogisticRegression(labelCol="label")]).fit(photos)
    """

    # Where Spark looks for the class of a saved stage.
    __module__ = _JAVA_PACKAGE
    _known = EmbedderParams

    outputCol = _param("outputCol", "column for the pooled features")
    outputType = _param("outputType", "vector (of Spark ML), or array (of floats)")

    def __init__(self, **params: Unpack[EmbedderParams]) -> None:
        super().__init__(dict(params), outputCol="features", outputType="vector")

    def setParams(self, **params: Unpack[EmbedderParams]) -> Self:
        """Sets params as the constructor does, with the same errors."""
        return self._given(dict(params))
