package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.Predictor;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.jobs.source.PictureListing;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.PreparedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Measures decoding, preprocessing and inference by themselves and the label job as a whole, in
 * turns, so that what disturbs one disturbs all.
 *
 * @param settings of the label job; its output is overwritten by every repetition
 * @param repetitions rounds, 1 or more
 * @param cores threads, as Spark's local master has them
 */
public record BenchmarkJob(LabelSettings settings, int repetitions, int cores) {
  private static final int SAMPLE = 200;
  private static final List<Integer> BATCHES = List.of(1, 4, 8, 16, 32);

  /** Runs the benchmark after one run that nobody counts. */
  public BenchmarkResult run(SparkSession spark, ProgressListener progress) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PreparedModel model = ModelPreparation.prepare(settings.models().get(0), hadoop);
    List<byte[]> sample = sample(new PictureListing(hadoop).list(settings.inputs()), hadoop);
    new LabelJob(spark, settings).run(List.of("benchmark"), progress);
    try (Predictor predictor = Predictor.open(model.network(), model.session())) {
      Parts parts = new Parts(sample, predictor, model.preset());
      List<Round> rounds = new ArrayList<>();
      for (int i = 0; i < repetitions; i++) {
        rounds.add(round(parts, spark, progress));
      }
      Map<Integer, Double> byBatch = new TreeMap<>();
      BATCHES.forEach(
          batch -> byBatch.put(batch, PartRate.measure(1, () -> parts.inference(batch))));
      return Round.medians(rounds, model, cores, byBatch);
    }
  }

  private Round round(Parts parts, SparkSession spark, ProgressListener progress) {
    int batch = settings.batch().maxRows();
    double decode = PartRate.measure(cores, parts::decoding);
    double preprocess = PartRate.measure(cores, parts::preprocessing);
    double inference = PartRate.measure(cores, () -> parts.inference(batch));
    RunSummary whole = new LabelJob(spark, settings).run(List.of("benchmark"), progress);
    return new Round(
        decode,
        preprocess,
        inference,
        whole.manifest().picturesPerSecond(),
        whole.manifest().pictures());
  }

  /** Pictures that can be decoded, evenly from the whole listing, in memory. */
  private static List<byte[]> sample(List<PictureFile> pictures, Configuration hadoop) {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    List<byte[]> sample = new ArrayList<>();
    int step = Math.max(1, pictures.size() / SAMPLE);
    for (int i = 0; i < pictures.size() && sample.size() < SAMPLE; i += step) {
      Path path = new Path(pictures.get(i).path());
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        byte[] bytes = in.readAllBytes();
        if (decoder.decode(bytes) instanceof RgbImage) {
          sample.add(bytes);
        }
      } catch (IOException e) {
        throw new MobileSparkException("The picture " + path + " cannot be read: " + e, e);
      }
    }
    if (sample.isEmpty()) {
      throw new MobileSparkException("None of the pictures can be decoded");
    }
    return sample;
  }
}
