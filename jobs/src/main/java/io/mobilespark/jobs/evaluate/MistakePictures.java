// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.jobs.evaluation.Judgement;
import io.mobilespark.jobs.evaluation.Mistake;
import io.mobilespark.jobs.report.MistakePicture;
import io.mobilespark.jobs.report.Thumbnail;
import io.mobilespark.spark.Rejections;
import io.mobilespark.storage.NamedPictures;
import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Thumbnails of mistakes, where the pictures can still be read. */
final class MistakePictures {
  private static final int MOST_BYTES = 32 << 20;

  /** After so many failures the storage is taken for gone. */
  private static final int MOST_FAILURES = 3;

  private final NamedPictures pictures;
  private int failures;

  MistakePictures(Configuration hadoop) {
    this.pictures =
        new NamedPictures(
            new TaskStorage(hadoop, MOST_BYTES, PrefetchLimits.DEFAULT, () -> false), "");
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
      FetchedPicture picture = pictures.read(path);
      if (picture instanceof FetchedPicture.Encoded encoded) {
        return Thumbnail.of(encoded.content());
      }
      failures +=
          Rejections.STORAGE.contains(((FetchedPicture.Unfetched) picture).reason()) ? 1 : 0;
    } catch (IOException | IllegalArgumentException e) {
      failures++;
    }
    // The page shows the name instead.
    return Optional.empty();
  }
}
