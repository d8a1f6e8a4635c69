// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.shards.ShardWriter;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Rows of pictures in one Parquet file, not compressed: pictures are already. */
final class ParquetShardWriter implements ShardWriter {
  static final String PATH = "path";
  static final String CONTENT = "content";
  static final String LENGTH = "length";
  static final String LABEL = "label";

  private static final String COLUMNS =
      "required binary path (STRING); required binary content; required int64 length; ";
  private static final MessageType PLAIN =
      MessageTypeParser.parseMessageType("message pictures { " + COLUMNS + "}");
  private static final MessageType LABELLED =
      MessageTypeParser.parseMessageType(
          "message pictures { " + COLUMNS + "optional binary label (STRING); }");

  /** Held until it is full. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final MessageType schema;
  private final ParquetWriter<Group> writer;

  ParquetShardWriter(FSDataOutputStream out, boolean labelled) throws IOException {
    schema = labelled ? LABELLED : PLAIN;
    writer =
        ExampleParquetWriter.builder(new Streamed(out))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withDictionaryEncoding(false)
            // A few rows may be a row group: looked at after every one.
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(1)
            .build();
  }

  @Override
  public void add(String name, byte[] content, Optional<String> label) throws IOException {
    Group row = new SimpleGroup(schema);
    row.add(PATH, name);
    row.add(CONTENT, Binary.fromConstantByteArray(content));
    row.add(LENGTH, (long) content.length);
    if (schema.containsField(LABEL)) {
      label.ifPresent(text -> row.add(LABEL, text));
    }
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private record Streamed(FSDataOutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return HadoopStreams.wrap(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
