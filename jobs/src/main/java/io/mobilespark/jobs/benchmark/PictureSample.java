// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.RgbImage;
import io.mobilespark.source.PictureFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Pictures in memory that stand for many in storage. */
final class PictureSample {
  private static final int PICTURES = 200;

  private PictureSample() {}

  /**
   * At most 200 pictures that can be decoded, evenly by length: decoding takes a time that goes
   * with it.
   *
   * @throws MobileSparkException when one cannot be read or none can be decoded
   */
  static List<byte[]> of(List<PictureFile> pictures, Configuration hadoop) {
    List<PictureFile> byLength =
        pictures.stream()
            .sorted(Comparator.comparingLong(PictureFile::length).thenComparing(PictureFile::path))
            .toList();
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    List<byte[]> sample = new ArrayList<>();
    int count = Math.min(PICTURES, byLength.size());
    for (int i = 0; i < count; i++) {
      int place = (int) ((i + 0.5) * byLength.size() / count);
      byte[] bytes = read(new Path(byLength.get(place).path()), hadoop);
      if (decoder.decode(bytes) instanceof RgbImage) {
        sample.add(bytes);
      }
    }
    if (sample.isEmpty()) {
      throw new MobileSparkException("None of the pictures can be decoded");
    }
    return sample;
  }

  private static byte[] read(Path path, Configuration hadoop) {
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new MobileSparkException("The picture " + path + " cannot be read: " + e, e);
    }
  }
}
