// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a TFRecord file gives, whole and broken. */
class TfRecordShardTest {
  private static final byte[] THREE =
      joined(
          record(example("image/encoded", "A", "image/filename", "a.jpg")),
          record(example("image/encoded", "B", "image/class/text", "cat")),
          record(
              example("image/class/text", "dog", "image/class/label", "7", "image/encoded", "C")));

  @Test
  void theChecksumIsTensorFlows() {
    // CRC-32C of "123456789" is e3069283 (RFC 3720, B.4 has the polynomial's other vectors):
    // rotated right by 15 bits 2507c60d, plus a282ead8.
    byte[] digits = TarBytes.text("x123456789x");
    assertThat(MaskedCrc.of(digits, 1, 9)).isEqualTo(0xc78ab0e5);
    // 32 zero bytes: 8a9136aa (RFC 3720, B.4), rotated 6d551522.
    assertThat(MaskedCrc.of(new byte[32], 0, 32)).isEqualTo(0x0fd7fffa);
  }

  @Test
  void recordsAreMembersWithNameAndLabelWhereTheyAreThere() {
    assertThat(Shards.lines(Shards.tfRecord(THREE)))
        .containsExactly("a.jpg=A", "00000001=B[cat]", "00000002=C[7]");
  }

  @Test
  void recordsArePackedOrLookLikeIt() throws IOException {
    assertThat(Shards.lines(Shards.tfRecord(Shards.gzip(THREE)))).hasSize(3).contains("a.jpg=A");
    // A length of 0x088b1f begins as gzip does.
    int length = 0x088b1f;
    int around = example("image/encoded", "x".repeat(length)).length - length;
    byte[] file = record(example("image/encoded", "x".repeat(length - around)));
    assertThat(HexFormat.of().formatHex(file, 0, 8)).isEqualTo("1f8b080000000000");
    assertThat(Shards.tfRecord(file)).hasSize(1).allMatch(ShardEntry.Member.class::isInstance);
  }

  @Test
  void integersAreLabelsPackedAndOneByOne() {
    // Int64List { value: 300 }, as proto3 and as proto2 write it.
    for (String list : List.of("0a02ac02", "08ac02")) {
      byte[] value = HexFormat.of().parseHex(list);
      byte[] feature = joined(new byte[] {0x1a, (byte) value.length}, value);
      byte[] key = TarBytes.text("image/class/label");
      byte[] entry =
          joined(
              // The value before its key, which the wire format allows.
              joined(new byte[] {0x12, (byte) feature.length}, feature),
              joined(new byte[] {0x0a, (byte) key.length}, key));
      byte[] labelled = joined(new byte[] {0x0a, (byte) entry.length}, entry);
      byte[] features = joined(labelled, tail(example("image/encoded", "A"), 2));
      byte[] example = joined(new byte[] {0x0a, (byte) features.length}, features);
      assertThat(Shards.lines(Shards.tfRecord(record(example)))).containsExactly("00000000=A[300]");
    }
  }

  @Test
  void brokenDataCostsItsRecordOnly() {
    byte[] file = THREE.clone();
    int second = record(example("image/encoded", "A", "image/filename", "a.jpg")).length;
    file[second + 20] ^= 4;
    assertThat(Shards.lines(Shards.tfRecord(file)))
        .containsExactly(
            "a.jpg=A",
            "!CORRUPT@" + second + " the checksum of a record's data is wrong",
            "00000002=C[7]");
    byte[] other = joined(record(TarBytes.text("no example")), THREE);
    assertThat(Shards.lines(Shards.tfRecord(other)))
        .hasSize(4)
        .contains("!UNSUPPORTED_FORMAT@0 a record is no tf.train.Example", "00000002=B[cat]");
  }

  @Test
  void aBrokenOrAbsurdLengthEndsTheFile() {
    int second = record(example("image/encoded", "A", "image/filename", "a.jpg")).length;
    byte[] file = THREE.clone();
    file[second] ^= 1;
    assertThat(Shards.lines(Shards.tfRecord(file)))
        .containsExactly(
            "a.jpg=A", "!CORRUPT@" + second + " the checksum of a record's length is wrong");
    for (long length : new long[] {1L << 60, -5, 4711}) {
      byte[] absurd = THREE.clone();
      ByteBuffer at = ByteBuffer.wrap(absurd, second, 12).order(ByteOrder.LITTLE_ENDIAN);
      at.putLong(length).putInt(MaskedCrc.of(absurd, second, 8));
      List<String> lines = Shards.lines(Shards.tfRecord(absurd));
      assertThat(lines).hasSize(2);
      assertThat(lines.get(1)).startsWith("!TRUNCATED@" + second + " a record of ");
    }
    assertThat(Shards.lines(Shards.tfRecord(TarBytes.text("this is no TFRecord"))))
        .containsExactly(
            "!CORRUPT@0 no TFRecord file: the checksum of the first record's length is wrong");
  }

