// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first value of a feature of {@code tf.train.Example}, whose wire format this reads and writes
 * (TensorFlow, tensorflow/core/example/feature.proto). Only the features asked for are looked at:
 * TensorFlow's own classes would make objects of all, whatever a record holds besides its picture,
 * and belong behind another gate.
 *
 * @param bytes of a bytes list, or an integer as decimal digits
 */
record ExampleValue(byte[] bytes) {
  private static final int FEATURES = 1;
  private static final int ENTRY = 1;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int BYTES_LIST = 1;
  private static final int INT64_LIST = 3;
  private static final int LIST_VALUE = 1;

  ExampleValue {}

  String text() {
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  /**
   * The features of an example that are asked for and hold a value.
   *
   * @throws IOException where the bytes are no example
   */
  static Map<String, ExampleValue> read(byte[] example, Set<String> wanted) throws IOException {
    Map<String, ExampleValue> found = new HashMap<>();
    CodedInputStream in = within(UnsafeByteOperations.unsafeWrap(example));
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, FEATURES)) {
        readFeatures(within(in.readBytes()), wanted, found);
      } else {
        in.skipField(tag);
      }
    }
    return found;
  }

  /**
   * What an example's features are called, in order.
   *
   * @param most how many are told
   */
  static List<String> names(byte[] example, int most) throws IOException {
    List<String> names = new ArrayList<>();
    CodedInputStream in = within(UnsafeByteOperations.unsafeWrap(example));
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!isMessage(tag, FEATURES)) {
        in.skipField(tag);
        continue;
      }
      CodedInputStream features = within(in.readBytes());
      for (int entry = features.readTag(); entry != 0; entry = features.readTag()) {
        if (!isMessage(entry, ENTRY)) {
          features.skipField(entry);
          continue;
        }
        CodedInputStream key = within(features.readBytes());
        if (isMessage(key.readTag(), KEY) && names.size() < most) {
          names.add(key.readStringRequireUtf8());
        }
      }
    }
    names.sort(null);
    return names;
  }

  private static void readFeatures(
      CodedInputStream in, Set<String> wanted, Map<String, ExampleValue> found) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, ENTRY)) {
        readEntry(within(in.readBytes()), wanted, found);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static void readEntry(
      CodedInputStream in, Set<String> wanted, Map<String, ExampleValue> found) throws IOException {
    String key = "";
    ByteString value = ByteString.EMPTY;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, KEY)) {
        key = in.readStringRequireUtf8();
      } else if (isMessage(tag, VALUE)) {
        value = in.readBytes();
      } else {
        in.skipField(tag);
      }
    }
    if (wanted.contains(key)) {
      readFeature(within(value), key, found);
    }
  }

  private static void readFeature(CodedInputStream in, String key, Map<String, ExampleValue> found)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, BYTES_LIST)) {
        readList(within(in.readBytes()), true, key, found);
      } else if (isMessage(tag, INT64_LIST)) {
        readList(within(in.readBytes()), false, key, found);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static void readList(
      CodedInputStream in, boolean ofBytes, String key, Map<String, ExampleValue> found)
      throws IOException {
    int tag = in.readTag();
    if (tag == 0 || WireFormat.getTagFieldNumber(tag) != LIST_VALUE) {
      return;
    }
    if (ofBytes) {
      found.put(key, new ExampleValue(in.readByteArray()));
      return;
    }
    // Packed, as it is written today, or one by one.
    CodedInputStream values = isMessage(tag, LIST_VALUE) ? within(in.readBytes()) : in;
    if (!values.isAtEnd()) {
      found.put(key, of(Long.toString(values.readInt64())));
    }
  }

  /** The bytes are handed on, not copied at every level. */
  private static CodedInputStream within(ByteString message) {
    CodedInputStream in = message.newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  /** An example with these features, in the map's order, each a list of one. */
  static byte[] write(Map<String, ExampleValue> features) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    features.forEach(
        (key, value) -> {
          byte[] feature = message(BYTES_LIST, message(LIST_VALUE, value.bytes));
          byte[] name = message(KEY, key.getBytes(StandardCharsets.UTF_8));
          byte[] entry = joined(name, message(VALUE, feature));
          entries.writeBytes(message(ENTRY, entry));
        });
    return message(FEATURES, entries.toByteArray());
  }

  static ExampleValue of(String text) {
    return new ExampleValue(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] message(int field, byte[] content) {
    byte[] bytes = new byte[CodedOutputStream.computeByteArraySize(field, content)];
    try {
      CodedOutputStream.newInstance(bytes).writeByteArray(field, content);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the right size", e);
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static boolean isMessage(int tag, int field) {
    return WireFormat.getTagFieldNumber(tag) == field
        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
