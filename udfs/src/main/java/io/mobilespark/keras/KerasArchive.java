// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.mobilespark.model.Hdf5File;
import io.mobilespark.model.KerasFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files that Keras writes, told apart by what they begin with and hold. */
final class KerasArchive {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final String MODEL_CONFIG = "model_config";
  private static final String MODEL_WEIGHTS = "model_weights";
  private static final String VERSION = "keras_version";
  private static final String TREE = "layers";

  /** More than any MobileNet with what its optimizer remembers. */
  private static final long MOST_WEIGHTS = 1L << 30;

  private KerasArchive() {}

  /** Whether a file describes the model that its weights are of. */
  static boolean describesItself(Path file) {
    if (startsWith(file, ZIP)) {
      return true;
    }
    return startsWith(file, HDF5)
        && Hdf5File.read(file, root -> text(root, MODEL_CONFIG).isPresent());
  }

  /**
   * Hands model and weights of a file to a reader while it is open.
   *
   * @param architecture the configuration of the model, for a file that has weights alone
   * @throws KerasFileException where the file is damaged or of another kind, or the reader does
   */
  static <T> T read(
      Path file, Optional<String> architecture, BiFunction<KerasModel, StoredWeights, T> reader) {
    if (startsWith(file, ZIP)) {
      return zip(file, reader);
    }
    return Hdf5File.read(
        file,
        root -> {
          Optional<KerasVersion> version =
              text(root, VERSION)
                  .or(() -> modelWeights(root).flatMap(group -> text(group, VERSION)))
                  .map(KerasVersion::parse);
          String config =
              text(root, MODEL_CONFIG)
                  .or(() -> architecture)
                  .orElseThrow(() -> new KerasModelException("weights without a model"));
          KerasModel model = ModelConfig.parse(config, version);
          return reader.apply(model, weights(root, model));
        });
  }

  /** A text beside a group. */
  private static Optional<String> text(Group group, String attribute) {
    Attribute found = group.getAttributes().get(attribute);
    return found != null && !found.isEmpty() && found.getData() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<Group> modelWeights(Group root) {
    return root.getChildren().get(MODEL_WEIGHTS) instanceof Group group
        ? Optional.of(group)
        : Optional.empty();
  }

  private static StoredWeights weights(Group root, KerasModel model) {
    Group listed = modelWeights(root).orElse(root);
    if (ListedWeights.isRoot(listed)) {
      return new ListedWeights(listed, model);
    }
    if (root.getChildren().get(TREE) instanceof Group) {
      return new TreeWeights(root);
    }
    throw new KerasModelException("an HDF5 file, but not one of Keras's weights");
  }

  private static <T> T zip(Path file, BiFunction<KerasModel, StoredWeights, T> reader) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String config = text(zip, CONFIG);
      String version = ModelConfig.json(text(zip, METADATA)).path(VERSION).asText();
      KerasModel model = ModelConfig.parse(config, Optional.of(KerasVersion.parse(version)));
      Path weights = Files.createTempFile("mobilespark-", ".h5");
      try {
        copy(zip, weights);
        return Hdf5File.read(weights, root -> reader.apply(model, weights(root, model)));
      } finally {
        Files.delete(weights);
      }
    } catch (ZipException e) {
      throw new KerasModelException("the zip file is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw new KerasModelException("cannot be read: " + e.getMessage());
    }
  }

  private static ZipEntry entry(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      throw new KerasModelException(
          String.format(Locale.ROOT, "a zip file without %s, so none of Keras 3", name));
    }
    return entry;
  }

  private static String text(ZipFile zip, String name) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, name))) {
      byte[] bytes = in.readNBytes(ModelConfig.MOST_CHARACTERS + 1);
      if (bytes.length > ModelConfig.MOST_CHARACTERS) {
        throw tooLarge(name, ModelConfig.MOST_CHARACTERS);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Bytes are counted as they come: what an entry says of its length may be anything. */
  private static void copy(ZipFile zip, Path target) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, WEIGHTS));
        OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[1 << 16];
      long left = MOST_WEIGHTS;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        left -= read;
        if (left < 0) {
          throw tooLarge(WEIGHTS, MOST_WEIGHTS);
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private static KerasModelException tooLarge(String name, long most) {
    return new KerasModelException(
        String.format(Locale.ROOT, "%s has more than %,d bytes", name, most));
  }

  private static boolean startsWith(Path file, byte[] signature) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(signature.length), signature);
    } catch (IOException e) {
      throw new KerasModelException("cannot be read: " + e.getMessage());
    }
  }
}