  @Test
  void aFileIsTruncatedWhereverItIsCutWithinARecord() {
    int first = record(example("image/encoded", "A", "image/filename", "a.jpg")).length;
    int second = first + record(example("image/encoded", "B", "image/class/text", "cat")).length;
    for (int cut = 1; cut < THREE.length; cut++) {
      List<String> lines = Shards.lines(Shards.tfRecord(Arrays.copyOf(THREE, cut)));
      if (cut == first || cut == second) {
        assertThat(lines).noneMatch(line -> line.startsWith("!"));
      } else {
        assertThat(lines.get(lines.size() - 1)).startsWith("!TRUNCATED@");
      }
      assertThat(lines.stream().filter(line -> !line.startsWith("!")).count())
          .isEqualTo(cut < first ? 0 : cut < second ? 1 : 2);
    }
    assertThat(Shards.lines(Shards.tfRecord(new byte[0])))
        .containsExactly("!EMPTY@0 the shard holds no picture");
  }

  @Test
  void whatIsTooLargeOrHasNoPictureOrNoNameOfItsOwnIsTold() {
    ShardLimits limits = new ShardLimits(100, 32, 10, 250, 1 << 30);
    byte[] file =
        joined(
            record(example("image/encoded", "x".repeat(101))),
            record(new byte[(1 << 20) + 101]),
            record(example("image/height", "1")),
            record(example("image/encoded", "A", "image/filename", "/data/a.jpg")),
            record(example("image/encoded", "B", "image/filename", "data/a.jpg")),
            record(example("image/encoded", "C", "image/filename", "../c.jpg")),
            record(example("image/encoded", "D", "image/class/text", "d".repeat(33))),
            record(example("image/encoded", "E", "image/filename", "")));
    assertThat(
            Shards.lines(Shards.tfRecord(file, limits)).stream()
                .map(line -> line.replaceAll("@\\d+", "")))
        .containsExactly(
            "!TOO_LARGE a record's picture has 101 bytes",
            "!TOO_LARGE a record has 1048677 bytes",
            "!UNSUPPORTED_FORMAT a record has no feature image/encoded or image of bytes; it has "
                + "image/height; --example-features names them",
            "data/a.jpg=A",
            "!CORRUPT a second member named data/a.jpg",
            "!CORRUPT a member's name leads out of the shard: ../c.jpg",
            "!CORRUPT a record's label has more than 32 bytes",
            "00000007=E");
  }

  @Test
  void featuresOfTensorFlowDatasetsAreKnownAndOthersAreNamed() {
    byte[] file =
        joined(
            record(example("image", "A", "label", "0", "file_name", "a.jpg")),
            record(example("jpeg", "B", "class", "cat", "id", "7")));
    assertThat(Shards.lines(Shards.tfRecord(file)).get(0)).isEqualTo("a.jpg=A[0]");
    ExampleFeatures named = ExampleFeatures.parse("image=jpeg, label=class,key=id");
    assertThat(
            Shards.lines(
                    Shards.all(
                        ShardReader.tfRecord(
                            new ByteArrayInputStream(file),
                            file.length,
                            named,
                            ShardLimits.DEFAULT)))
                .get(1))
        .isEqualTo("7=B[cat]");
    assertThat(ExampleFeatures.parse("image=x").labels())
        .isEqualTo(ExampleFeatures.DEFAULT.labels());
    assertThatThrownBy(() -> ExampleFeatures.parse("picture=x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'picture=x'");
    assertThatThrownBy(() -> ExampleFeatures.parse("image="))
        .hasMessageContaining("--example-features");
  }

  @Test
  void aFileIsKnownByItsFirstBytesPackedOrNot() throws IOException {
    assertThat(ShardReader.isTfRecord(new Shards.Bytes(THREE))).isTrue();
    assertThat(ShardReader.isTfRecord(new Shards.Bytes(Shards.gzip(THREE)))).isTrue();
    assertThat(ShardReader.isTfRecord(new Shards.Bytes(new byte[100]))).isFalse();
    assertThat(ShardReader.isTfRecord(new Shards.Bytes(new byte[0]))).isFalse();
    assertThat(ShardReader.isTfRecord(new Shards.Bytes(Shards.gzip(new byte[50])))).isFalse();
  }

  @Test
  void bytesChangedAnywhereNeitherFailNorHang() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] data = example("image/encoded", "A", "image/class/label", "7", "image/filename", "a");
      data[random.nextInt(data.length)] = (byte) random.nextInt(256);
      // With a right checksum, so that the example itself is looked at.
      assertThat(Shards.tfRecord(record(data))).hasSize(1);
      byte[] file = THREE.clone();
      file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      assertThat(Shards.tfRecord(file)).isNotEmpty();
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ShardWriter writer = new TfRecordShardWriter(out, ExampleFeatures.DEFAULT)) {
      writer.add("x/ä.jpg", TarBytes.text("A"), Optional.of("n01440764"));
      writer.add("b", new byte[0], Optional.empty());
    }
    assertThat(Shards.lines(Shards.tfRecord(out.toByteArray())))
        .containsExactly("x/ä.jpg=A[n01440764]", "b=");
  }

  private static byte[] example(String... features) {
    Map<String, ExampleValue> values = new LinkedHashMap<>();
    for (int i = 0; i + 1 < features.length; i += 2) {
      values.put(features[i], ExampleValue.of(features[i + 1]));
    }
    return ExampleValue.write(values);
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] record(byte[] data) {
    ByteBuffer bytes = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(data.length);
    bytes.putInt(MaskedCrc.of(bytes.array(), 0, 8));
    bytes.put(data).putInt(MaskedCrc.of(data, 0, data.length));
    return bytes.array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
