// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.mobilespark.MobileSparkException;
import io.mobilespark.source.ParquetFolder;
import io.mobilespark.labels.LabelReading;
import io.mobilespark.labels.LabelRecognition;
import io.mobilespark.labels.LabelSplitter;
import io.mobilespark.labels.LabelledPicture;
import io.mobilespark.labels.TruthColumns;
import io.mobilespark.labels.TruthFormat;
import io.mobilespark.labels.TruthLayout;
import io.mobilespark.labels.TruthReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ground truth in a Parquet table, however large: only the different labels and a sample of the
 * pictures reach the driver.
 *
 * @param spark reads it
 * @param uri a file or folder
 * @param reader knows the conventions
 */
record ParquetTruth(SparkSession spark, String uri, TruthReader reader) {
  private static final List<String> PICTURE_TITLES =
      List.of("picture", "path", "file", "filename", "file_name", "image", "name", "key");
  private static final List<String> LABEL_TITLES =
      List.of("label", "wnid", "synset", "index", "class", "class_index", "devkit_id");
  private static final List<String> LABEL_SET_TITLES =
      Stream.concat(
              Stream.of("labels", "tags", "categories", "classes", "targets", "attributes"),
              LABEL_TITLES.stream())
          .toList();
  private static final int MOST_LABELS = 100_000;
  private static final int SAMPLE = 1000;

