// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.DecodedImage;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.image.Unreadable;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes, for each picture, a NumPy file named after it ({@code NAME.npy}) with what a network's
 * first convolution would see: float32, height x width x 3, after the preset's normalisation.
 *
 * @param settings which pictures, which preset
 * @param hadoop reaches the pictures and the output
 */
public record PreprocessJob(PreprocessSettings settings, Configuration hadoop) {

  /**
   * Preprocesses all pictures in the order of their paths.
   *
   * @param told takes a line for what a listing left out, and one for each picture that cannot be
   *     read or decoded: path and reason
   * @throws MobileSparkException before anything is written, when two pictures have the same name;
   *     when an input is not there or the output cannot be written
   */
  public PreprocessSummary run(Consumer<String> told) {
    OutputGuard guard =
        OutputGuard.of("--output", settings.output(), hadoop).reads("--input", settings.inputs());
    guard.requireEmptyOrOwn(OutputKind.SAMPLES);
    PictureListing listing = new PictureListing(hadoop);
    Map<String, PictureFile> pictures = byFileName(listing.list(settings.inputs()));
    listing.leftOut().phrases().forEach(phrase -> told.accept("Left out: " + phrase));
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, settings.preset().decoding());
    Resampler resampler =
        settings.preset().resampler(settings.resolution().height(), settings.resolution().width());
    FileSystem output = output();
    guard.mark(OutputKind.SAMPLES, pictures.keySet());
    int written = 0;
    int turnsIgnored = 0;
    for (Map.Entry<String, PictureFile> picture : pictures.entrySet()) {
      DecodedImage decoded = picture.getValue().decode(decoder, hadoop);
      if (decoded instanceof RgbImage image) {
        write(output, picture.getKey(), resampler.resample(image));
        written++;
        turnsIgnored += image.caveats().turnIgnored() ? 1 : 0;
        image
            .caveats()
            .missing()
            .ifPresent(
                missing ->
                    told.accept(
                        String.format(Locale.ROOT, "%s: %s", picture.getValue().path(), missing)));
      } else if (decoded instanceof Unreadable unreadable) {
        told.accept(
            String.format(
                Locale.ROOT,
                "%s: %s, %s",
                picture.getValue().path(),
                unreadable.reason(),
                unreadable.detail()));
      }
    }
    return new PreprocessSummary(written, pictures.size() - written, turnsIgnored);
  }

  /** A number in the name would part the array from its picture: the same name twice is refused. */
  private static Map<String, PictureFile> byFileName(List<PictureFile> pictures) {
    Map<String, PictureFile> byName = new LinkedHashMap<>();
    for (PictureFile picture : pictures) {
      String name = new Path(picture.path()).getName() + ".npy";
      PictureFile other = byName.putIfAbsent(name, picture);
      if (other != null) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "Both %s and %s would be written as %s; run them one by one, to folders of their"
                    + " own",
                other.path(),
                picture.path(),
                name));
      }
    }
    return byName;
  }

  /** The output's file system, without the hidden files of checksums it would strew on a disk. */
  private FileSystem output() {
    Path folder = new Path(settings.output());
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      fileSystem.mkdirs(folder);
      return fileSystem instanceof ChecksumFileSystem checksummed
          ? checksummed.getRawFileSystem()
          : fileSystem;
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private void write(FileSystem output, String name, Samples samples) {
    Path file = new Path(settings.output(), name);
    float[] input = samples.normalised(settings.preset().normalisation());
    try (OutputStream out = output.create(file, true)) {
      new NpyFile(samples.height(), samples.width(), input).writeTo(out);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static MobileSparkException unwritable(Path place, IOException e) {
    return new MobileSparkException("The output " + place + " cannot be written: " + e, e);
  }
}
