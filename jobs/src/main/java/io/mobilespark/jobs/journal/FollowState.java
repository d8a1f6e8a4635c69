// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What a stream into a table has to know of earlier processes that wrote it; {@code
 * _mobilespark/follow.json} in the table, beside the folder of Spark's checkpoint.
 *
 * @param fingerprint what decides the rows, whatever arrives
 * @param input the folder that is followed
 * @param startedAt when the first process began, ISO 8601
 */
public record FollowState(Fingerprint fingerprint, String input, String startedAt) {
  /** Spark's own list of the files that belong to a table that it streams into. */
  private static final String SPARK_METADATA = "_spark_metadata";

  /**
   * The state of a table that is there, or of one that begins now.
   *
   * @param fingerprint of this process's settings
   * @param input as a qualified path
   * @throws MobileSparkException when something else is there, or a table by other settings
   */
  public static FollowState open(Workplace place, Fingerprint fingerprint, String input)
      throws IOException {
    Optional<FollowState> earlier = place.files().read(note(place), FollowState.class);
    if (earlier.isPresent()) {
      List<String> differences =
          new ArrayList<>(fingerprint.differencesOfRows(earlier.get().fingerprint));
      if (!input.equals(earlier.get().input)) {
        differences.add(
            String.format(Locale.ROOT, "the input is %s, it was %s", input, earlier.get().input));
      }
      if (!differences.isEmpty()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The stream into %s cannot go on: %s",
                place.target(),
                String.join("; ", differences)));
      }
      return earlier.get();
    }
    if (place.holdsSomething()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The output %s is there already, and no --follow made it; --follow makes a table of its"
                  + " own",
              place.target()));
    }
    FollowState state = new FollowState(fingerprint, input, Instant.now().toString());
    place.fileSystem().mkdirs(note(place).getParent());
    place.files().write(note(place), state);
    return state;
  }

  /** Where Spark keeps how far the stream is. */
  public static Path checkpoint(Workplace place) {
    return new Path(new Path(place.target(), Workplace.OWN), "checkpoint");
  }

  /** Whether a table has rows that are committed. */
  public static boolean hasRows(Workplace place) throws IOException {
    try {
      return place.fileSystem().listStatus(new Path(place.target(), SPARK_METADATA)).length > 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Makes a table one that no stream goes on with, so that others may write it. */
  static void forget(Workplace place) throws IOException {
    place.fileSystem().delete(note(place), false);
    place.fileSystem().delete(checkpoint(place), true);
    place.fileSystem().delete(new Path(place.target(), SPARK_METADATA), true);
  }

  private static Path note(Workplace place) {
    return new Path(new Path(place.target(), Workplace.OWN), "follow.json");
  }
}
