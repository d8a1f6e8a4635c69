// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.StorageUri;
import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PathOrder;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.OwnOutputs;
import io.mobilespark.source.ShardFiles;
import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.InputDigest;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.WebAddress;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.source.SourceKind;
import io.mobilespark.source.LiteralPaths;
import io.mobilespark.jobs.source.ListIndex.Count;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.shards.TarRange;
import io.mobilespark.storage.DoneMembers;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes a run's list.
 *
 * @param spark stays the caller's
 * @param source what was listed, as it was asked for; a phrase each
 * @param kinds tells what the files are
 * @param folder of lists
 * @param run whose list it is
 */
record RunListing(
    SparkSession spark, List<String> source, FileKinds kinds, Path folder, String run) {
  /**
   * Above this, files are sorted and written by executors; below, a job would take longer than the
   * driver does.
   */
  static final int FEW = 100_000;

  static final StructType FILES =
      new StructType()
          .add(ListFileWriter.PATH, DataTypes.StringType, false)
          .add(ListFileWriter.LENGTH, DataTypes.LongType, false);

  private static final String KEY = "key";

  /** How the names of files go on that are not sorted yet. */
  private static final String FOUND = "-found";

  /** How the names of files go on that hold keys of members of shards. */
  private static final String KEYS = "-keys";

  /** A task sorts about so many. */
  private static final long FILES_PER_TASK = 400_000;

  RunListing(SparkSession spark, SourceSettings settings, Path folder, String run) {
    this(
        spark,
        source(settings, spark.sparkContext().hadoopConfiguration()),
        FileKinds.of(settings.kind(), settings.rules()),
        folder,
        run);
  }

  /**
   * What of a list a table lacks, as the list of the same run; the other is gone then.
   *
   * @param table with the keys of pictures in a column {@code path}
   */
  static RunList without(RunList list, SparkSession spark, Dataset<Row> table) throws IOException {
    ListIndex index = list.index();
    RunListing listing =
        new RunListing(spark, index.source(), index.kinds(), list.folder(), list.run());
    Dataset<Row> files = keyed(list, table.sparkSession());
    Column known = table.col(ListFileWriter.PATH);
    Column same = files.col(KEY).equalTo(known);
    RunList rest;
    if (index.files() <= FEW) {
      Set<String> done =
          table
              .join(functions.broadcast(files), same, "left_semi")
              .select(known)
              .distinct()
              .collectAsList()
              .stream()
              .map(row -> row.getString(0))
              .collect(Collectors.toSet());
      rest = listing.ofFew(files(list, done), false);
    } else {
      Dataset<Row> lacking = files.join(table.hint("merge"), same, "left_anti").drop(KEY);
      rest = listing.ofMany(lacking, index.files());
    }
    return rest.ofListed(list);
  }

  /** What a list holds. */
  static Dataset<Row> read(RunList list, SparkSession spark) {
    return LiteralPaths.below(spark).schema(FILES).parquet(list.files().toArray(String[]::new));
  }

  /** The same, with the keys of pictures, which are their paths but on the web. */
  private static Dataset<Row> keyed(RunList list, SparkSession spark) {
    Dataset<Row> files = read(list, spark);
    return list.index().web()
        ? files.map(
            (MapFunction<Row, Row>)
                row ->
                    RowFactory.create(
                        row.getString(0), row.getLong(1), WebAddress.key(row.getString(0))),
            Encoders.row(FILES.add(KEY, DataTypes.StringType, false)))
        : files.withColumn(KEY, files.col(ListFileWriter.PATH));
  }

  /** The keys of a list's pictures, a column {@code path}; lazy. */
  static Dataset<Row> keys(RunList list, SparkSession spark) {
    return keyed(list, spark).select(functions.col(KEY).as(ListFileWriter.PATH));
  }

  /** Stores the keys of all members of shards that a table has. */
  static DoneMembers members(
      Path folder, String run, SparkSession spark, Dataset<Row> table, long pictures) {
    RunListing listing =
        new RunListing(
            spark, List.of(), FileKinds.of(SourceKind.IMAGES, ShardRules.DEFAULT), folder, run + KEYS);
    Column key = table.col(ListFileWriter.PATH);
    Dataset<Row> keys =
        table.where(key.contains("#")).select(key, functions.lit(0L).as(ListFileWriter.LENGTH));
    return new StoredKeys(
        folder.toString(),
        listing.write(keys, pictures).stream()
            .map(file -> new ListFile(file.name(), file.rows(), file.rows(), file.first()))
            .toList());
  }

  private static List<PictureFile> files(RunList list, Set<String> done) throws IOException {
    List<PictureFile> files = new ArrayList<>();
    try (ListCursor cursor = list.from(0)) {
      cursor.files(
          file -> {
            if (!done.contains(WebAddress.key(file.path()))) {
              files.add(file);
            }
          });
    }
    return files;
  }

  /**
   * The list of files that the driver knows, which it sorts and writes.
   *
   * @param tables whether they are files of a table
   */
  RunList ofFew(List<PictureFile> files, boolean tables) {
    FileKinds told = tables ? FileKinds.of(SourceKind.TABLE, kinds.rules()) : kinds.lookingInto(kinds.unsure(files), hadoop());
    List<PictureFile> sorted = new ArrayList<>(files.size());
    files.forEach(file -> sorted.add(told.known(file, hadoop())));
    try {
      WrittenList written =
          WrittenList.write(
              PathOrder.byKey(sorted),
              ListTask.file(folder, run, 0, ""),
              hadoop(),
              told,
              shards().few());
      return store(written.rows() == 0 ? List.of() : List.of(written), tables, told);
    } catch (IOException e) {
      throw cannot(e);
    }
  }

  /**
   * The list of files that executors know, which they sort and write.
   *
   * @param files path and length
   * @param about how many there are
   */
  RunList ofMany(Dataset<Row> files, long about) {
    return store(write(files, about), false);
  }

  /**
   * Sorts files by their keys and writes them, which makes no list yet: of signed addresses, those
   * of one picture need not follow each other by themselves.
   */
  List<WrittenList> write(Dataset<Row> files, long about) {
    UserDefinedFunction key =
        functions.udf((UDF1<String, String>) WebAddress::key, DataTypes.StringType);
    Column path = functions.col(ListFileWriter.PATH);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks =
        (int) Math.max(context.defaultParallelism(), (about + FILES_PER_TASK - 1) / FILES_PER_TASK);
    return write(
        files
            .repartitionByRange(tasks, key.apply(path))
            .withColumn(KEY, key.apply(path))
            .sortWithinPartitions(KEY)
            .drop(KEY)
            .javaRDD(),
        run);
  }

  /**
   * Writes files as they are found, so that they need not be found again to be sorted.
   *
   * @param rows path and length
   * @param before files that were written so
   */
  List<WrittenList> writeFound(JavaRDD<Row> rows, int before) {
    return write(rows, String.format(Locale.ROOT, "%s%s-%d", run, FOUND, before));
  }

  /** Writes files that the driver has found, likewise. */
  WrittenList writeFound(Collection<PictureFile> here, int before) throws IOException {
    return WrittenList.write(
        here.iterator(),
        ListTask.file(folder, run + FOUND, before, ""),
        hadoop(),
        FileKinds.of(SourceKind.IMAGES, kinds.rules()),
        0);
  }

  /**
   * What executors have found, in order.
   *
   * @param files what the list is made of
   * @param leftOut names that were left out
   */
  record Sorted(List<WrittenList> files, LeftOut leftOut) {}

  /**
   * Sorts what was found, each file once, and writes it; what was written before is gone then.
   *
   * @param tables whether files of tables are wanted beside others, or are side files
   */
  Sorted sort(ListedInputs.Found all, boolean tables) throws IOException {
    List<WrittenList> found = all.many();
    OwnOutputs outputs = all.outputs();
    String[] files =
        found.stream().map(file -> new Path(folder, file.name()).toString()).toArray(String[]::new);
    Dataset<Row> rows =
        LiteralPaths.below(spark)
            .schema(FILES)
            .parquet(files)
            .filter((FilterFunction<Row>) row -> !outputs.hold(row.getString(0)));
    LeftOut leftOut = all.leftOut();
    long named = found.stream().mapToLong(WrittenList::tables).sum();
    if (!tables && named > 0 && named < found.stream().mapToLong(WrittenList::rows).sum()) {
      Dataset<Row> beside =
          rows.filter((FilterFunction<Row>) row -> FileKinds.isTable(row.getString(0)));
      Row count =
          beside
              .agg(functions.countDistinct(ListFileWriter.PATH), functions.min(ListFileWriter.PATH))
              .first();
      if (count.getLong(0) > 0) {
        leftOut =
            leftOut.plus(
                LeftOut.Reason.SIDE_FILE, new LeftOut.Names(count.getLong(0), count.getString(1)));
        rows = rows.filter((FilterFunction<Row>) row -> !FileKinds.isTable(row.getString(0)));
      }
    }
    List<WrittenList> sorted = write(rows, found.stream().mapToLong(WrittenList::rows).sum());
    for (WrittenList file : found) {
      folder.getFileSystem(hadoop()).delete(new Path(folder, file.name()), false);
    }
    return new Sorted(sorted, leftOut);
  }

  private List<WrittenList> write(JavaRDD<Row> files, String name) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(hadoop()));
    ListTask task = new ListTask(hadoop, folder.toString(), name, kinds, shards().few());
    return files.mapPartitionsWithIndex(task, true).collect().stream()
        .filter(file -> file.rows() > 0 || !file.noUri().isEmpty())
        .toList();
  }

  /** What is listed, as it was asked for; a phrase each. */
  static List<String> source(SourceSettings settings, Configuration hadoop) {
    List<String> source = new ArrayList<>();
    boolean named = settings.kind() == SourceKind.NAMED_TABLE;
    for (String input : settings.inputs()) {
      source.add(named ? "the table " + input : qualified(input, hadoop));
    }
    if (settings.kind() == SourceKind.MANIFEST) {
      source.add("the column " + settings.columns().manifest());
    } else if (settings.kind() != SourceKind.AUTO && !named) {
      source.add("taken for " + settings.kind());
    }
    settings.columns().format().ifPresent(format -> source.add("the format " + format));
    source.addAll(FileKinds.of(settings.kind(), settings.rules()).phrases());
    return source;
  }

  private static String qualified(String input, Configuration hadoop) {
    try {
      Path path = StorageUri.path(input, hadoop);
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException | IllegalArgumentException e) {
      return input;
    }
  }

  /** Makes the list of what was written. */
  RunList store(List<WrittenList> written, boolean tables) {
    Map<String, PictureFile> unsure = new TreeMap<>();
    for (WrittenList file : written) {
      file.unsure().forEach(unsure::putIfAbsent);
    }
    Map<String, PictureFile> some = new LinkedHashMap<>();
    unsure.entrySet().stream()
        .limit(FileKinds.MOST_LOOKED_INTO)
        .forEach(each -> some.put(each.getKey(), each.getValue()));
    return store(written, tables, tables ? kinds : kinds.lookingInto(some, hadoop()));
  }

  private RunList store(List<WrittenList> written, boolean tables, FileKinds told) {
    Map<String, List<String>> sample = new LinkedHashMap<>();
    List<PictureFile> few = new ArrayList<>();
    for (WrittenList file : written) {
      file.stores().forEach(sample::putIfAbsent);
      few.addAll(file.shards());
    }
    long shards = written.stream().mapToLong(WrittenList::allShards).sum();
    BigInteger sum =
        written.stream().map(WrittenList::sum).reduce(BigInteger.ZERO, BigInteger::add);
    long rows = written.stream().mapToLong(WrittenList::rows).sum();
    Count about =
        written.stream().allMatch(file -> file.unknown() == file.rows())
            ? Count.UNKNOWN
            : Count.ABOUT;
    ListIndex whole =
        new ListIndex(
            source,
            told.kind(),
            tables,
            !tables && shards == 0 && told.records().isEmpty() ? Count.EXACT : about,
            InputDigest.hex(sum),
            rows,
            rows,
            written.stream().mapToLong(WrittenList::pictures).sum(),
            sample.values().stream().flatMap(List::stream).toList(),
            Map.of(),
            written.stream()
                .map(file -> new ListFile(file.name(), file.rows(), file.pictures(), file.first()))
                .toList(),
            LeftOut.NONE,
            told.rules(),
            told.records());
    Map<String, List<TarRange>> cuts =
        tables || shards == 0 || shards > shards().few() ? Map.of() : shards().cuts(few, told);
    try {
      return RunList.store(folder, run, cuts.isEmpty() ? whole : whole.cut(cuts), hadoop());
    } catch (IOException e) {
      throw cannot(e);
    }
  }

  private MobileSparkException cannot(IOException e) {
    return new MobileSparkException("The list of the run cannot be written: " + e, e);
  }

  private ShardFiles shards() {
    return new ShardFiles(hadoop(), spark.sparkContext().defaultParallelism());
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
