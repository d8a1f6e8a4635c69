// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.PictureFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes paths and lengths as Parquet. Of each path it keeps what differs from the one before, the
 * second version's encoding of texts, and compresses that.
 */
final class ListFileWriter implements AutoCloseable {
  static final String PATH = "path";
  static final String LENGTH = "length";
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message files { required binary path (STRING); required int64 length; }");

  /** Held by whoever writes or reads. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  private final ParquetWriter<Group> writer;

  /** A new file; replaces one of that name. */
  ListFileWriter(Path file, Configuration hadoop) throws IOException {
    writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, hadoop))
            .withType(SCHEMA)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withWriterVersion(WriterVersion.PARQUET_2_0)
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  void add(PictureFile file) throws IOException {
    Group row = new SimpleGroup(SCHEMA);
    row.add(0, file.path());
    row.add(1, file.length());
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
