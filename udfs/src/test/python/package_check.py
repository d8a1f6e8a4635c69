# SPDX-License-Identifier: Apache-2.0
"""What the package mobilespark does, on the session that is there: classic, or SPARK_REMOTE's.

Wants a folder photos of 20 drawings and 2 broken ones, and the demo's weights as v2.h5; .ci/python
makes them.
"""

import os
import unittest
from pathlib import Path

from mobilespark import (
    MobileNetClassifier,
    MobileNetEmbedder,
    classify,
    embed,
    image_info,
    pictures,
)
from mobilespark.options import LimitOptions, ModelOptions
from pyspark.errors import AnalysisException, IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import StringIndexer
from pyspark.ml.wrapper import JavaWrapper
from pyspark.sql import SparkSession, is_remote
from pyspark.sql import functions as F

PHOTOS = Path("photos").resolve()
MODEL = {
    "model": "mobilenet_v1",
    "alpha": 0.25,
    "resolution": 96,
    "weights": Path("v2.h5").resolve(),
    "classes": PHOTOS / "classes.txt",
    "preset": "squash",
}


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = SparkSession.builder.getOrCreate()
        cls.photos = pictures(cls.spark, PHOTOS)
        assert is_remote() == ("SPARK_REMOTE" in os.environ)

    def test_picturesAreClassified(self):
        best = classify("content", top_k=1, **MODEL)
        rows = self.photos.select(
            "label", best["predictions"][0]["name"], best["error"], F.size(best["predictions"])
        ).collect()
        drawn = [row for row in rows if row[0] != "broken"]
        assert len(rows) == 22
        assert len(drawn) == 20
        assert all(row[2] is None and row[3] == 1 for row in drawn)
        assert sum(row[0] == row[1] for row in drawn) > 15
        assert all(row[2] is not None for row in rows if row[0] == "broken")

    def test_picturesAreEmbedded(self):
        sizes = self.photos.select(F.size(embed(F.col("content"), **MODEL))).collect()
        assert [row[0] for row in sizes].count(256) == 20

    def test_headersAreReadWithinLimits(self):
        drawn = self.photos.where("label <> 'broken'")
        found = drawn.select(
            image_info("content")["width"], image_info("content", max_pixels=1)["error"]
        ).collect()
        assert len(found) == 20
        assert all(row[0] > 0 and row[1] == "TOO_LARGE" for row in found)

    def test_severalPathsAndOptionsReachTheSource(self):
        folders = [PHOTOS / "disc", str(PHOTOS / "star")]
        some = pictures(self.spark, folders, source="images", max_picture_bytes=1)
        assert {row.error for row in some.select("content", "error").collect()} == {"TOO_LARGE"}
        assert some.columns[:4] == ["path", "content", "length", "modified"]

    def test_optionsAreThoseOfSql(self):
        for function, options in (
            ("mobilenet_classify", ModelOptions),
            ("mobilenet_embed", ModelOptions),
            ("image_info", LimitOptions),
        ):
            lines = self.spark.sql(f"DESCRIBE FUNCTION {function}").collect()
            usage = next(row[0] for row in lines if "settings: " in row[0])
            named = usage.split("settings: ")[1].strip(" .").split(", ")
            assert sorted(named) == sorted(options.__annotations__), named

    def test_wrongArgumentsAreNamed(self):
        for call, message in (
            (lambda: classify("content", topk=3), "no argument topk; did you mean top_k"),
            (lambda: classify("content", top_k="3"), "top_k is int; found str '3'"),
            (lambda: classify(3), "column is a Column or the name of one; found int"),
            (lambda: image_info("content", top_k=3), "the arguments are max_pixels"),
            (lambda: pictures("photos"), "pictures(spark, 'photos')"),
            (lambda: pictures(self.spark, 3), "pictures: path is"),
            (lambda: pictures(self.spark, "x", allfiles=True), "did you mean all_files"),
            (lambda: MobileNetClassifier(topk=3), "did you mean topK"),
            (lambda: MobileNetEmbedder(topK=3), "no argument topK"),
            (lambda: MobileNetEmbedder(batchRows=True), "batchRows is int; found bool True"),
        ):
            with self.assertRaises(Exception) as refused:
                call()
            assert message in str(refused.exception), refused.exception
        with self.assertRaisesRegex(AnalysisException, "Unknown preset 'foo'; known are"):
            _ = self.photos.select(classify("content", **{**MODEL, "preset": "foo"})).schema
        with self.assertRaisesRegex(IllegalArgumentException, "preset is one of: .*found 'foo'"):
            MobileNetClassifier(**{**MODEL, "preset": "foo"}, errorCol="e").transform(self.photos)
        with self.assertRaisesRegex(Exception, "Column 'error' is there already"):
            MobileNetClassifier(**MODEL).transform(self.photos)
        with self.assertRaisesRegex(Exception, "There is no input"):
            pictures(self.spark, "/none-of-these").count()

    @unittest.skipIf("SPARK_REMOTE" in os.environ, "there are Java's params on classic sessions")
    def test_paramsAreThoseOfJava(self):
        for made in (MobileNetClassifier(), MobileNetEmbedder()):
            java = made._java_obj
            assert sorted(p.name for p in made.params) == sorted(p.name() for p in java.params())
            assert sorted(made._known.__annotations__) == sorted(p.name for p in made.params)
            defaults = JavaWrapper._new_java_obj(java.getClass().getName())
            for param in made.params:
                theirs = defaults.getParam(param.name)
                assert made.hasDefault(param) == defaults.hasDefault(theirs), param
                if made.hasDefault(param):
                    assert made.getOrDefault(param) == defaults.getOrDefault(theirs), param

    def test_transformersAreSavedAndLoaded(self):
        classifier = MobileNetClassifier(**MODEL, topK=2, threshold=0.2, errorCol="why")
        saved = Path("saved").resolve() / ("connect" if is_remote() else "classic")
        classifier.write().overwrite().save(str(saved / "classifier"))
        loaded = MobileNetClassifier.load(str(saved / "classifier"))
        assert loaded.uid == classifier.uid
        assert loaded.extractParamMap() == classifier.extractParamMap()
        rows = loaded.transform(self.photos).select("prediction", "predictions", "labels").collect()
        assert sum(row[0] is not None and len(row[1]) == 2 for row in rows) == 20
        assert loaded.setParams(topK=1).getOrDefault("topK") == 1

    def test_anEmbedderIsAStageOfAPipeline(self):
        table = self.photos.where("label <> 'broken'").select("path", "content", "label")
        pipeline = Pipeline(
            stages=[
                StringIndexer(inputCol="label", outputCol="y"),
                MobileNetEmbedder(**MODEL),
                LogisticRegression(labelCol="y", maxIter=3),
            ]
        )
        saved = Path("saved").resolve() / ("connect" if is_remote() else "classic")
        pipeline.fit(table).write().overwrite().save(str(saved / "pipeline"))
        loaded = PipelineModel.load(str(saved / "pipeline"))
        assert isinstance(loaded.stages[1], MobileNetEmbedder)
        assert loaded.transform(table).where("prediction = y").count() > 10


if __name__ == "__main__":
    unittest.main(verbosity=2)
