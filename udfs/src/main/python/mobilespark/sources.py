# SPDX-License-Identifier: Apache-2.0
"""Pictures as a DataFrame, on classic sessions and on Spark Connect."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mobilespark.options import SourceOptions, checked, text, told

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from typing_extensions import Unpack

    Path = str | os.PathLike[str]


def pictures(
    spark: SparkSession,
    path: Path | Iterable[Path] | None = None,
    **options: Unpack[SourceOptions],
) -> DataFrame:
    """Reads pictures by the data source ``pictures``.

    Parameters
    ----------
    spark
        the session
    path
        folders, globs, files or shards, one or several, where the driver or the server sees them;
        none where there is a ``manifest``
    **options
        those of :class:`mobilespark.options.SourceOptions`

    Returns
    -------
    DataFrame
        of ``path``, ``content``, ``length``, ``modified``, ``label``, ``error`` and
        ``error_detail``, a row for each picture. Nothing is read before a query asks for it.

    Raises
    ------
    TypeError
        on an option that there is not, or of a wrong type
    ValueError
        on a value that is none; on Connect the server refuses it when a query asks for pictures

    Examples
    --------
    >>> pictures(spark, "s3a://bucket/photos").where("label = 'cat'").select("path", "length")
    """
    if isinstance(spark, (str, os.PathLike)):
        raise TypeError(f"pictures takes the session first: pictures(spark, {spark!r})")
    if path is None or isinstance(path, (str, os.PathLike)):
        paths = [path]
    elif isinstance(path, Iterable):
        paths = list(path)
    else:
        raise TypeError(f"pictures: path is str or a path, or several; found {path!r}")
    if not paths:
        raise TypeError("pictures: path is empty; wanted a path or several")
    for each in paths:
        if each is not path and not isinstance(each, (str, os.PathLike)):
            raise TypeError(f"pictures: path is str or a path, or several; found {each!r} in them")
    given = checked("pictures", SourceOptions, options)
    reader = spark.read.format("pictures").options(
        **{key: text(value) for key, value in given.items()}
    )
    named = [os.fspath(each) for each in paths if each is not None]
    # A manifest stands alone.
    with told():
        return reader.load(named) if named else reader.load()
