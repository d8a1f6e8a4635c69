package io.mobilespark.jobs.evaluate;

import io.mobilespark.jobs.evaluation.Judgement;
import io.mobilespark.jobs.evaluation.Mistake;
import io.mobilespark.jobs.report.MistakePicture;
import io.mobilespark.jobs.report.Thumbnail;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Thumbnails of mistakes, where the pictures can still be read. */
final class MistakePictures {
  private static final int MOST_BYTES = 32 << 20;

  /** After so many failures the storage is taken for gone. */
  private static final int MOST_FAILURES = 3;

  private final Configuration hadoop;
  private int failures;

  MistakePictures(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** By key. */
  Map<String, MistakePicture> of(Judgement judgement) {
    List<Mistake> mistakes = judgement.evaluation().mistakes();
    Map<String, MistakePicture> pictures = new HashMap<>();
    if (mistakes.isEmpty()) {
      return pictures;
    }
    Map<String, String> paths =
        new LinkedHashMap<>(
            judgement.names().paths(0, mistakes.stream().map(Mistake::key).toList()));
    paths.forEach((key, path) -> pictures.put(key, new MistakePicture(path, thumbnail(path))));
    return pictures;
  }

  private Optional<Thumbnail> thumbnail(String path) {
    if (failures >= MOST_FAILURES) {
      return Optional.empty();
    }
    try {
      Path file = new Path(path);
      FileSystem fileSystem = file.getFileSystem(hadoop);
      try (InputStream bytes = fileSystem.open(file)) {
        byte[] encoded = bytes.readNBytes(MOST_BYTES);
        return encoded.length < MOST_BYTES ? Thumbnail.of(encoded) : Optional.empty();
      }
    } catch (IOException | IllegalArgumentException e) {
      // The page shows the name instead.
      failures++;
      return Optional.empty();
    }
  }
}
