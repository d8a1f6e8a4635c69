// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderLabelTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/train/n01440764/x.jpg, n01440764",
    "s3a://bucket/cat/x.jpg, cat",
    "s3a://bucket/x.jpg, ''",
    "file:/data/a b/x.jpg, a b",
    "file:/x.jpg, ''",
    "/cat/x.jpg, cat",
    "/x.jpg, ''",
    "x.jpg, ''",
    "hdfs://host:8020/a//x.jpg, ''",
  })
  void theLastFolderIsTheLabel(String path, String label) {
    assertThat(FolderLabel.of(path).orElse("")).isEqualTo(label);
  }
}