  /** The labels' classes. */
  Truth read() {
    Dataset<Row> table = ParquetFolder.read(spark, uri);
    Column picture =
        column(table, reader.columns().map(TruthColumns::picture).map(List::of), PICTURE_TITLES);
    Column label =
        column(table, reader.columns().map(TruthColumns::label).map(List::of), LABEL_TITLES);
    Dataset<Row> all =
        table.select(picture.cast("string").as("picture"), label.cast("string").as("label"));
    Column nameless = PictureNames.key(col("picture"), 1).equalTo("");
    Column hole = nameless.or(col("label").isNull());
    long holes = all.filter(hole).count();
    if (holes > reader.badLines()) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s has %d rows without picture or label", uri, holes));
    }
    Dataset<Row> pictures = holes == 0 ? all : all.filter(not(hole));
    LabelRecognition recognition =
        reader.recognise(uri, TruthLayout.PARQUET, labels(pictures), sample(pictures));
    Map<String, Integer> indices = new HashMap<>();
    labels(pictures).forEach(l -> indices.put(l, recognition.reading().index(l)));
    Column index =
        udf((UDF1<String, Integer>) indices::get, DataTypes.IntegerType).apply(col("label"));
    TruthFormat format = new TruthFormat(TruthLayout.PARQUET, recognition.reading().scheme());
    return new Truth(
        uri,
        format,
        format + " (" + recognition.reason() + skipped(holes) + ")",
        pictures.select(col("picture").as("path"), index.as("truth")));
  }

  /**
   * The independent labels: an array or a text of several in a column, a row for each, or a column
   * of 0 and 1 for each label.
   */
  Truth readLabelSets() {
    Dataset<Row> table = ParquetFolder.read(spark, uri);
    LabelSplitter splitter = new LabelSplitter(reader.classes());
    Column picture =
        column(table, reader.columns().map(TruthColumns::picture).map(List::of), PICTURE_TITLES);
    List<String> own =
        reader.columns().isPresent() ? List.of() : splitter.columns(Arrays.asList(table.columns()));
    boolean flags = own.size() >= 2;
    if (flags) {
      splitter.requireAll(uri, own);
    }
    Column labels = flags ? flags(own) : labels(table, splitter);
    Dataset<Row> all =
        table
            .select(picture.cast("string").as("picture"), labels.as("labels"))
            .groupBy("picture")
            .agg(flatten(collect_list("labels")).as("labels"));
    Column nameless = PictureNames.key(col("picture"), 1).equalTo("");
    long holes = all.filter(nameless).count();
    if (holes > reader.badLines()) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s has %d pictures without a name", uri, holes));
    }
    Dataset<Row> pictures = holes == 0 ? all : all.filter(not(nameless));
    Dataset<Row> pairs = pictures.select(col("picture"), explode(col("labels")).as("label"));
    LabelRecognition recognition =
        reader.recognise(uri, TruthLayout.PARQUET, labels(pairs), sample(pairs));
    LabelReading reading = recognition.reading();
    Column indices =
        udf(
                (UDF1<scala.collection.Seq<String>, List<Integer>>)
                    each ->
                        CollectionConverters.asJava(each).stream()
                            .map(reading::index)
                            .distinct()
                            .sorted()
                            .toList(),
                DataTypes.createArrayType(DataTypes.IntegerType, false))
            .apply(col("labels"));
    TruthFormat format = new TruthFormat(TruthLayout.PARQUET, reading.scheme());
    String arrangement = flags ? "a column of 0 and 1 for each label" : "a column of labels";
    return new Truth(
        uri,
        format,
        format + " (" + arrangement + "; " + recognition.reason() + skipped(holes) + ")",
        pictures.select(col("picture").as("path"), indices.as("truth")));
  }

  private static String skipped(long holes) {
    return holes == 0 ? "" : "; skipped " + holes + " rows without picture or label";
  }

  private Column flags(List<String> labels) {
    Column[] present =
        labels.stream()
            .map(
                label ->
                    when(
                        udf(
                                (UDF1<@Nullable String, Boolean>)
                                    flag -> LabelSplitter.isPresent(uri, label, flag),
                                DataTypes.BooleanType)
                            .apply(named(label).cast("string")),
                        lit(label)))
            .toArray(Column[]::new);
    return array_compact(array(present));
  }

  private Column labels(Dataset<Row> table, LabelSplitter splitter) {
    Column label =
        column(table, reader.columns().map(TruthColumns::label).map(List::of), LABEL_SET_TITLES);
    if (table.select(label).schema().fields()[0].dataType() instanceof ArrayType) {
      return coalesce(array_compact(label.cast("array<string>")), array().cast("array<string>"));
    }
    return udf(
            (UDF1<@Nullable String, List<String>>)
                cell -> cell == null ? List.of() : splitter.labels(cell),
            DataTypes.createArrayType(DataTypes.StringType, false))
        .apply(label.cast("string"));
  }

  private List<String> labels(Dataset<Row> pictures) {
    List<String> labels =
        pictures.select("label").distinct().limit(MOST_LABELS + 1).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    if (labels.size() > MOST_LABELS) {
      throw new MobileSparkException(
          uri + " has more than " + MOST_LABELS + " different labels: is the column right?");
    }
    return labels;
  }

  /** Some pictures, and the first ten of the validation set, whose labels are known. */
  private static List<LabelledPicture> sample(Dataset<Row> pictures) {
    Dataset<Row> known = pictures.filter(col("picture").rlike("ILSVRC2012_val_000000(0[1-9]|10)"));
    List<Row> rows = new ArrayList<>(known.limit(SAMPLE).collectAsList());
    rows.addAll(pictures.limit(SAMPLE).collectAsList());
    return rows.stream()
        .map(row -> new LabelledPicture(row.getString(0), row.getString(1)))
        .distinct()
        .toList();
  }

  private static Column named(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private Column column(Dataset<Row> table, Optional<List<String>> chosen, List<String> usual) {
    List<String> titles = chosen.orElse(usual);
    return titles.stream()
        .flatMap(
            title ->
                Arrays.stream(table.columns())
                    .filter(c -> c.toLowerCase(Locale.ROOT).equals(title.toLowerCase(Locale.ROOT))))
        .findFirst()
        .map(ParquetTruth::named)
        .orElseThrow(
            () ->
                new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "%s has the columns %s, none of them is %s: name two with --truth-columns",
                        uri,
                        String.join(", ", table.columns()),
                        String.join(" or ", titles))));
  }
}
