// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.DecodedImage;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Unreadable;
import io.mobilespark.inference.InputBatch;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.RankedClass;
import io.mobilespark.labels.TopK;
import io.mobilespark.spark.preparation.PreparedModel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Labels a few pictures without Spark, so that somebody can see whether a model is fed right. */
public final class ModelCheck {
  /** More are a run's. */
  private static final int MOST_PICTURES = 20;

  private static final TopK BEST = new TopK(3);

  private ModelCheck() {}

  /**
   * A line per picture: its best classes, or why it has none.
   *
   * @param inputs pictures, folders or globs
   * @throws MobileSparkException when there is no picture, or the model does not work
   */
  public static String table(PreparedModel model, List<String> inputs, Configuration hadoop) {
    PictureListing listing = new PictureListing(hadoop);
    List<PictureFile> pictures = listing.list(inputs);
    if (pictures.isEmpty()) {
      throw new MobileSparkException("There is no picture in " + String.join(", ", inputs));
    }
    List<PictureFile> looked = pictures.subList(0, Math.min(MOST_PICTURES, pictures.size()));
    StringBuilder text = new StringBuilder();
    listing
        .leftOut()
        .phrases()
        .forEach(phrase -> text.append("Left out: ").append(phrase).append(System.lineSeparator()));
    if (looked.size() < pictures.size()) {
      text.append(
          String.format(
              Locale.ROOT, "The first %d of %,d pictures:%n", looked.size(), pictures.size()));
    }
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, model.preset().decoding());
    try (Predictor predictor = Predictor.open(model.network(), model.session());
        InputBatch batch = new InputBatch(model.network(), model.preset(), 1)) {
      for (PictureFile picture : looked) {
        DecodedImage decoded = picture.decode(decoder, hadoop);
        String said =
            decoded instanceof RgbImage image
                ? ranked(scores(image, batch, predictor), model.classes())
                : ((Unreadable) decoded).reason() + ", " + ((Unreadable) decoded).detail();
        text.append(
            String.format(Locale.ROOT, "%-32s %s%n", new Path(picture.path()).getName(), said));
      }
    }
    return text.toString();
  }

  private static Scores scores(RgbImage image, InputBatch batch, Predictor predictor) {
    batch.put(0, image);
    return batch.scores(predictor, 1);
  }

  private static String ranked(Scores scores, ClassList classes) {
    List<RankedClass> best =
        BEST.rank(scores.logits(), scores.probabilities(), 0, scores.classes());
    return best.stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT, "%s %.4f", classes.label(each.index()), each.probability()))
        .collect(Collectors.joining(", "));
  }
}
