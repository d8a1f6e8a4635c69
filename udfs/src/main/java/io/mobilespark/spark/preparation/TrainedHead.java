// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A head as it lies in a folder: {@code head.json}, which is written last and names the hashes of
 * the other two, {@code head.bin} (float32, little-endian: hidden kernel and bias, classes' kernel
 * and bias, row by row) and {@code classes.csv}.
 *
 * @param weights what was learnt
 * @param classes one per logit, in order
 * @param base the network whose features it was trained on: its id and the preset's name
 */
public record TrainedHead(HeadWeights weights, ClassList classes, Base base) {
  /** The name of the description. */
  public static final String DESCRIPTION = "head.json";

  /** The name of the class list. */
  public static final String CLASSES = "classes.csv";

  private static final String WEIGHTS = "head.bin";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * What a head is fed with.
   *
   * @param model name, alpha, resolution and the start of the weights' hash
   * @param weightsSha256 of the base's file, 64 hexadecimal digits
   * @param preset the preprocessing's name
   * @param inputRange what the base wants pixels to be, such as {@code 0..255}
   */
  public record Base(String model, String weightsSha256, String preset, String inputRange) {
    /** Heads of versions whose bases all had the same range say none. */
    public Base {
      inputRange = Objects.requireNonNullElse(inputRange, InputRange.SYMMETRIC.toString());
    }
  }

  /** The JSON file. */
  private record Description(
      Base base,
      int inputs,
      FeatureScale featureScale,
      int hidden,
      int classes,
      String headSha256,
      String classesSha256) {
    HeadShape shape() {
      return new HeadShape(inputs, hidden, classes, featureScale);
    }
  }

  /** Checks that there are as many classes as logits. */
  public TrainedHead {
    if (classes.size() != weights.shape().classes()) {
      throw new IllegalArgumentException(classes + " for " + weights);
    }
  }

  /**
   * Reads a folder.
   *
   * @throws MobileSparkException when it holds no head, or its files do not belong together
   */
  public static TrainedHead read(String uri, Configuration hadoop) {
    try (LocalCopy copy = LocalCopy.of("head", uri, hadoop)) {
      Path folder = copy.path();
      if (!Files.exists(folder.resolve(DESCRIPTION))) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT, "There is no finished head in %s: it has no %s", uri, DESCRIPTION));
      }
      Description description =
          JSON.readValue(folder.resolve(DESCRIPTION).toFile(), Description.class);
      byte[] classes = checked(folder.resolve(CLASSES), description.classesSha256);
      byte[] weights = checked(folder.resolve(WEIGHTS), description.headSha256);
      return new TrainedHead(
          HeadWeights.ofBytes(description.shape(), weights),
          ClassList.parse(
              uri + "/" + CLASSES, new StringReader(new String(classes, StandardCharsets.UTF_8))),
          description.base);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "The head %s cannot be read: %s", uri, e.getMessage()), e);
    }
  }

  private static byte[] checked(Path file, String sha256) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!sha256(bytes).equals(sha256)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s is not the file that %s was written with: its SHA-256 is %s, wanted %s",
              file,
              DESCRIPTION,
              sha256(bytes),
              sha256));
    }
    return bytes;
  }

  /** Writes the three files into a folder, over what has their names. */
  public void write(org.apache.hadoop.fs.Path folder, Configuration hadoop) throws IOException {
    byte[] list = classes.csv().getBytes(StandardCharsets.UTF_8);
    byte[] values = weights.toBytes();
    HeadShape shape = weights.shape();
    Description description =
        new Description(
            base,
            shape.inputs(),
            shape.scale(),
            shape.hidden(),
            shape.classes(),
            sha256(values),
            sha256(list));
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    write(fileSystem, new org.apache.hadoop.fs.Path(folder, WEIGHTS), values);
    write(fileSystem, new org.apache.hadoop.fs.Path(folder, CLASSES), list);
    write(
        fileSystem,
        new org.apache.hadoop.fs.Path(folder, DESCRIPTION),
        JSON.writeValueAsBytes(description));
  }

  private static void write(FileSystem fileSystem, org.apache.hadoop.fs.Path file, byte[] bytes)
      throws IOException {
    try (OutputStream out = fileSystem.create(file, true)) {
      out.write(bytes);
    }
  }

  /** Tells this head on its base from every other: a hash of both weights and of the scale. */
  public String sha256() {
    return sha256(
        (base.weightsSha256 + sha256(weights.toBytes()) + weights.shape().scale())
            .getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Refuses a network that this head was not trained on.
   *
   * @throws MobileSparkException with both
   */
  void requireBase(String model, String preset, InputRange range) {
    if (!base.model.equals(model)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "The head was trained on features of %s, found %s", base.model, model));
    }
    if (!base.preset.equals(preset)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The head was trained on features of preset %s, found %s",
              base.preset,
              preset));
    }
    if (!base.inputRange.equals(range.toString())) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The head was trained on pixels of %s, found %s: give the --input-range of its training",
              base.inputRange,
              range));
    }
  }

  /**
   * Refuses a class list that is not this head's.
   *
   * @throws MobileSparkException with the first place where they differ
   */
  void requireClasses(ClassList wanted) {
    if (wanted.size() != classes.size()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The head has %d classes, but %s lists %d",
              classes.size(),
              wanted.origin(),
              wanted.size()));
    }
    for (int i = 0; i < classes.size(); i++) {
      if (!wanted.label(i).equals(classes.label(i))) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s is in another order than the head's classes: class %d is %s there and %s here",
                wanted.origin(),
                i,
                wanted.label(i),
                classes.label(i)));
      }
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
