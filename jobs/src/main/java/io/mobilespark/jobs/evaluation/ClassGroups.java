// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.ClassList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The 1,000 ImageNet classes in some 35 groups of kindred things: dogs, songbirds, land vehicles.
 * The grouping follows the hypernyms of WordNet 3.0; which synsets name which group, and in which
 * order they are tried, stands in {@code src/main/python/imagenet_groups.py}.
 *
 * @param names of the groups, in the order of their first class
 * @param ofClass the group's number for each class index
 */
public record ClassGroups(List<String> names, List<Integer> ofClass) {
  private static final String RESOURCE = "imagenet-groups.csv";

  /** Copies the lists. */
  public ClassGroups {
    names = List.copyOf(names);
    ofClass = List.copyOf(ofClass);
  }

  /** The groups of a class list; empty when it has classes that are not ImageNet's. */
  public static Optional<ClassGroups> of(ClassList classes) {
    Map<String, String> groups = new HashMap<>(read());
    groups.put(ClassList.BACKGROUND, ClassList.BACKGROUND);
    List<String> names = new ArrayList<>();
    List<Integer> ofClass = new ArrayList<>();
    for (String label : IntStream.range(0, classes.size()).mapToObj(classes::label).toList()) {
      String group = groups.get(label);
      if (group == null) {
        return Optional.empty();
      }
      if (!names.contains(group)) {
        names.add(group);
      }
      ofClass.add(names.indexOf(group));
    }
    return Optional.of(new ClassGroups(names, ofClass));
  }

  private static Map<String, String> read() {
    Map<String, String> groups = new HashMap<>();
    try (InputStream in =
            Objects.requireNonNull(ClassGroups.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> line.startsWith("n"))
          .forEach(line -> groups.put(line.substring(0, 9), line.substring(10).replace("\"", "")));
      return groups;
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
