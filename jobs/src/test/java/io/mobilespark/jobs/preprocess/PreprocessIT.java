// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.jobs.cli.Main;
import io.mobilespark.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over pictures whose values are known. */
class PreprocessIT {
  private static final String GOLDEN = "ILSVRC2012_val_00004646";

  @TempDir private Path folder = Path.of("");

  @Test
  void tinyPictureHasTheValuesOfPencilAndPaper() throws IOException {
    Path picture = png("tiny.png", new int[] {0x0033ff, 0x66ccff, 0x000000, 0xffffff});

    assertThat(preprocess("keras-docs", 4, picture).code()).isZero();

    NpyReading array = NpyReading.of(out("tiny.png.npy"));
    assertThat(array.header())
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 4, 3), }");
    // Every pixel twice to the right and twice down; 0, 51, 102, 204, 255 are -1, -.6, -.2, .6, 1.
    float[] upper = {
      -1, -.6f, 1, -1, -.6f, 1, -.2f, .6f, 1, -.2f, .6f, 1,
    };
    float[] lower = {
      -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1,
    };
    for (int row = 0; row < 4; row++) {
      for (int i = 0; i < 12; i++) {
        assertThat(array.values()[12 * row + i])
            .isCloseTo((row < 2 ? upper : lower)[i], within(1e-7f));
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files)
          .containsExactlyInAnyOrder(out("tiny.png.npy"), folder.resolve("out/_mobilespark"));
    }
  }

  @Test
  void photographHasTheValuesOfTensorFlow() throws IOException {
    assertThat(preprocess("squash", 224, photograph()).code()).isZero();

    float[] wanted = new float[224 * 224 * 3];
    ByteBuffer.wrap(
            Files.readAllBytes(SharedFiles.require("golden/pixels/" + GOLDEN + ".squash.bin")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(wanted);
    assertThat(NpyReading.of(out(GOLDEN + ".JPEG.npy")).values()).containsExactly(wanted);
  }

  @Test
  void photographHasTheValuesOfPillowNormalisedOnce() throws IOException {
    assertThat(preprocess("torchvision", 224, photograph()).code()).isZero();

    float[] values = NpyReading.of(out(GOLDEN + ".JPEG.npy")).values();
    BufferedImage wanted =
        ImageIO.read(
            SharedFiles.require("golden/pixels/" + GOLDEN + ".torchvision-v1.png").toFile());
    double[] mean = {0.485, 0.456, 0.406};
    double[] deviation = {0.229, 0.224, 0.225};
    for (int i = 0; i < values.length; i++) {
      int channel = i % 3;
      int rgb = wanted.getRGB(i / 3 % 224, i / 3 / 224);
      double pixel = rgb >> (16 - 8 * channel) & 255;
      assertThat((double) values[i])
          .isCloseTo((pixel / 255 - mean[channel]) / deviation[channel], within(1e-6));
    }
  }

  @Test
  void brokenPictureIsOneLineAndTheOthersAreWritten() throws IOException {
    Path good = png("good.png", new int[4]);
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    Path also = png("zebra.png", new int[4]);

    Ended ended = preprocess("squash", 32, good, text, also);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors())
        .singleElement()
        .asString()
        .startsWith("mobilespark: " + text.toUri().toString().replace("///", "/"))
        .contains("text.png: UNSUPPORTED_FORMAT, ");
    assertThat(out("good.png.npy")).exists();
    assertThat(out("zebra.png.npy")).exists();
    assertThat(out("text.png.npy")).doesNotExist();
  }

  @Test
  void twoPicturesOfOneNameAreRefusedBeforeAnythingIsWritten() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));

    Ended ended =
        preprocess("squash", 32, png("a/same.png", new int[4]), png("b/same.png", new int[4]));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors())
        .singleElement()
        .asString()
        .contains("a/same.png and ", "b/same.png would be written as same.png.npy");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFullDiskIsSaidInOneLine() throws IOException {
    Path picture = png("tiny.png", new int[4]);
    assertThat(preprocess("squash", 32, picture).code()).isZero();
    Files.delete(out("tiny.png.npy"));
    Files.createSymbolicLink(out("tiny.png.npy"), Path.of("/dev/full"));

    Ended ended = preprocess("squash", 32, picture);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).singleElement().asString().contains("No space left on device");
  }

  @Test
  void wrongSettingsAreUsageErrors() throws IOException {
    Path picture = png("tiny.png", new int[4]);
    assertThat(preprocess("squeeze", 32, picture).code()).isEqualTo(2);
    assertThat(preprocess("squash", 0, picture).code()).isEqualTo(2);
    assertThat(preprocess("squash", 4097, picture).code()).isEqualTo(2);
    assertThat(preprocess("squash", 32, folder.resolve("absent.png")).code()).isEqualTo(1);
  }

  private Ended preprocess(String preset, int resolution, Path... inputs) {
    List<String> arguments =
        Stream.of(
                Stream.of("preprocess", "--input"),
                Stream.of(inputs).map(Path::toString),
                Stream.of("--preset", preset, "--resolution", "" + resolution),
                Stream.of("--output", folder.resolve("out").toString()))
            .flatMap(part -> part)
            .toList();
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments.toArray(String[]::new));
      return new Ended(
          code,
          errors
              .toString(StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("mobilespark: "))
              .toList());
    } finally {
      System.setErr(before);
    }
  }

  private static Path photograph() {
    return SharedFiles.require("data/images/val-original/" + GOLDEN + ".JPEG");
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }

  /** A 2x2 picture, upper row first. */
  private Path png(String name, int[] colours) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 2, 2, colours, 0, 2);
    File file = folder.resolve(name).toFile();
    assertThat(ImageIO.write(image, "png", file)).isTrue();
    return file.toPath();
  }

  private record Ended(int code, List<String> errors) {}
}
