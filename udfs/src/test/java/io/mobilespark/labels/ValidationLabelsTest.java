// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The 50,000 labels of the validation set, the same through every convention. */
class ValidationLabelsTest {
  private static final String GROUND_TRUTH = "data/labels/ILSVRC2012_validation_ground_truth.txt";

  private final ClassList classes = ClassList.imagenet();
  private final TruthReader reader = TruthReader.of(classes);

  private GroundTruth devkit(TruthReader by) throws IOException {
    try (var text = Files.newBufferedReader(SharedFiles.require(GROUND_TRUTH))) {
      return by.read("ground truth", text);
    }
  }

  private GroundTruth read(Map<String, Integer> indices, String gap, IntFunction<Object> label)
      throws IOException {
    StringBuilder text = new StringBuilder();
    indices.forEach(
        (key, index) ->
            text.append(key).append(".JPEG").append(gap).append(label.apply(index)).append('\n'));
    return reader.read("text", new StringReader(text.toString()));
  }

  @Test
  void everyConventionGivesTheSameLabels() throws IOException {
    GroundTruth truth = devkit(reader);
    assertThat(truth.format()).isEqualTo(TruthFormat.DEVKIT);
    assertThat(truth.recognition()).contains("10 known validation pictures agree");
    Map<String, Integer> indices = truth.indices();
    assertThat(indices).hasSize(50_000).containsEntry("ILSVRC2012_val_00000001", 65);
    Map<Integer, Integer> pictures = new HashMap<>();
    indices.values().forEach(index -> pictures.merge(index, 1, Integer::sum));
    assertThat(pictures)
        .hasSize(1000)
        .allSatisfy((index, count) -> assertThat(count).isEqualTo(50));

    DevkitIds ids = DevkitIds.ilsvrc2012();
    Map<String, GroundTruth> others = new HashMap<>();
    others.put("name-label", read(indices, " ", classes::label));
    others.put("name-index", read(indices, "\t", index -> index));
    others.put("name-index-from-1", read(indices, " ", index -> index + 1));
    others.put("name-devkit-id", read(indices, " ", index -> ids.id(classes.label(index))));
    others.put("csv-label", read(indices, ",", classes::label));
    others.put("csv-index", read(indices, ",", index -> index));
    List<String> byWnid = new ArrayList<>();
    List<String> byNumber = new ArrayList<>();
    List<LabelledPicture> table = new ArrayList<>();
    indices.forEach(
        (key, index) -> {
          byWnid.add("file:/val/" + classes.label(index) + "/" + key + ".JPEG");
          byNumber.add("val.tar#" + index + "/" + key + ".JPEG");
          table.add(new LabelledPicture("s3a://bucket/" + key + ".png", classes.label(index)));
        });
    Collections.sort(byNumber);
    others.put("folder-label", reader.folders("val", byWnid));
    others.put("folder-index", reader.folders("val", byNumber));
    others.put("parquet-label", reader.pictures("t", TruthLayout.PARQUET, table));
    others.forEach(
        (format, other) -> {
          assertThat(other.format()).hasToString(format);
          assertThat(other.indices()).as(format).isEqualTo(indices);
        });
  }

  @Test
  void theMappingFilesGiveTheSameLabels() throws IOException {
    Map<String, Integer> builtIn = devkit(reader).indices();
    for (String name :
        List.of("ILSVRC2012_mapping.devkit_id_to_wnid.txt", "ILSVRC2012_devkit_meta.mat")) {
      try (InputStream file = Files.newInputStream(SharedFiles.require("data/labels/" + name))) {
        TruthReader mapped = reader.withDevkitIds(DevkitIds.read(name, file));
        assertThat(devkit(mapped).indices()).as(name).isEqualTo(builtIn);
      }
      assertThatThrownBy(
              () -> {
                try (var text =
                    Files.newBufferedReader(
                        SharedFiles.require("data/labels/" + name), StandardCharsets.ISO_8859_1)) {
                  reader.read(name, text);
                }
              })
          .hasMessageContaining("mapping of devkit ids");
    }
  }

  @Test
  void eachMixUpIsRefusedAndNamed() throws IOException {
    // Here, since a skip inside assertThatThrownBy would be taken for a wrong refusal.
    SharedFiles.require(GROUND_TRUTH);
    TruthReader asIndex = reader.withFormat(TruthFormat.named("lines-index"));
    assertThatThrownBy(() -> devkit(asIndex))
        .hasMessageContaining("the label '1000' is none of the class indices from 0: 0 to 999");
    TruthReader fromOne = reader.withFormat(TruthFormat.named("lines-index-from-1"));
    assertThatThrownBy(() -> devkit(fromOne))
        .hasMessageContaining("is 66, but found is 490; they are ILSVRC2012 devkit ids");
    Map<String, Integer> indices = devkit(reader).indices();
    List<Integer> numbers = FolderOrder.numbersByPosition(1000);
    assertThatThrownBy(() -> read(indices, " ", numbers::indexOf))
        .hasMessageContaining("the truth's indices are positions of folder numbers sorted as str");
    assertThatThrownBy(() -> read(indices, " ", index -> (index * 7) % 1000))
        .hasMessageContaining("is in another order")
        .hasMessageEndingWith("is 65, but found is 455");
  }

  @Test
  void realLeavesEmptySetsOut() throws IOException {
    for (ClassList list : List.of(classes, classes.withBackground())) {
      try (InputStream file = Files.newInputStream(SharedFiles.require("data/labels/real.json"))) {
        RealLabels real = RealLabels.read("real.json", file, list);
        assertThat(real.indices()).hasSize(46_837);
        assertThat(real.leftOut()).isEqualTo(3_163);
        int first = list.firstClass();
        assertThat(real.indices().get("ILSVRC2012_val_00000002"))
            .containsExactly(970 + first, 795 + first);
      }
    }
  }
}
