// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several labels a picture, in the layouts that people have. */
final class LabelSetReaderTest {
  private static final ClassList CLASSES =
      ClassList.of("animals.txt", List.of("cat", "dog", "traffic light"));

  /** Picture a has a cat and a traffic light, b nothing, c a dog. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "image,labels\na.jpg,cat|traffic light\nb.jpg,\nc.jpg,dog\n",
        "image;tags\na.jpg;traffic light, cat\nb.jpg;\nc.jpg;dog\n",
        "image,labels\na.jpg,\"['cat', 'traffic light']\"\nb.jpg,[]\nc.jpg,['dog']\n",
        "a.jpg,cat,traffic light\nb.jpg\nc.jpg,dog\n",
        "file,label\na.jpg,cat\na.jpg,traffic light\nb.jpg,\nc.jpg,dog\n",
        "# made by hand\na.jpg\tcat;traffic light\nb.jpg\t\nc.jpg\tdog\n",
        "a.jpg cat|traffic light\nb.jpg\nc.jpg dog\n",
        "image_id,cat,dog,traffic light,split\na.jpg,1,0,1,0\nb.jpg,0,0,0,1\nc.jpg,0,1,0,1\n",
        ",dog,cat,traffic light\na.jpg,-1,1,1\nb.jpg,-1,-1,-1\nc.jpg,1,-1,-1\n",
        """
        sep=;
        name;Traffic Light;cat;dog
        a.jpg;True;True;False
        b.jpg;False;False;False
        c.jpg;False;False;True
        """,
        "{\"a.jpg\": [\"cat\", \"traffic light\"], \"b.jpg\": [], \"c.jpg\": \"dog\"}",
        """
        [{"file_name": "a.jpg", "labels": [0, 2]}, {"file_name": "b.jpg", "labels": []},
         {"file_name": "c.jpg", "labels": [1]}]
        """,
        """
        {"image": "a.jpg", "tags": "cat|traffic light"}
        {"image": "b.jpg", "tags": []}
        {"image": "c.jpg", "tags": ["dog"]}
        """,
        "picture,label\na.jpg,0|2\nb.jpg,\nc.jpg,1\n"
      })
  void layoutsAreRecognised(String text) throws IOException {
    assertThat(read(CLASSES, text).indices())
        .isEqualTo(Map.of("a.jpg", List.of(0, 2), "b.jpg", List.of(), "c.jpg", List.of(1)));
  }

  /** As list_attr_celeba.txt is: a count, names of attributes, rows in columns. */
  @Test
  void celebAsAttributesAreRead() throws IOException {
    ClassList attributes = ClassList.of("attributes", List.of("Bald", "Male", "5_o_Clock_Shadow"));
    NamedLabelSets sets =
        read(
            attributes,
            "2\n5_o_Clock_Shadow Bald Male \n000001.jpg -1  1  1\n000002.jpg  1 -1 -1\n");
    assertThat(sets.indices())
        .isEqualTo(Map.of("000001.jpg", List.of(0, 1), "000002.jpg", List.of(2)));
    assertThat(sets.recognition())
        .startsWith("csv-label (a column of 0 and 1 for each label; 3 different labels");
  }

  @Test
  void columnsAreChosen() throws IOException {
    TruthReader reader =
        TruthReader.of(CLASSES).withColumns(new TruthColumns("photo", "what is seen"));
    NamedLabelSets sets =
        new LabelSetReader(reader)
            .read("t.csv", new StringReader("photo,what is seen\na,cat dog\nb,dog\n"));
    assertThat(sets.indices()).isEqualTo(Map.of("a", List.of(0, 1), "b", List.of(1)));
  }

  @Test
  void foldersHaveOneLabelEach() {
    assertThat(
            new LabelSetReader(TruthReader.of(CLASSES))
                .folders("/p", List.of("/p/cat/a.jpg", "/p/dog/b.jpg"))
                .indices())
        .isEqualTo(Map.of("/p/cat/a.jpg", List.of(0), "/p/dog/b.jpg", List.of(1)));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertRefused("image,labels\na.jpg,cat|cow\n", "'cow' for one");
    assertRefused("image,cat,dog\na.jpg,1,0\n", "columns for 2 of 3 labels, 'traffic light'");
    assertRefused(
        "image,cat,dog,traffic light\na.jpg,1,0,0\nb.jpg,1,,0\n",
        "t.csv line 3: '' for dog is neither 0 nor 1");
    assertRefused("image,size\na.jpg,3\n", "which are picture and labels? --truth-columns");
    assertRefused("image,labels\n,cat\n", "line 2: the picture is empty");
    assertRefused("{\"a.jpg\": [[\"cat\"]]}", "labels are texts or numbers in an array");
    assertRefused("", "no picture is labelled");
    assertRefused("image,labels\n", "no picture is labelled");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(CLASSES, text))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "image,labels~a.jpg,cat~,dog~c.jpg,dog ! t.csv line 3: the picture is empty",
        "image,labels~a.jpg,cat~b.jpg,cat|cow~c.jpg,dog ! t.csv gives b.jpg the label 'cow'",
        "image,cat,dog,traffic light~a.jpg,1,0,0~b.jpg,1,x,0~c.jpg,0,1,0"
            + " ! t.csv line 3: 'x' for dog is neither 0 nor 1",
        "[{'file': 'a.jpg', 'tags': ['cat']}, {'file': 'b.jpg'}, {'file': 'c.jpg', 'tags': 'dog'}]"
            + " ! t.csv: the object 2 of 3 has no picture or no labels",
        "{'a.jpg': ['cat'], 'b.jpg': {}, 'd.jpg': [['dog']], 'c.jpg': ['dog']} ! t.csv: labels are",
      })
  void linesThatCannotBeReadAreSkippedUpToANumber(String text, String first) throws IOException {
    String whole =
        (first.contains(" line 3: '") ? text : text.replace('\'', '"')).replace('~', '\n');
    NamedLabelSets truth = read(CLASSES, whole, 2);
    assertThat(truth.indices())
        .containsEntry("a.jpg", List.of(0))
        .containsEntry("c.jpg", List.of(1));
    assertThat(truth.recognition()).contains("that cannot be read").contains(first);
    assertThatThrownBy(() -> read(CLASSES, whole)).isInstanceOf(MobileSparkException.class);
  }

  private static NamedLabelSets read(ClassList classes, String text) throws IOException {
    return read(classes, text, 0);
  }

  private static NamedLabelSets read(ClassList classes, String text, int badLines)
      throws IOException {
    TruthReader reader =
        new TruthReader(
            classes, DevkitIds.ilsvrc2012(), Optional.empty(), Optional.empty(), badLines);
    return new LabelSetReader(reader).read("t.csv", new StringReader(text));
  }
}
