# SPDX-License-Identifier: Apache-2.0
"""Columns by MobileSpark's SQL functions, on classic sessions and on Spark Connect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyspark.sql import Column
from pyspark.sql import functions as F

from mobilespark.options import LimitOptions, ModelOptions, checked, text

if TYPE_CHECKING:
    from typing_extensions import Unpack


def classify(column: Column | str, **options: Unpack[ModelOptions]) -> Column:
    """Ranked classes of encoded pictures.

    Parameters
    ----------
    column
        binary column of encoded pictures, or its name
    **options
        those of :class:`mobilespark.options.ModelOptions`; they go before the session's settings

    Returns
    -------
    Column
        struct of ``predictions`` (best first, each with ``index``, ``label``, ``name`` and
        ``probability``), ``error``, ``error_detail``, ``width`` and ``height``; with the option
        ``threshold`` also of ``labels``. A picture that cannot be read has its reason in
        ``error``.

    Raises
    ------
    TypeError
        on an option that there is not, or of a wrong type

    Examples
    --------
    >>> best = classify("content", top_k=1)["predictions"][0]["name"]
    >>> photos.select("path", best.alias("best")).show()
    """
    return _called("classify", "mobilenet_classify", column, ModelOptions, options)


def embed(column: Column | str, **options: Unpack[ModelOptions]) -> Column:
    """Pooled features of encoded pictures.

    Parameters
    ----------
    column
        binary column of encoded pictures, or its name
    **options
        those of :class:`mobilespark.options.ModelOptions`; they go before the session's settings

    Returns
    -------
    Column
        array of float, null where a picture cannot be read

    Raises
    ------
    TypeError
        on an option that there is not, or of a wrong type

    Examples
    --------
    >>> photos.select("path", embed("content", model="mobilenet_v2", weights="v2.h5"))
    """
    return _called("embed", "mobilenet_embed", column, ModelOptions, options)


def image_info(column: Column | str, **options: Unpack[LimitOptions]) -> Column:
    """What the headers of encoded pictures say; decodes no pixels.

    Parameters
    ----------
    column
        binary column of encoded pictures, or its name
    **options
        those of :class:`mobilespark.options.LimitOptions`; they go before the session's settings

    Returns
    -------
    Column
        struct of ``format``, ``width``, ``height``, ``channels``, ``orientation`` (EXIF's, 1 is
        upright), ``error`` and ``error_detail``

    Raises
    ------
    TypeError
        on an option that there is not, or of a wrong type

    Examples
    --------
    >>> photos.groupBy(image_info("content")["format"]).count().show()
    """
    return _called("image_info", "image_info", column, LimitOptions, options)


def _called(
    name: str,
    function: str,
    column: Column | str,
    known: type,
    options: Mapping[str, object],
) -> Column:
    if not isinstance(column, (Column, str)):
        raise TypeError(
            f"{name}: column is a Column or the name of one; found {type(column).__name__}"
        )
    given = checked(name, known, options)
    arguments = [F.col(column) if isinstance(column, str) else column]
    if given:
        pairs = [F.lit(part) for key, value in given.items() for part in (key, text(value))]
        arguments.append(F.create_map(*pairs))
    return F.call_function(function, *arguments)
