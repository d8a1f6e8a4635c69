// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FolderSeed;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.WalkFindings;
import io.mobilespark.source.FolderWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * A task that lists folders: seeds in, paths and lengths out, in no order.
 *
 * @param hadoop how storage is reached
 * @param requests at once
 * @param again folders that are listed under other names
 * @param findings what is found besides
 */
record ListFolders(
    Broadcast<SerializableConfiguration> hadoop,
    int requests,
    Set<String> again,
    CollectionAccumulator<WalkFindings> findings)
    implements FlatMapFunction<Iterator<FolderSeed>, Row> {

  @Override
  public Iterator<Row> call(Iterator<FolderSeed> seeds) {
    List<FolderSeed> all = new ArrayList<>();
    seeds.forEachRemaining(all::add);
    Walk walk = new Walk(all, hadoop.value().value());
    TaskCompletionListener end = task -> walk.folders.close();
    TaskContext.get().addTaskCompletionListener(end);
    walk.thread.start();
    return walk;
  }

  /** What a walk in threads of its own finds; few files wait. */
  private final class Walk implements Iterator<Row> {
    private static final int WAITING = 10_000;
    private static final long LOOK_MILLIS = 100;

    private final BlockingQueue<Optional<PictureFile>> queue = new ArrayBlockingQueue<>(WAITING);
    private final TaskContext task = TaskContext.get();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final FolderWalk folders;
    private final Thread thread;
    private @Nullable Row next;
    private boolean ended;

    private Walk(List<FolderSeed> seeds, Configuration conf) {
      folders =
          new FolderWalk(
              conf, file -> put(Optional.of(file)), again, Long.MAX_VALUE, Long.MAX_VALUE);
      thread =
          new Thread(
              () -> {
                try {
                  folders.walk(seeds, requests);
                } catch (IOException | RuntimeException e) {
                  failure.set(e);
                }
                put(Optional.empty());
              },
              "mobilespark-walk");
      thread.setDaemon(true);
    }

    private void put(Optional<PictureFile> file) {
      try {
        while (!queue.offer(file, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          if (task.isCompleted()) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean hasNext() {
      while (next == null && !ended) {
        task.killTaskIfInterrupted();
        Optional<PictureFile> file = poll();
        file.ifPresent(found -> next = RowFactory.create(found.path(), found.length()));
      }
      return next != null;
    }

    /** What is found next; empty where nothing came in a while, or all is. */
    private Optional<PictureFile> poll() {
      try {
        Optional<PictureFile> file = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (file != null && file.isEmpty()) {
          end();
        }
        return file == null ? Optional.empty() : file;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while listing", e);
      }
    }

    private void end() {
      ended = true;
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException(failed);
      }
      findings.add(folders.findings());
    }

    @Override
    public Row next() {
      boolean there = hasNext();
      Row row = next;
      if (!there || row == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return row;
    }
  }
}
