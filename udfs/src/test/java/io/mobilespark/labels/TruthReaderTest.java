// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.testing.SharedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layouts and schemes on small made-up ground truth. */
class TruthReaderTest {
  private final TruthReader imagenet = TruthReader.of(ClassList.imagenet());

  private static GroundTruth read(TruthReader reader, String... lines) throws IOException {
    return reader.read("truth", new StringReader(String.join("\n", lines)));
  }

  private static void refused(TruthReader reader, String message, String... lines) {
    assertThatThrownBy(() -> read(reader, lines))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPictureAndItsWnid() throws IOException {
    GroundTruth truth = read(imagenet, "# mine", "a b.jpg n01440764", "val/c.png\tn15075141", "");
    assertThat(truth.format()).hasToString("name-label");
    assertThat(truth.indices()).containsOnlyKeys("a b", "c");
    assertThat(truth.index("a b")).hasValue(0);
    assertThat(truth.index("c")).hasValue(999);
    assertThat(truth.index("d")).isEmpty();
  }

  @Test
  void aBackgroundShiftsIndicesWhateverTheScheme() throws IOException {
    TruthReader shifted = TruthReader.of(ClassList.imagenet().withBackground());
    assertThat(read(shifted, "a n01440764").index("a")).hasValue(1);
    assertThat(read(shifted, "a 0", "b 999").indices())
        .containsEntry("a", 1)
        .containsEntry("b", 1000);
    assertThat(read(shifted, "ILSVRC2012_val_00000001 66", "b 1000").indices())
        .containsValues(66, 1000);
    refused(shifted, "1 of 1 different labels are not in imagenet", "a x");
  }

  @Test
  void knownPicturesTellTheSchemesOfNumbersApart() throws IOException {
    String picture = "ILSVRC2012_val_00000001.JPEG ";
    assertThat(read(imagenet, picture + 65, "x 7").format()).hasToString("name-index");
    assertThat(read(imagenet, picture + 490, "x 7").format()).hasToString("name-devkit-id");
    GroundTruth fromOne = read(imagenet, picture + 66, "x 7");
    assertThat(fromOne.format()).hasToString("name-index-from-1");
    assertThat(fromOne.index("x")).hasValue(6);
    assertThat(fromOne.recognition())
        .isEqualTo(
            "name-index-from-1 (2 different labels, all class indices from 1; 1 known validation"
                + " pictures agree)");
  }

  @Test
  void withoutKnownPicturesTheRangeDecides() throws IOException {
    assertThat(read(imagenet, "a 0", "b 999").recognition()).doesNotContain("assumed");
    GroundTruth assumed = read(imagenet, "a 1", "b 999");
    assertThat(assumed.format()).hasToString("name-index");
    assertThat(assumed.recognition()).contains("assumed");
    refused(imagenet, "devkit ids or indices from 1: name the truth format", "a 1", "b 1000");
    refused(imagenet, "labels run from 0 to 1000; the indices of imagenet run", "a 0", "b 1000");
    refused(imagenet, "labels run from 3 to 1001", "a 3", "b 1001");
    refused(imagenet, "no picture is labelled", "");
    refused(
        imagenet,
        "2 of 3 different labels are not in imagenet, 'n00000001' for one",
        "a n01440764",
        "b n00000002",
        "c n00000001");
  }

  @Test
  void aDemandedConventionIsTakenAndChecked() throws IOException {
    TruthReader fromOne = imagenet.withFormat(TruthFormat.named("name-index-from-1"));
    assertThat(read(fromOne, "a 1", "b 1000").indices()).containsEntry("b", 999);
    refused(fromOne, "the label '0' is none of the class indices from 1: 1 to 1000 wanted", "a 0");
    TruthReader devkit = imagenet.withFormat(TruthFormat.named("name-devkit-id"));
    assertThat(read(devkit, "a 490").index("a")).hasValue(65);
    TruthReader folders = imagenet.withFormat(TruthFormat.named("folder-index"));
    refused(folders, "truth is a text, not folder", "a 1");
    assertThatThrownBy(() -> fromOne.folders("val", List.of("0/a.jpg")))
        .hasMessage("val is laid out as folder, but name-index-from-1 is demanded");
  }

  @Test
  void anOrderThatCannotBeRightIsNamed() {
    TruthReader index = imagenet.withFormat(TruthFormat.named("name-index"));
    refused(
        index,
        "truth is in another order: ILSVRC2012_val_00000001 is n01751748 (sea snake), whose label"
            + " among class indices from 0 is 65, but found is 490; they are ILSVRC2012 devkit ids",
        "ILSVRC2012_val_00000001 490");
    refused(index, "; they are class indices from 1", "ILSVRC2012_val_00000001 66");
    // Before 65 stand 0, five times 111 from 1 to 599, 6, and five times 11 from 60 to 649.
    assertThat(FolderOrder.numbersByPosition(1000).get(612)).isEqualTo(65);
    refused(
        imagenet,
        "the truth's indices are positions of folder numbers sorted as strings",
        "ILSVRC2012_val_00000001 612");
    refused(imagenet, "the truth's indices are devkit ids less one", "ILSVRC2012_val_00000001 489");
    refused(imagenet, "sea snake", "ILSVRC2012_val_00000001 n01440764");
  }

  @Test
  void csvColumnsByTitleByChoiceAndByPlace() throws IOException {
    GroundTruth truth = read(imagenet, "Label,split,Path", "n01440764,val,\"x,1/a.jpg\"");
    assertThat(truth.format()).hasToString("csv-label");
    assertThat(truth.index("a")).hasValue(0);
    assertThat(read(imagenet, "a.jpg,n01440764", "b.jpg,n01443537").index("b")).hasValue(1);
    TruthReader chosen = imagenet.withColumns(new TruthColumns("uri", "Y"));
    assertThat(read(chosen, "y,uri,label", "5,a.jpg,x", "0,b.jpg,x").index("a")).hasValue(5);
    refused(chosen, "truth has the columns [y, path], wanted uri and Y", "y,path");
    refused(imagenet, "truth has the columns [a, b, c]", "a,b,c", "1,2,3");
    refused(imagenet, "truth line 3: picture or label is empty", "path,label", "a,0", "b,");
  }

  @Test
  void columnsArePartedByWhateverPartsThem() throws IOException {
    for (String by : List.of(";", "\t", "|", ",")) {
      GroundTruth truth =
          read(
              imagenet,
              "id" + by + "label",
              "a b.jpg" + by + "n01440764",
              "#1.jpg" + by + "n01443537");
      assertThat(truth.format()).as(by).hasToString("csv-label");
      assertThat(truth.indices()).containsEntry("a b", 0).containsEntry("#1", 1);
      assertThat(read(imagenet, "x.jpg" + by + "5", "y.jpg" + by + "0").indices())
          .containsEntry("x", 5);
    }
    assertThat(read(imagenet, "sep=;", "path;label", "a.jpg;0").index("a")).hasValue(0);
    assertThat(read(imagenet, ",path,label", "0,a.jpg,7", "1,C:\\x\\b.jpg,0").indices())
        .containsEntry("a", 7)
        .containsEntry("b", 0);
    refused(imagenet, "truth line 3: picture or label is empty", "path;label", "a;0", "b");
  }

  @Test
  void kagglesClassStandsBeforeItsBoxes() throws IOException {
    GroundTruth truth =
        read(
            imagenet,
            "ImageId,PredictionString",
            "ILSVRC2012_val_00000001,n01751748 10 20 200 210 n01751748 1 2 3 4 ",
            "x,n01440764 1 2 3 4 ");
    assertThat(truth.index("ILSVRC2012_val_00000001")).hasValue(65);
    assertThat(truth.index("x")).hasValue(0);
  }

  @Test
  void wholeNumbersMayBeFloatsAndClassesMayBeNames() throws IOException {
    assertThat(read(imagenet, "path,label", "a.jpg,65.0", "b.jpg,970.").indices())
        .containsEntry("a", 65)
        .containsEntry("b", 970);
    GroundTruth names =
        read(imagenet, "path,label", "a.jpg,goldfish", "b.jpg,\"tench, Tinca tinca\"");
    assertThat(names.format()).hasToString("csv-class-name");
    assertThat(names.indices()).containsEntry("a", 1).containsEntry("b", 0);
    refused(imagenet, "1 of 1 different labels are not in imagenet", "path,label", "a,65.5");
    // Two classes are called so.
    refused(imagenet, "'crane' for one", "path,label", "a,crane");
  }

  @Test
  void jsonHasPicturesAndLabels() throws IOException {
    assertThat(read(imagenet, "{\"x/a.jpg\": 0, \"#b.jpg\": 999}").indices())
        .containsEntry("a", 0)
        .containsEntry("#b", 999);
    assertThat(
            read(
                    imagenet,
                    "[{\"file\": \"a.jpg\", \"label\": \"n01440764\"},",
                    "{\"file\":\"b.jpg\",\"label\":\"n01443537\"}]")
                .indices())
        .containsEntry("b", 1);
    assertThat(
            read(imagenet, "{\"Path\":\"a.jpg\",\"label\":0}", "{\"Path\":\"b.jpg\",\"label\":1}")
                .indices())
        .containsEntry("b", 1);
    refused(
        imagenet,
        "the object 2 of 2 has no picture or no label",
        "[{\"file\": \"a\", \"label\": 1}, {}]");
    refused(imagenet, "truth is no JSON", "{\"a\": ");
    refused(imagenet, "a has no label", "{\"a\": [1]}");
    refused(imagenet, "truth is no JSON", "{\"a\": 1, \"b\": 2, \"a\": 3}");
  }

  @Test
  void windowsTextsAreRead() throws IOException {
    byte[] utf16 = "path;label\r\nü.jpg;7\r\n".getBytes(StandardCharsets.UTF_16);
    assertThat(imagenet.read("truth", TextBytes.reader(new ByteArrayInputStream(utf16))).index("ü"))
        .hasValue(7);
    byte[] utf8 = "\ufeffpath;label\nü.jpg;7".getBytes(StandardCharsets.UTF_8);
    assertThat(imagenet.read("truth", TextBytes.reader(new ByteArrayInputStream(utf8))).index("ü"))
        .hasValue(7);
    assertThat(TextBytes.reader(new ByteArrayInputStream(new byte[0])).read()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "LOC_val_solution.csv, csv-label, labels of the class list, ILSVRC2012_val_00000001=65"
        + "|ILSVRC2012_val_00000002=970|ILSVRC2012_val_00000003=230|ILSVRC2012_val_00000004=809",
    "semicolon.csv, csv-label, labels of the class list, ILSVRC2012_val_00000001=65|ILSVRC2012_val_00000002=970",
    "float-labels.csv, csv-index, from 0, ILSVRC2012_val_00000001=65|ILSVRC2012_val_00000002=970",
    "class-names.csv, csv-class-name, names, a=1|b=0",
    "hash-names.csv, csv-label, labels of the class list, #1 sunset=0|ILSVRC2012_val_00000001=65",
  })
  void truthAsPeopleHaveIt(String file, String format, String convention, String labels)
      throws IOException {
    Path path = SharedFiles.require("wild/truth/" + file);
    try (InputStream bytes = Files.newInputStream(path)) {
      GroundTruth truth = imagenet.read(file, TextBytes.reader(bytes));
      assertThat(truth.format()).hasToString(format);
      Map<String, Integer> wanted = new TreeMap<>();
      for (String label : labels.split("\\|", -1)) {
        wanted.put(label.substring(0, label.indexOf('=')), parseInt(label));
      }
      assertThat(truth.indices()).isEqualTo(wanted);
      assertThat(truth.recognition()).contains(convention);
    }
  }

  private static int parseInt(String label) {
    return Integer.parseInt(label.substring(label.indexOf('=') + 1));
  }

  @Test
  void theThousandNamesOfTensorFlowAreTaken() throws IOException {
    Path path = SharedFiles.require("wild/classes/labels-1000.txt");
    try (InputStream bytes = Files.newInputStream(path)) {
      ClassList classes = ClassList.parse("labels-1000.txt", TextBytes.reader(bytes));
      assertThat(classes.size()).isEqualTo(1000);
    }
  }

  @Test
  void foldersAreLabels() {
    GroundTruth wnids =
        imagenet.folders("val", List.of("file:/v/n01440764/a.JPEG", "val/n01443537/b.JPEG"));
    assertThat(wnids.format()).hasToString("folder-label");
    assertThat(wnids.index("b")).hasValue(1);
    GroundTruth numbers = imagenet.folders("v2", List.of("v2/0/a.jpeg", "v2/10/b.jpeg", "2/c.jpg"));
    assertThat(numbers.format()).hasToString("folder-index");
    assertThat(numbers.indices()).containsEntry("b", 10).containsEntry("c", 2);
    assertThatThrownBy(() -> imagenet.folders("flat", List.of("a.jpg", "n01440764/b.jpg")))
        .hasMessage("flat: 1 of 2 different labels are not in imagenet, '' for one");
  }

  @Test
  void positionsOfFoldersSortedAsStringsAreRefused() throws IOException {
    refused(
        imagenet,
        "truth has the classes in the order of folder names sorted as strings (0, 1, 10, 100 ...):"
            + " folder 2 is labelled as class 112",
        "0/a.jpg 0",
        "1/b.jpg 1",
        "10/c.jpg 2",
        "100/d.jpg 3",
        "2/e.jpg 112");
    // The same of only those folders that are there: 10, 100, 9.
    refused(imagenet, "folder 9 is labelled as class 2", "9/a 2", "10/b 0", "100/c 1");
    // The number itself, a numbering without gaps, and folders that mean something else.
    assertThat(read(imagenet, "0/a 0", "10/b 10", "2/c 2").size()).isEqualTo(3);
    assertThat(read(imagenet, "0/a 0", "5/b 1", "7/c 2").size()).isEqualTo(3);
    assertThat(read(imagenet, "0/a 0", "10/b 2", "10/c 3").size()).isEqualTo(3);
    assertThat(read(imagenet, "0/a 0", "10/b 2", "x/c 3").size()).isEqualTo(3);
  }

  @Test
  void aPictureTwiceIsRefused() {
    refused(
        imagenet,
        "truth labels the picture a twice: x/a.jpg as n01440764 and y/a.png as n01443537",
        "x/a.jpg n01440764",
        "y/a.png n01443537");
  }

  @Test
  void otherFilesOfTheDevkitAreNotTakenForTruth() {
    String[] mapping = new String[1000];
    for (int id = 1; id <= 1000; id++) {
      mapping[id - 1] = id + " " + DevkitIds.ilsvrc2012().label(id);
    }
    refused(imagenet, "truth is a mapping of devkit ids 1 to 1000", mapping);
    refused(imagenet, "truth is a MATLAB file", "MATLAB 5.0 MAT-file");
    refused(imagenet, "truth is JSON", "[[1], []]");
    refused(
        imagenet,
        "truth labels 2 pictures in order; the ILSVRC2012 validation set has 50000",
        "490",
        "361");
    refused(imagenet, "truth line 2: '' is not one label", "490", "", "361");
    refused(imagenet, "truth line 2: 'b' is not a picture and a label", "a 1", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "path,label|a,n01440764|b,|c,n01443537 ! truth line 3: picture or label is empty",
        "a.jpg n01440764|b.jpg|c.jpg n01443537 ! truth line 2: 'b.jpg' is not a picture and a label",
        "a.jpg n01440764|b.jpg n0000|c.jpg n01443537 ! truth gives b.jpg the label 'n0000'",
        "a.jpg 0|b.jpg 2000|c.jpg 1 ! truth gives b.jpg the label '2000', which names no class",
        "a.jpg 0|a/ 5|c.jpg 1 ! truth labels 'a/', which names no file",
        "[{'image': 'a', 'label': 0}, {'image': 'b'}, {'image': 'c', 'label': 1}]"
            + " ! truth: the object 2 of 3 has no picture or no label",
        "{'a': 0, 'b': null, 'c': 1} ! truth: b has no label",
      })
  void linesThatCannotBeReadAreSkippedUpToANumber(String text, String first) throws IOException {
    String[] lines = text.replace('\'', text.startsWith("a.jpg") ? '\'' : '"').split("\\|");
    GroundTruth truth = read(imagenet.skippingBadLines(1), lines);
    assertThat(truth.indices().values()).containsExactly(0, 1);
    assertThat(truth.recognition()).contains("; skipped 1 line that cannot be read: " + first);
    assertThatThrownBy(() -> read(imagenet, lines)).isInstanceOf(MobileSparkException.class);
  }

  @Test
  void moreBadLinesThanMayBeSkippedAreRefused() throws IOException {
    String[] lines = {"path,label", "a,0", ",1", "b,", "c,2"};
    assertThat(read(imagenet.skippingBadLines(2), lines).recognition())
        .contains("; skipped 2 lines that cannot be read, the first: truth line 3: ");
    refused(
        imagenet.skippingBadLines(1),
        "truth line 4: picture or label is empty; --skip-bad-lines has skipped 1 before",
        lines);
    refused(imagenet.skippingBadLines(1), "labels run from 1 to 2000", "a 1", "b 2000", "c 2000");
    // What no scheme reads but for as many lines as another one is nothing to skip.
    refused(imagenet.skippingBadLines(3), "labels run from 0 to 1000", "a 0", "b 1000", "c 5");
  }

  /** Positions tell the pictures, so those behind a bad line keep theirs. */
  @Test
  void aListInOrderKeepsItsPlaces() throws IOException {
    String[] lines = new String[KnownPictures.VALIDATION_PICTURES];
    Arrays.fill(lines, "n01440764");
    lines[20] = "not a label";
    lines[49_999] = "n01443537";
    TruthReader reader =
        new TruthReader(
            ClassList.imagenet(),
            DevkitIds.ilsvrc2012(),
            Optional.of(TruthFormat.named("lines-label")),
            Optional.empty(),
            1);
    List<Integer> known = List.of(490, 361, 171, 822, 297, 482, 13, 704, 599, 164);
    for (int i = 0; i < known.size(); i++) {
      lines[i] = DevkitIds.ilsvrc2012().label(known.get(i));
    }
    GroundTruth truth = read(reader, lines);
    assertThat(truth.size()).isEqualTo(49_999);
    assertThat(truth.index("ILSVRC2012_val_00000021")).isEmpty();
    assertThat(truth.index("ILSVRC2012_val_00050000")).hasValue(1);
    assertThat(truth.recognition()).contains("truth line 21: 'not a label' is not one label");
  }

  @Test
  void ownClassesHaveOwnLabels() throws IOException {
    TruthReader own =
        TruthReader.of(ClassList.parse("own.txt", new StringReader("disc\ncross\n10")));
    assertThat(read(own, "a disc", "b 10").indices()).containsEntry("b", 2);
    assertThat(read(own, "a 0", "b 2").indices()).containsEntry("b", 2);
    assertThat(read(own, "a 1", "b 3").format()).hasToString("name-index-from-1");
    refused(own.withFormat(TruthFormat.named("name-devkit-id")), "that own.txt lacks", "a 1");
    // Validation pictures are known by their wnids, which this list does not have.
    assertThat(read(own, "ILSVRC2012_val_00000001 disc").size()).isEqualTo(1);
  }
}
