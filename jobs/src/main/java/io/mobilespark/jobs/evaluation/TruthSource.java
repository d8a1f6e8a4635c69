// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.DevkitIds;
import io.mobilespark.labels.LabelSetReader;
import io.mobilespark.labels.NamedLabelSets;
import io.mobilespark.labels.NamedTruth;
import io.mobilespark.labels.RealLabels;
import io.mobilespark.labels.TextBytes;
import io.mobilespark.labels.TruthColumns;
import io.mobilespark.labels.TruthFormat;
import io.mobilespark.labels.TruthReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads ground truth from where it lies: a text of labels or of pictures and labels, a Parquet
 * table of any size, or a folder of pictures in folders named by class.
 */
public final class TruthSource {
  private final SparkSession spark;
  private final Configuration hadoop;
  private final TruthSettings settings;

  /** Reads on a session, which stays the caller's. */
  public TruthSource(SparkSession spark, TruthSettings settings) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.settings = settings;
  }

  /** Whether the settings name another class list than the usual one. */
  public boolean namesClasses() {
    return !settings.classes().equals(TruthSettings.IMAGENET);
  }

  /** Probability from which one of several independent labels counts as given. */
  public float threshold() {
    return settings.threshold();
  }

  /** Whether pictures of the truth that were not labelled do not count. */
  public boolean onlyLabelled() {
    return settings.onlyLabelled();
  }

  /** The class list that the settings name. */
  public ClassList classes() {
    if (settings.classes().equals(TruthSettings.IMAGENET)) {
      return ClassList.imagenet();
    }
    return new StoredFile("class list", settings.classes(), hadoop)
        .read(bytes -> ClassList.parse(settings.classes(), TextBytes.reader(bytes)));
  }

  /**
   * The truth.
   *
   * @param classes gives the indices
   * @throws io.mobilespark.MobileSparkException when it is absent, has no convention that can be
   *     right, or has a picture twice
   */
  public Truth read(ClassList classes) {
    StoredFile file = new StoredFile("ground truth", settings.uri(), hadoop);
    TruthReader reader = reader(classes);
    if (file.isParquet()) {
      return new ParquetTruth(spark, settings.uri(), reader).read();
    }
    if (file.isFolder()) {
      return ofFolder(paths -> ofClasses(reader.folderNames(settings.uri(), paths)));
    }
    return ofClasses(file.read(bytes -> reader.readNames(settings.uri(), TextBytes.reader(bytes))));
  }

  /**
   * The truth of independent labels, any number of them for a picture.
   *
   * @param classes gives the indices
   * @throws io.mobilespark.MobileSparkException when it is absent or has no convention that can be
   *     right
   */
  public Truth readLabelSets(ClassList classes) {
    StoredFile file = new StoredFile("ground truth", settings.uri(), hadoop);
    LabelSetReader reader = new LabelSetReader(reader(classes));
    if (file.isParquet()) {
      return new ParquetTruth(spark, settings.uri(), reader.reader()).readLabelSets();
    }
    if (file.isFolder()) {
      return ofFolder(paths -> ofLabels(reader.folders(settings.uri(), paths)));
    }
    return ofLabels(file.read(bytes -> reader.read(settings.uri(), TextBytes.reader(bytes))));
  }

  private Truth ofFolder(Function<List<String>, Truth> read) {
    PictureListing listing = new PictureListing(hadoop);
    List<PictureFile> pictures = listing.list(List.of(settings.uri()));
    Truth truth = read.apply(pictures.stream().map(PictureFile::path).toList());
    String leftOut =
        listing.leftOut().phrases().stream()
            .map(phrase -> "; left out: " + phrase)
            .collect(Collectors.joining());
    return new Truth(truth.uri(), truth.format(), truth.recognition() + leftOut, truth.pictures());
  }

  /** The reassessed labels, if there are any. */
  public Optional<RealLabels> real(ClassList classes) {
    return settings
        .real()
        .map(
            uri ->
                new StoredFile("ReaL file", uri, hadoop)
                    .read(bytes -> RealLabels.read(uri, bytes, classes)));
  }

  private TruthReader reader(ClassList classes) {
    TruthReader reader = TruthReader.of(classes).skippingBadLines(settings.badLines());
    if (settings.format().isPresent()) {
      reader = reader.withFormat(TruthFormat.named(settings.format().get()));
    }
    if (settings.columns().size() == 2) {
      reader =
          reader.withColumns(
              new TruthColumns(settings.columns().get(0), settings.columns().get(1)));
    }
    if (settings.devkitIds().isPresent()) {
      String uri = settings.devkitIds().get();
      DevkitIds ids =
          new StoredFile("mapping of devkit ids", uri, hadoop)
              .read(bytes -> DevkitIds.read(uri, bytes));
      reader = reader.withDevkitIds(ids);
    }
    return reader;
  }

  private Truth ofClasses(NamedTruth truth) {
    List<Row> rows =
        truth.indices().entrySet().stream()
            .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
            .toList();
    return truth(truth.format(), truth.recognition(), rows, Truth.PICTURES);
  }

  private Truth ofLabels(NamedLabelSets truth) {
    List<Row> rows =
        truth.indices().entrySet().stream()
            .map(
                entry ->
                    RowFactory.create(
                        entry.getKey(), CollectionConverters.asScala(entry.getValue()).toSeq()))
            .toList();
    return truth(truth.format(), truth.recognition(), rows, Truth.LABEL_SETS);
  }

  private Truth truth(TruthFormat format, String recognition, List<Row> rows, StructType schema) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new Truth(
        settings.uri(),
        format,
        recognition,
        spark.createDataFrame(context.parallelize(rows), schema));
  }
}
