// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.source.PictureFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which pictures go where, and under which names. */
class PackPlanTest {
  private static final List<PictureFile> PICTURES =
      List.of(
          new PictureFile("s3a://b/set/x/1.jpg", 400_000),
          new PictureFile("s3a://b/set/x/2.jpg", 640_000),
          new PictureFile("s3a://b/set/x/3.jpg", 9_000_000),
          new PictureFile("s3a://b/set/x/4.jpg", 0),
          new PictureFile("s3a://b/set/x/5.jpg", 1_000_000));

  @Test
  void aShardEndsBeforeThePictureThatWouldPassItsSize() {
    List<PackUnit> units =
        new PackPlan(PackFormat.TAR, 1 << 20, "shard-").units(PICTURES, List.of());
    assertThat(units)
        .extracting(PackUnit::file)
        .containsExactly("shard-000000.tar", "shard-000001.tar", "shard-000002.tar");
    assertThat(units.stream().map(unit -> unit.paths().size())).containsExactly(2, 1, 2);
    assertThat(units.stream().flatMap(unit -> unit.paths().stream()))
        .containsExactlyElementsOf(PICTURES.stream().map(PictureFile::path).toList());
    assertThat(units.get(2).lengths()).containsExactly(0, 1_000_000);
  }

  @Test
  void namesInATarAreRelativeToTheFolderGiven() {
    assertThat(names(List.of(), PICTURES))
        .containsExactly("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg");
    assertThat(names(List.of("s3a://b/set"), PICTURES).get(0)).isEqualTo("x/1.jpg");
    assertThat(names(List.of("s3a://b/set", "s3a://b/set/x"), PICTURES).get(0))
        .isEqualTo("x/1.jpg");
    assertThat(names(List.of("s3a://b/settings"), PICTURES).get(0)).isEqualTo("set/x/1.jpg");
    List<PictureFile> elsewhere =
        List.of(new PictureFile("file:/a/1.jpg", 1), new PictureFile("s3a://b/1.jpg", 1));
    assertThat(names(List.of(), elsewhere)).containsExactly("file:/a/1.jpg", "s3a:/b/1.jpg");
    assertThat(names(List.of(), elsewhere.subList(0, 1))).containsExactly("1.jpg");
  }

  @Test
  void rowsInParquetKeepTheirPaths() {
    assertThat(new PackPlan(PackFormat.PARQUET, 1 << 30, "shard-").units(PICTURES, List.of()))
        .hasSize(1)
        .allSatisfy(unit -> assertThat(unit.names()).isEqualTo(unit.paths()))
        .extracting(PackUnit::file)
        .containsExactly("shard-000000.parquet");
  }

  private static List<String> names(List<String> folders, List<PictureFile> pictures) {
    Stream<PackUnit> units =
        new PackPlan(PackFormat.TAR, 1 << 30, "shard-").units(pictures, folders).stream();
    return units.flatMap(unit -> unit.names().stream()).toList();
  }
}
