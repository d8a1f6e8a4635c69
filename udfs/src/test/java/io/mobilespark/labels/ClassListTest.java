// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists from text and CSV, their refusals, and their fit to a model. */
class ClassListTest {
  private static ClassList parse(String origin, String... lines) throws IOException {
    return ClassList.parse(origin, new StringReader(String.join("\n", lines)));
  }

  private static List<String> labels(ClassList classes) {
    return IntStream.range(0, classes.size()).mapToObj(classes::label).toList();
  }

  @Test
  void classesOfOneLabelAreToldApartByTheirIndices() throws IOException {
    ClassList list = list("a.txt", "crane", "maillot", "crane", "heron");
    assertThat(list.label(0)).isEqualTo("crane (0)");
    assertThat(list.label(2)).isEqualTo("crane (2)");
    assertThat(list.name(2)).isEqualTo("crane");
    assertThat(list.indexOf("heron")).hasValue(3);
    assertThat(list.indexOf("crane")).isEmpty();
    assertThat(list.indexOfName("Crane")).isEmpty();
    assertThat(list.indexOfName("Heron ")).hasValue(3);
  }

  @Test
  void jsonIsReadAsKerasAndHuggingFaceWriteIt() throws IOException {
    ClassList keras =
        list("k.json", "{\"1\": [\"n02\", \"goldfish\"], \"0\": [\"n01\", \"tench\"]}");
    assertThat(keras.label(1)).isEqualTo("n02");
    assertThat(keras.name(0)).isEqualTo("tench");
    assertThat(
            list("c.json", "{\"x\": 1, \"id2label\": {\"0\": \"cat\", \"1\": \"dog\"}}").label(1))
        .isEqualTo("dog");
    assertThat(list("l", "[\"cat\",", "\"dog\"]").size()).isEqualTo(2);
    refused("c has no class 1", "c", "{\"0\": \"a\", \"2\": \"b\"}");
    refused("c is JSON with the key 'cat', where indices are wanted", "c", "{\"cat\": 0}");
    refused("c is no JSON: Unexpected end-of-input within/between Object entries", "c", "{\"0\":");
  }

  private static ClassList list(String origin, String... lines) throws IOException {
    return ClassList.parse(origin, new StringReader(String.join("\n", lines)));
  }

  @Test
  void aTextHasOneLabelALine() throws IOException {
    ClassList classes = parse("shapes.txt", "\uFEFF# drawn shapes", "disc", "  cross ", "a, b", "");
    assertThat(labels(classes)).containsExactly("disc", "cross", "a, b");
    assertThat(classes.name(1)).isEqualTo("cross");
    assertThat(classes.indexOf("a, b")).hasValue(2);
    assertThat(classes.indexOf("ring")).isEmpty();
    assertThat(classes.hasBackground()).isFalse();
  }

  @Test
  void linesThatEndAsWindowsEndsThemAreTheSame() throws IOException {
    assertThat(labels(ClassList.parse("a.txt", new StringReader("disc\r\ncross\r\n"))))
        .containsExactly("disc", "cross");
    assertThat(labels(ClassList.parse("a.csv", new StringReader("label\r\ndisc\r\ncross\r\n"))))
        .containsExactly("disc", "cross");
  }

  @Test
  void csvColumnsAreFoundByTheirTitles() throws IOException {
    ClassList classes =
        parse(
            "fruit", "Name,Label,colour,synonyms", "\"apple, red\",f1,red,pome; malus", "pear,f2");
    assertThat(labels(classes)).containsExactly("f1", "f2");
    assertThat(classes.names(0)).containsExactly("apple, red", "pome", "malus");
    assertThat(classes.names(1)).containsExactly("pear");
  }

  @Test
  void csvWithoutHeaderIsLabelAndName() throws IOException {
    ClassList classes = parse("fruit.csv", "f1,apple", "f2,");
    assertThat(labels(classes)).containsExactly("f1", "f2");
    assertThat(classes.name(0)).isEqualTo("apple");
    assertThat(classes.name(1)).isEqualTo("f2");
  }

  @Test
  void theIndexPutsRowsInOrder() throws IOException {
    assertThat(labels(parse("x", "index,label", "2,c", "0,a", "1,b")))
        .containsExactly("a", "b", "c");
  }

  @Test
  void refusalsNameTheLine() {
    refused("a.txt line 2: the label is empty", "a.txt", "x", " ", "y");
    refused("a.csv line 3: the label is empty", "a.csv", "index,label", "0,x", "1,");
    refused("a line 3: index 2, but no 1", "a", "index,label", "0,x", "2,y");
    refused("a line 4: index 0 stands in line 2 too", "a", "index,label", "0,x", "1,y", "0,z");
    refused("a line 2: the index is '-1'", "a", "index,label", "-1,x");
    refused("a line 3: the index is 'one'", "a", "index,label", "0,x", "one,y");
    refused("a.csv line 1: 3 columns need a header with label", "a.csv", "0,x,y");
    refused("a.txt lists no class", "a.txt", "# nothing", "");
    refused("a.csv lists no class", "a.csv", "index,label");
  }

  private static void refused(String message, String origin, String... lines) {
    assertThatThrownBy(() -> parse(origin, lines))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(message);
  }

  @Test
  void aListMustFitTheOutputs() throws IOException {
    ClassList three = parse("three.txt", "a", "b", "c");
    assertThat(three.forOutputs(3)).isSameAs(three);
    assertThatThrownBy(() -> three.forOutputs(4))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("the model has 4 outputs, but three.txt lists 3 classes");
    assertThatThrownBy(() -> ClassList.imagenet().forOutputs(10))
        .hasMessage("the model has 10 outputs, but imagenet lists 1000 classes");
    assertThatThrownBy(() -> ClassList.imagenet().withBackground().forOutputs(1000))
        .hasMessage("the model has 1000 outputs, but imagenet lists 1001 classes");
  }

  @Test
  void aThousandAndOneOutputsBeginWithTheBackground() {
    ClassList classes = ClassList.imagenet().forOutputs(1001);
    assertThat(classes.size()).isEqualTo(1001);
    assertThat(classes.hasBackground()).isTrue();
    assertThat(classes.label(0)).isEqualTo("background");
    assertThat(classes.label(1)).isEqualTo("n01440764");
    assertThat(classes.name(1000)).isEqualTo("toilet tissue");
    assertThat(classes.indexOf("n01751748")).hasValue(66);
    assertThat(classes.withBackground()).isSameAs(classes);
    assertThat(classes.forOutputs(1001)).isSameAs(classes);
  }

  @Test
  void travelsToExecutors() throws Exception {
    ClassList classes = parse("x.csv", "label,name", "a,A", "b,B");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(classes);
    }
    ClassList copy =
        (ClassList)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(labels(copy)).containsExactly("a", "b");
    assertThat(copy.name(1)).isEqualTo("B");
    assertThat(copy.indexOf("b")).hasValue(1);
    assertThat(copy).hasToString("x.csv (2 classes)");
  }
}
