// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The committed waves of a run, in order and without gaps. A wave is one of them from the moment
 * that its note is written, which happens once all of its rows are committed.
 */
final class Waves {
  private final Workplace place;
  private final List<Wave> waves = new ArrayList<>();

  private Waves(Workplace place) {
    this.place = place;
  }

  static Waves none(Workplace place) {
    return new Waves(place);
  }

  /**
   * Reads the notes. One whose rows are gone is none: its writer had lost its lock, and whoever
   * took over had removed what was not committed by then.
   */
  static Waves of(Workplace place) throws IOException {
    Waves waves = new Waves(place);
    for (Optional<Wave> wave = waves.note(0); wave.isPresent() && waves.hasRows(wave.get()); ) {
      if (wave.get().from() != waves.next()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s begins with input %d instead of %d",
                wave.get().folder(),
                wave.get().from(),
                waves.next()));
      }
      waves.waves.add(wave.get());
      wave = waves.note(waves.waves.size());
    }
    return waves;
  }

  List<Wave> all() {
    return List.copyOf(waves);
  }

  List<Path> folders() {
    return waves.stream().map(wave -> new Path(place.waves(), wave.folder())).toList();
  }

  /** The first input that no wave holds. */
  long next() {
    return waves.isEmpty() ? 0 : waves.get(waves.size() - 1).to();
  }

  /** A folder that no attempt at the next wave has had: killed ones may still be writing theirs. */
  Path folder(String attempt) {
    return new Path(place.waves(), String.format(Locale.ROOT, "%05d-%s", waves.size(), attempt));
  }

  void add(Wave wave) throws IOException {
    if (wave.from() != next()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "A wave from %d does not follow one to %d", wave.from(), next()));
    }
    Optional<Wave> other = note(waves.size());
    if (other.isPresent() && hasRows(other.get())) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "Another run has committed %s of %s meanwhile; nothing more is written by this run",
              other.get().folder(),
              place.target()));
    }
    place.files().write(notePath(waves.size()), wave);
    waves.add(wave);
  }

  private boolean hasRows(Wave wave) throws IOException {
    return place.fileSystem().exists(new Path(place.waves(), wave.folder()));
  }

  /** Removes what earlier attempts have left that were killed. */
  void removeUncommitted() throws IOException {
    removeUncommitted(name -> true);
  }

  /** Removes what an attempt has left. */
  void removeUncommitted(String attempt) throws IOException {
    removeUncommitted(name -> name.endsWith("-" + attempt));
  }

  private void removeUncommitted(Predicate<String> those) throws IOException {
    Set<String> committed = new HashSet<>(waves.stream().map(Wave::folder).toList());
    try {
      for (FileStatus child : place.fileSystem().listStatus(place.waves())) {
        String name = child.getPath().getName();
        if (child.isDirectory() && those.test(name) && !committed.contains(name)) {
          place.fileSystem().delete(child.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      // No wave has begun.
    }
  }

  private Optional<Wave> note(int number) throws IOException {
    return place.files().read(notePath(number), Wave.class);
  }

  private Path notePath(int number) {
    return new Path(place.waves(), String.format(Locale.ROOT, "%05d.json", number));
  }
}
