// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The weights of one network, each tensor checked, with the hash of the file they came from. */
public final class KerasWeights {
  private final Network network;
  private final Map<String, float[]> values;
  private final String sha256;

  KerasWeights(Network network, Map<String, float[]> values, String sha256) {
    this.network = network;
    this.values = Map.copyOf(values);
    this.sha256 = sha256;
  }

  /**
   * Reads a file of the legacy Keras HDF5 layout, the official files' one, or of Keras 3's {@code
   * .weights.h5}. A network without top takes a file with top too and leaves the top out.
   *
   * @throws MobileSparkException in one line where the file is missing, damaged, or of another
   *     layout, or where a tensor is missing, surplus, misshapen or not finite
   */
  public static KerasWeights read(Path file, Network network) {
    Map<String, float[]> values =
        KerasFile.read(
            file,
            top -> top.isEmpty() ? network : whole(network, top.get()),
            layers -> WeightFit.read(network, layers));
    return new KerasWeights(network, values, sha256(file));
  }

  /**
   * How many classes the classifier of a file has; none for a file without top.
   *
   * @throws MobileSparkException in one line where the file is missing, damaged or of another
   *     layout
   */
  public static OptionalInt outputs(Path file) {
    return KerasFile.classifier(
        file,
        top ->
            top.isPresent()
                ? OptionalInt.of(WeightGuess.classes(List.of(top.get())))
                : OptionalInt.empty());
  }

  /** The same network with the classifier of a file. */
  private static Network whole(Network network, StoredLayer top) {
    return Network.of(
        network.spec().withClasses(WeightGuess.classes(List.of(top))), Head.CLASSIFIER);
  }

  /** The network that the tensors fit. */
  public Network network() {
    return network;
  }

  /** SHA-256 of the file in lower-case hex digits. */
  public String sha256() {
    return sha256;
  }

  /** The values of a tensor, row by row, not to be written to. */
  float[] values(String layer, String name) {
    float[] found = values.get(layer + "/" + name);
    if (found == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has no tensor %s/%s", network.spec().summary(), layer, name));
    }
    return found;
  }

  /**
   * The SHA-256 of a file in lower-case hex digits.
   *
   * @throws MobileSparkException where it cannot be read
   */
  public static String sha256(Path file) {
    return digest(file, "SHA-256");
  }

  /** A digest of a file in lower-case hex digits. */
  static String digest(Path file, String algorithm) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s: cannot be read: %s", file, e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
