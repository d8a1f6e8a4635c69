// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.follow;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A format of files that are not looked into: a row is a file's path and length as they were
 * listed. Spark's {@code binaryFile} asks storage for each file's status before it gives these.
 */
public final class ListedFiles implements FileFormat {
  /** The columns of every file. */
  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("length", DataTypes.LongType, false);

  @Override
  public Option<StructType> inferSchema(
      SparkSession spark, Map<String, String> options, Seq<FileStatus> files) {
    return Option.apply(SCHEMA);
  }

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession spark, Job job, Map<String, String> options, StructType schema) {
    throw new UnsupportedOperationException("Listed files are only read");
  }

  @Override
  public boolean isSplitable(SparkSession spark, Map<String, String> options, Path path) {
    return false;
  }

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
      SparkSession spark,
      StructType data,
      StructType partition,
      StructType required,
      Seq<Filter> filters,
      Map<String, String> options,
      Configuration hadoop) {
    return new Reader(List.of(required.fieldNames()));
  }

  /** What tasks do with a file. */
  private record Reader(List<String> columns)
      implements Function1<PartitionedFile, Iterator<InternalRow>>, Serializable {
    @Override
    public Iterator<InternalRow> apply(PartitionedFile file) {
      Object[] cells =
          columns.stream()
              .map(
                  column ->
                      column.equals("path")
                          ? UTF8String.fromString(file.toPath().toString())
                          : (Object) file.fileSize())
              .toArray();
      InternalRow row = new GenericInternalRow(cells);
      return CollectionConverters.asScala(List.of(row).iterator());
    }
  }
}
