// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.jobs.journal.AttemptNote.End;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The processes that have worked on a run, this one among them. */
final class Attempts {
  private static final String JSON = ".json";

  private final Workplace place;
  private final String attempt;
  private final String startedAt = Instant.now().toString();
  private final long startNanos = System.nanoTime();
  private long pictures;

  Attempts(Workplace place, String attempt) {
    this.place = place;
    this.attempt = attempt;
  }

  /** Notes that this process has begun; until it says otherwise it counts as one that died. */
  void begin() throws IOException {
    write(End.DIED);
  }

  /** Notes what this process has committed. */
  void committed(long more) throws IOException {
    pictures += more;
    write(End.DIED);
  }

  /** Notes how this process ends. */
  void end(End how) throws IOException {
    write(how);
  }

  /**
   * All of them in the order in which they began.
   *
   * @param how this one ends
   */
  List<AttemptNote> all(End how) throws IOException {
    List<AttemptNote> notes = new ArrayList<>();
    try {
      for (FileStatus file : place.fileSystem().listStatus(place.attempts())) {
        String name = file.getPath().getName();
        if (name.endsWith(JSON) && !name.startsWith(".") && !name.equals(attempt + JSON)) {
          Optional<AttemptNote> note = place.files().read(file.getPath(), AttemptNote.class);
          note.ifPresent(notes::add);
        }
      }
    } catch (FileNotFoundException e) {
      // None has begun.
    }
    notes.sort(Comparator.comparing(AttemptNote::startedAt));
    notes.add(note(how));
    return notes;
  }

  private void write(End how) throws IOException {
    place.files().write(new Path(place.attempts(), attempt + JSON), note(how));
  }

  private AttemptNote note(End how) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return new AttemptNote(attempt, LockOwner.thisHost(), startedAt, seconds, pictures, how);
  }
}
