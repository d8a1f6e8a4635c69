// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The legacy HDF5 layout of Keras weights: the attribute {@code layer_names} lists the groups in
 * order, each group's attribute {@code weight_names} its tensors. Weights of a whole saved model
 * have the same layout below {@code model_weights}.
 */
final class KerasFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String LAYERS = "layer_names";
  private static final String TENSORS = "weight_names";
  private static final String WHOLE_MODEL = "model_weights";
  private static final String RESCALING = "rescaling";

  /** How Keras calls layers that change a network's answers and that none of its own has. */
  private static final List<String> NEVER_OWN =
      List.of("normalization", "resizing", "center_crop", "global_max_pooling2d");

  private KerasFile() {}

  /**
   * Hands the layers that have weights, in file order, to a reader while the file is open.
   *
   * @throws MobileSparkException where the file is not there, not HDF5, damaged, or of another
   *     layout, or where the reader throws {@link KerasFileException}
   */
  static <T> T read(Path file, Function<List<StoredLayer>, T> reader) {
    return opened(file, hdf -> reader.apply(layers(root(hdf))));
  }

  /**
   * The same of either layout; that of Keras 3 gets its order from a network.
   *
   * @param network for a classifier in the file, if there is one
   */
  static <T> T read(
      Path file,
      Function<Optional<StoredLayer>, Network> network,
      Function<List<StoredLayer>, T> reader) {
    return opened(
        file,
        hdf -> {
          Optional<KerasTree> tree = tree(hdf);
          if (tree.isPresent()) {
            Network found = network.apply(tree.get().classifier());
            requireOwn(tree.get().layers().getChildren().keySet(), found);
            return reader.apply(tree.get().ordered(found));
          }
          List<StoredLayer> layers = layers(root(hdf));
          requireOwn(texts(root(hdf), LAYERS), network.apply(last(layers)));
          return reader.apply(layers);
        });
  }

  /** A layer without weights is no less a part of what the model answers. */
  private static void requireOwn(Collection<String> layers, Network network) {
    boolean rescales = network.spec().family().rescales();
    for (String layer : layers) {
      if (NEVER_OWN.stream().anyMatch(layer::startsWith)
          || (!rescales && layer.startsWith(RESCALING))) {
        throw new KerasFileException(
            String.format(
                Locale.ROOT,
                "these are weights of a model with a layer '%s', which Keras's own %s does not have;"
                    + " --architecture says what it is, with a file of Keras's to_json",
                layer,
                network.spec().name()));
      }
    }
  }

  /**
   * Hands the classifier of a file, if it has one, to a reader while the file is open.
   *
   * @throws MobileSparkException as {@link #read(Path, Function)} does
   */
  static <T> T classifier(Path file, Function<Optional<StoredLayer>, T> reader) {
    return opened(
        file,
        hdf ->
            reader.apply(
                tree(hdf).map(KerasTree::classifier).orElseGet(() -> last(layers(root(hdf))))));
  }

  /** Only a classifier ends in a bias: every other layer has batch norm. */
  private static Optional<StoredLayer> last(List<StoredLayer> layers) {
    return layers.isEmpty()
        ? Optional.empty()
        : Optional.of(layers.get(layers.size() - 1))
            .filter(layer -> layer.tensors().stream().anyMatch(each -> each.kind().equals("bias")));
  }

  private static Optional<KerasTree> tree(HdfFile hdf) {
    return has(hdf, LAYERS) ? Optional.empty() : KerasTree.of(hdf);
  }

  private static <T> T opened(Path file, Function<HdfFile, T> reader) {
    checkSignature(file);
    try {
      return Hdf5File.read(file, reader);
    } catch (KerasFileException e) {
      throw new MobileSparkException("weights " + file + ": " + e.getMessage(), e);
    }
  }

  private static void checkSignature(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new MobileSparkException(
          Files.exists(file)
              ? String.format(Locale.ROOT, "weights %s: not a file", file)
              : String.format(Locale.ROOT, "weights %s: no such file", file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
        throw new MobileSparkException(
            String.format(Locale.ROOT, "weights %s: not an HDF5 file", file));
      }
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "weights %s: cannot be read: %s", file, e), e);
    }
  }

  private static Group root(HdfFile hdf) {
    if (has(hdf, LAYERS)) {
      return hdf;
    }
    if (hdf.getChildren().get(WHOLE_MODEL) instanceof Group group && has(group, LAYERS)) {
      return group;
    }
    throw new KerasFileException(
        String.format(
                Locale.ROOT,
                "no attribute '%s', so not Keras's legacy HDF5 layout; wanted a file as the official ones",
                LAYERS)
            + " are, or one of Keras's model.save(\"….h5\")");
  }

  private static boolean has(Group group, String attribute) {
    return group.getAttributes().containsKey(attribute)
        || group.getAttributes().containsKey(attribute + "0");
  }

  private static List<StoredLayer> layers(Group root) {
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : texts(root, LAYERS)) {
      if (!(root.getByPath(name) instanceof Group group)) {
        throw new KerasFileException(String.format(Locale.ROOT, "layer %s is no group", name));
      }
      List<StoredTensor> tensors =
          texts(group, TENSORS).stream()
              .map(path -> new StoredTensor(path, group.getDatasetByPath(path)))
              .toList();
      if (!tensors.isEmpty()) {
        layers.add(new StoredLayer(name, tensors));
      }
    }
    return layers;
  }

  /** A list of names, which Keras cuts in pieces {@code name0}, {@code name1} … above 64 KB. */
  private static List<String> texts(Group group, String attribute) {
    if (group.getAttributes().containsKey(attribute)) {
      return texts(group.getAttribute(attribute));
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; group.getAttributes().containsKey(attribute + i); i++) {
      texts.addAll(texts(group.getAttribute(attribute + i)));
    }
    return texts;
  }

  private static List<String> texts(Attribute attribute) {
    // A layer without weights has an empty array of float64.
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    if (attribute.getData() instanceof String[] texts) {
      return List.of(texts);
    }
    throw new KerasFileException(
        String.format(
            Locale.ROOT,
            "attribute %s holds %s, wanted names",
            attribute.getName(),
            attribute.getJavaType().getSimpleName()));
  }
}
