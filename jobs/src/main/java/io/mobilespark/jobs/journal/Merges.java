// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Committed waves whose rows lie together in files as large as a table's are to be, put together
 * while the run goes on: its end has only the last waves left to write again. In the order of the
 * waves and without gaps. The waves stay where they are, so that nothing rests on a merge until its
 * note is written.
 */
public final class Merges {
  private final RunLock lock;
  private final Workplace place;
  private final List<Merge> merges = new ArrayList<>();

  /**
   * Some waves, one after the other; {@code NUMBER.json} among the merges.
   *
   * @param folder where their rows lie, below the run's folder
   * @param from the first of the waves
   * @param to the one after the last
   */
  record Merge(String folder, int from, int to) {}

  private Merges(RunLock lock) {
    this.lock = lock;
    this.place = lock.place();
  }

  static Merges none(RunLock lock) {
    return new Merges(lock);
  }

  /** Reads the notes; what does not go on where the one before ended, or has no rows, is none. */
  static Merges of(RunLock lock, Waves waves) throws IOException {
    Merges merges = new Merges(lock);
    Optional<Merge> next = merges.note(0);
    while (next.isPresent()
        && next.get().from() == merges.next()
        && next.get().to() <= waves.all().size()
        && merges.hasRows(next.get())) {
      merges.merges.add(next.get());
      next = merges.note(merges.merges.size());
    }
    return merges;
  }

  /** The first wave that is in none. */
  public int next() {
    return merges.isEmpty() ? 0 : merges.get(merges.size() - 1).to();
  }

  /** Where the rows of the waves before that one lie. */
  public List<Path> folders() {
    return merges.stream().map(merge -> new Path(place.folder(), merge.folder())).toList();
  }

  /** Where the next merge is to be written, which no other attempt has had. */
  public Path folder() {
    return new Path(
        place.merges(), String.format(Locale.ROOT, "%05d-%s", merges.size(), lock.attempt()));
  }

  /**
   * Counts a merge whose rows have been committed.
   *
   * @param folder of rows, which may be that of a wave
   * @param to the first wave that it does not have
   * @throws MobileSparkException when another run has taken the output over meanwhile
   */
  public void add(Path folder, int to) throws IOException {
    lock.check();
    Optional<Merge> other = note(merges.size());
    if (other.isPresent() && hasRows(other.get())) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "Another run has put waves of %s together meanwhile; nothing more is written by this"
                  + " run",
              place.target()));
    }
    Merge merge = new Merge(name(folder), next(), to);
    place.files().write(notePath(merges.size()), merge);
    merges.add(merge);
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
    Set<String> committed = merges.stream().map(Merge::folder).collect(Collectors.toSet());
    try {
      for (FileStatus child : place.fileSystem().listStatus(place.merges())) {
        if (child.isDirectory()
            && those.test(child.getPath().getName())
            && !committed.contains(name(child.getPath()))) {
          place.fileSystem().delete(child.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      // There is none.
    }
  }

  /** Below the run's folder, as notes have it. */
  private static String name(Path folder) {
    return folder.getParent().getName() + "/" + folder.getName();
  }

  private boolean hasRows(Merge merge) throws IOException {
    return place.fileSystem().exists(new Path(place.folder(), merge.folder()));
  }

  private Optional<Merge> note(int number) throws IOException {
    return place.files().read(notePath(number), Merge.class);
  }

  private Path notePath(int number) {
    return new Path(place.merges(), String.format(Locale.ROOT, "%05d.json", number));
  }
}
