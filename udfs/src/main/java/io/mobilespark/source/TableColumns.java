// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.when;

import io.mobilespark.MobileSparkException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where a table has what is wanted of it. Names of columns are those of the settings regardless of
 * case, nested ones by their dots. Hugging Face's pictures, a column of {@code bytes} and {@code
 * path}, are found without being named.
 *
 * @param content the picture, binary; null where its place is told instead
 * @param key what names it; null or text that is not empty
 * @param keyName what the key is called in messages
 * @param label text or null
 * @param place where the picture lies of which the content is null; text or null
 */
public record TableColumns(Column content, Column key, String keyName, Column label, Column place) {
  private static final String BYTES = "bytes";
  private static final String PATH = "path";
  private static final String LABEL = "label";
  private static final Column NONE = lit(null).cast(DataTypes.StringType);

  /** A column that is there. */
  private record Found(String name, DataType type) {
    Column column() {
      return col(name);
    }

    /** As Hugging Face's {@code Image} is stored. */
    boolean isPicture() {
      return type instanceof StructType struct
          && field(struct, BYTES).filter(DataTypes.BinaryType::equals).isPresent()
          && field(struct, PATH).filter(DataTypes.StringType::equals).isPresent();
    }

    private static Optional<DataType> field(StructType struct, String name) {
      return Arrays.stream(struct.fields())
          .filter(each -> each.name().equals(name))
          .map(StructField::dataType)
          .findFirst();
    }
  }

  /**
   * Finds the columns.
   *
   * @param labelled whether a column {@code label} is the label where none is named
   * @param classes names of classes by their numbers in a column, as Hugging Face stores them
   * @throws MobileSparkException when one is missing or holds something else
   */
  public static TableColumns of(
      String table,
      StructType schema,
      ColumnSettings settings,
      boolean labelled,
      Map<String, List<String>> classes) {
    Optional<Found> named = find(schema, settings.content());
    Optional<Found> picture = picture(schema, named, settings.content());
    Found content =
        picture
            .map(found -> new Found(found.name() + "." + BYTES, DataTypes.BinaryType))
            .or(() -> named)
            .orElseThrow(() -> missing(table, settings.content(), "--content-column", schema));
    if (!content.type().equals(DataTypes.BinaryType)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The column %s of the table %s holds %s, not pictures as binary;"
                  + " --content-column names another",
              settings.content(),
              table,
              content.type().simpleString()));
    }
    Optional<Found> path =
        picture.map(found -> new Found(found.name() + "." + PATH, DataTypes.StringType));
    Found key =
        find(schema, settings.key())
            .or(() -> settings.key().equals(ColumnSettings.DEFAULT.key()) ? path : Optional.empty())
            .orElseThrow(() -> missing(table, settings.key(), "--key-column", schema));
    Optional<Found> label = label(table, schema, settings, labelled);
    return new TableColumns(
        content.column(),
        nullif(key.column().cast(DataTypes.StringType), lit("")),
        key.name().replace("`", ""),
        label.map(found -> text(found, classes)).orElse(NONE),
        path.map(found -> when(content.column().isNull(), found.column())).orElse(NONE));
  }

  /** The column of bytes and paths that the content is of. */
  private static Optional<Found> picture(StructType schema, Optional<Found> content, String name) {
    if (content.isEmpty() && name.equals(ColumnSettings.DEFAULT.content())) {
      return only(schema);
    }
    int dot = name.lastIndexOf('.');
    return content
        .filter(Found::isPicture)
        .or(() -> dot < 0 ? Optional.empty() : find(schema, name.substring(0, dot)))
        .filter(Found::isPicture);
  }

  private static Optional<Found> label(
      String table, StructType schema, ColumnSettings settings, boolean labelled) {
    if (settings.label().isEmpty()) {
      return labelled ? find(schema, LABEL) : Optional.empty();
    }
    String name = settings.label().get();
    return Optional.of(
        find(schema, name).orElseThrow(() -> missing(table, name, "--label-column", schema)));
  }

  private static Column text(Found label, Map<String, List<String>> classes) {
    Column text = label.column().cast(DataTypes.StringType);
    List<String> names = classes.getOrDefault(label.name().replace("`", ""), List.of());
    boolean numbers =
        label.type().equals(DataTypes.LongType) || label.type().equals(DataTypes.IntegerType);
    if (names.isEmpty() || !numbers) {
      return text;
    }
    Column all = array(names.stream().map(functions::lit).toArray(Column[]::new));
    return coalesce(get(all, label.column().cast(DataTypes.IntegerType)), text);
  }

  /** The one column that holds pictures as Hugging Face stores them. */
  private static Optional<Found> only(StructType schema) {
    List<Found> pictures =
        Arrays.stream(schema.fields())
            .map(field -> new Found(quoted(field.name()), field.dataType()))
            .filter(Found::isPicture)
            .toList();
    return pictures.size() == 1 ? Optional.of(pictures.get(0)) : Optional.empty();
  }

  /** A column by its name, or by names with dots between them. */
  private static Optional<Found> find(StructType schema, String name) {
    Optional<StructField> whole = field(schema, name);
    if (whole.isPresent()) {
      return Optional.of(new Found(quoted(whole.get().name()), whole.get().dataType()));
    }
    StringBuilder path = new StringBuilder();
    DataType type = schema;
    for (String part : name.split("\\.", -1)) {
      Optional<StructField> field =
          type instanceof StructType struct ? field(struct, part) : Optional.empty();
      if (field.isEmpty()) {
        return Optional.empty();
      }
      path.append(path.isEmpty() ? "" : ".").append(quoted(field.get().name()));
      type = field.get().dataType();
    }
    return Optional.of(new Found(path.toString(), type));
  }

  private static Optional<StructField> field(StructType struct, String name) {
    Optional<StructField> same =
        Arrays.stream(struct.fields()).filter(each -> each.name().equals(name)).findFirst();
    return same.or(
        () ->
            Arrays.stream(struct.fields())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst());
  }

  private static MobileSparkException missing(
      String table, String column, String option, StructType schema) {
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "The table %s has no column %s; it has %s; %s names another",
            table,
            column,
            Arrays.stream(schema.fields())
                .map(field -> field.name() + " " + field.dataType().simpleString())
                .collect(Collectors.joining(", ")),
            option));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
