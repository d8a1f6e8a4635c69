// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A TFRecord file of {@code tf.train.Example}, one per picture, all features of bytes. */
public final class TfRecordShardWriter implements ShardWriter {
  private final OutputStream out;
  private final ExampleFeatures features;

  /** Writes to a stream, which is closed with the writer; the label goes to the first feature. */
  public TfRecordShardWriter(OutputStream out, ExampleFeatures features) {
    this.out = out;
    this.features = features;
  }

  @Override
  public void add(String name, byte[] content, Optional<String> label) throws IOException {
    if (!MemberName.of(name, ShardLimits.DEFAULT.maxNameBytes()).text().equals(name)) {
      throw new IllegalArgumentException("Not a member's name: " + name);
    }
    Map<String, ExampleValue> values = new LinkedHashMap<>();
    values.put(features.contents().get(0), new ExampleValue(content));
    values.put(features.names().get(0), ExampleValue.of(name));
    if (label.isPresent() && !features.labels().isEmpty()) {
      values.put(features.labels().get(0), ExampleValue.of(label.get()));
    }
    byte[] example = ExampleValue.write(values);
    ByteBuffer header =
        ByteBuffer.allocate(TfRecordFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(example.length);
    header.putInt(MaskedCrc.of(header.array(), 0, Long.BYTES));
    out.write(header.array());
    out.write(example);
    out.write(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MaskedCrc.of(example, 0, example.length))
            .array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
