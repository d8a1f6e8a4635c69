// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSampleTest {
  private final Configuration hadoop = new Configuration(false);

  @TempDir private Path folder;

  @Test
  void hasTheSameLengthsAsTheWhole() {
    DrawnSet set = Generator.run(new GenerateSettings(folder.resolve("drawn"), 30, 3, 0));
    List<PictureFile> pictures =
        new PictureListing(hadoop)
            .list(List.of(set.folder().toString())).stream()
                .filter(file -> !file.path().matches(".*[.](txt|csv)"))
                .toList();
    List<PictureFile> twentyTimes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      twentyTimes.addAll(pictures);
    }
    Collections.shuffle(twentyTimes, new Random(1));
    double mean = pictures.stream().mapToLong(PictureFile::length).average().orElseThrow();
    List<byte[]> sample = PictureSample.of(twentyTimes, hadoop);
    assertThat(sample).hasSize(200);
    assertThat(sample.stream().mapToInt(bytes -> bytes.length).average().orElseThrow())
        .isBetween(0.98 * mean, 1.02 * mean);
    assertThat(PictureSample.of(pictures, hadoop)).hasSize(30);
  }

  @Test
  void needsAPictureThatCanBeDecoded() throws Exception {
    Path text = Files.writeString(folder.resolve("no-picture.jpg"), "text");
    List<PictureFile> none = List.of(new PictureFile(text.toUri().toString(), Files.size(text)));
    assertThatThrownBy(() -> PictureSample.of(none, hadoop))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("None of the pictures");
  }
}
