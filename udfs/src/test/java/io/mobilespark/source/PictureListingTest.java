// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.LeftOut.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each picture once, under the path that opens it again. */
class PictureListingTest {
  @TempDir private Path folder;

  private final PictureListing listing = new PictureListing(new Configuration(false));

  @Test
  void aFolderIsWalkedToTheBottomInTheOrderOfPaths() {
    files("b.jpg", "a/z.jpg", "a/c/y.png", "B.JPG", "a.txt");
    assertThat(list("")).containsExactly("B.JPG", "a/c/y.png", "a/z.jpg", "b.jpg");
  }

  @Test
  void lengthsAreListed() throws IOException {
    Files.write(folder.resolve("a.jpg"), new byte[12_345]);
    assertThat(listing.list(List.of(folder.toString())))
        .extracting(PictureFile::path, PictureFile::length)
        .containsExactly(tuple("file:" + folder.resolve("a.jpg"), 12_345L));
  }

  @Test
  void hiddenNamesAreLeftOutBelowAFolder() {
    files("a.jpg", ".b.jpg", "_c.jpg", ".git/d.jpg", "_tmp/e/f.jpg", "g/.h/i.jpg", "j_.k.jpg");
    assertThat(list("")).containsExactly("_c.jpg", "a.jpg", "j_.k.jpg");
    assertThat(listing.leftOut().reasons())
        .containsExactly(
            Map.entry(Reason.HIDDEN, new LeftOut.Names(4, "file:" + folder + "/.b.jpg")));
  }

  @Test
  void whatIsNamedItselfIsTakenThoughItIsHidden() {
    files(".b.jpg", "_c/d.jpg", "_c/.e.jpg");
    assertThat(list("/.b.jpg", "/_c")).containsExactly(".b.jpg", "_c/d.jpg");
  }

  @Test
  void globsFindFilesAndFoldersAndNothingHidden() {
    files("2020/a.jpg", "2021/b.jpg", "2021/c/d.jpg", "2121/e.jpg", "20.jpg", "2_/.f.jpg");
    files(".2020/x.jpg", "_SUCCESS");
    assertThat(list("/20*")).containsExactly("20.jpg", "2020/a.jpg", "2021/b.jpg", "2021/c/d.jpg");
    assertThat(list("/{2020,2121}/*.jpg")).containsExactly("2020/a.jpg", "2121/e.jpg");
    assertThat(list("/202[1-9]/?.jpg")).containsExactly("2021/b.jpg");
    assertThat(list("/*")).noneMatch(path -> path.startsWith(".") || path.startsWith("_"));
    assertThat(list("/.2*")).containsExactly(".2020/x.jpg");
  }

  @Test
  void overlappingInputsGiveEachPictureOnce() {
    files("a/b.jpg", "a/c/d.jpg");
    assertThat(list("", "/a", "/a/b.jpg", "/a/*/d.jpg", "//a/./b.jpg"))
        .containsExactly("a/b.jpg", "a/c/d.jpg");
    assertThat(listing.list(List.of(folder + "/a", "file://" + folder + "/a"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.jpg",
        "hash#1.jpg",
        "percent%20.jpg",
        "100%.jpg",
        "question?.jpg",
        "star*.jpg",
        "[bracket].jpg",
        "{brace,s}.jpg",
        "plus+&=.jpg",
        "quo'te\".jpg",
        "back\\slash.jpg",
        "colon:1.jpg",
        "grün-写真-😀.jpg"
      })
  void anyNameIsFoundInItsFolderAndByItself(String name) {
    files("d/" + name, "d/b.jpg");
    assertThat(list("/d")).containsExactlyInAnyOrder("d/" + name, "d/b.jpg");
    assertThat(list("/d/" + name)).containsExactly("d/" + name);
    assertThat(list("/*/")).hasSize(2);
  }

  @Test
  void aFolderWithAGlobsCharactersIsItself() {
    files("[ab]/x.jpg", "a/y.jpg");
    assertThat(list("/[ab]")).containsExactly("[ab]/x.jpg");
  }

  @Test
  void whatIsNotThereIsSaid() {
    files("a.jpg");
    assertFails("There is no input " + folder + "/none", "/none");
    assertFails("There is no input " + folder + "/*.png", "/*.png");
    assertFails("There is no input " + folder + "/none", "/a.jpg", "/none");
    assertThatThrownBy(() -> listing.list(List.of("nosuch://host/x")))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("nosuch://host/x")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> listing.list(List.of("/{a")))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("/{a");
  }

  @Test
  void noPicturesAtAllIsAFailureAndOneEmptyFolderOfManyIsNot() throws IOException {
    Files.createDirectories(folder.resolve("empty/below"));
    files("full/a.jpg", "hidden/.b.jpg");
    assertFails("No pictures in " + folder + "/empty", "/empty");
    assertFails(
        String.format(
            Locale.ROOT,
            "No pictures in %1$s/empty, %1$s/hidden; left out: 1 hidden name,"
                + " file:%1$s/hidden/.b.jpg",
            folder),
        "/empty",
        "/hidden");
    assertThat(list("/empty", "/full")).containsExactly("full/a.jpg");
  }

  @Test
  void ofFoldersOfMobileSparkWhatTheirManifestsTellIsRead() throws IOException {
    files("a.jpg", "table/b.jpg", "half/e.jpg");
    files("pack/shard-000000.tar", "pack/shard-0a1b2c3d-000000.tar", "pack/mine.tar");
    write("table/_mobilespark/run.json", "{\"pictures\": 5}");
    write("half/_mobilespark/run/state.json", "{\"run\": \"r\"}");
    write(
        "pack/_mobilespark/output.json",
        "{\"kind\": \"pack\", \"files\": [\"shard-*\", \"shard-000000.tar\"]}");
    write(
        "pack/_mobilespark/pack.json", "{\"shards\": [{\"file\": \"shard-0a1b2c3d-000000.tar\"}]}");
    assertThat(list(""))
        .containsExactly("a.jpg", "pack/mine.tar", "pack/shard-0a1b2c3d-000000.tar");
    assertThat(listing.leftOut().reasons().get(LeftOut.Reason.OWN_OUTPUT))
        .isEqualTo(new LeftOut.Names(2, "file:" + folder + "/half"));
    assertThat(list("/table")).containsExactly("table/b.jpg");
    assertThatThrownBy(() -> list("/half"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("/half is not whole");
    Files.delete(folder.resolve("pack/_mobilespark/pack.json"));
    assertThat(list("")).containsExactly("a.jpg");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private List<String> list(String... below) {
    String prefix = "file:" + folder + "/";
    return listing.list(inputs(below)).stream()
        .map(PictureFile::path)
        .peek(path -> assertThat(path).startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .toList();
  }

  private void assertFails(String message, String... below) {
    assertThatThrownBy(() -> listing.list(inputs(below)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(message);
  }

  private List<String> inputs(String... below) {
    return Arrays.stream(below).map(path -> folder + path).toList();
  }

  private void files(String... names) {
    Stream.of(names)
        .map(folder::resolve)
        .forEach(
            file -> {
              try {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, "x");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
