// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.shards.TfRecordShardWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are told by their names where these say it, and by their first bytes elsewhere. */
class FileKindsTest {
  private static final FileKinds AUTO = FileKinds.of(SourceKind.AUTO, ShardRules.DEFAULT);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.TAR, TAR",
    "a.tar.xz, TAR",
    "a.tar.bz2, TAR",
    "a.tar.lz4, TAR",
    "a.txz, TAR",
    "a.tfrecords.gz, TFRECORD",
    "train.tfrecord-00000-of-00010, TFRECORD",
    "a.ZIP, ZIP",
    "a.jpg, IMAGES",
    "validation-00000-of-00128, IMAGES",
    "atar, IMAGES",
  })
  void namesTell(String name, SourceKind kind) {
    assertThat(AUTO.kindOf("file:/x/" + name)).isEqualTo(kind);
  }

  @Test
  void recordsOfAnyNameAreToldByOneOfThoseCalledAlike() throws IOException {
    List<String> names =
        List.of(
            "validation-00001-of-00003", "validation-00000-of-00003", "other.rec", "sub/other.rec");
    List<PictureFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(file(name, true));
    }
    for (String name : List.of("train-00000-of-00003", "photo", "x.JPG", "sub/y.tar")) {
      files.add(file(name, false));
    }
    FileKinds kinds = AUTO.lookingInto(AUTO.unsure(files), new Configuration(false));
    List<String> records =
        files.stream()
            .map(PictureFile::path)
            .filter(path -> kinds.kindOf(path) == SourceKind.TFRECORD)
            .map(path -> path.substring(("file:" + folder + "/").length()))
            .toList();
    assertThat(records).isEqualTo(names);
    assertThat(kinds.part(files.get(0))).isInstanceOf(ShardPart.class);
    assertThat(kinds.kindOf("file:" + folder + "/validation-00002-of-00003"))
        .isEqualTo(SourceKind.TFRECORD);
  }

  private PictureFile file(String name, boolean record) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        TfRecordShardWriter writer = new TfRecordShardWriter(out, ExampleFeatures.DEFAULT)) {
      if (record) {
        writer.add("a.jpg", new byte[10], Optional.of("1"));
      } else {
        out.write(new byte[20]);
      }
    }
    return new PictureFile("file:" + file, Files.size(file));
  }
}
