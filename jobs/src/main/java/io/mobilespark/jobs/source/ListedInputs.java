// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FolderSeed;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.WalkFindings;
import io.mobilespark.source.OwnOutputs;
import io.mobilespark.source.AskedInputs;
import io.mobilespark.source.FolderWalk;
import io.mobilespark.source.LinkedFolders;
import io.mobilespark.identity.LeftOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Lists the folders, globs and files of a run: here, as long as they are few, and by executors from
 * there on, so that what is found goes into the run's list and not through the driver.
 *
 * @param listing makes the list
 * @param listed told now and then how many files were found so far
 */
record ListedInputs(RunListing listing, LongConsumer listed) {
  /** Requests at once, here or by all executors together. */
  private static final int REQUESTS = 64;

  /** More folders than these wait for executors, whose job takes about as long to begin. */
  private static final int FEW_FOLDERS = 256;

  private static final int FILES_PER_NOTE = 1000;

  /**
   * What was found.
   *
   * @param few all of it, each file once; empty where they are many
   * @param many what executors have written, in no order; empty where they are few
   * @param outputs folders that MobileSpark wrote, whose files are to be left out of these
   * @param leftOut names that were left out, those folders among them
   */
  record Found(
      List<PictureFile> few, List<WrittenList> many, OwnOutputs outputs, LeftOut leftOut) {}

  Found find(List<String> inputs, boolean allFiles) {
    AskedInputs asked = AskedInputs.of(inputs, allFiles, hadoop());
    Map<String, PictureFile> files = new ConcurrentHashMap<>(asked.files());
    try {
      LinkedFolders linked = new LinkedFolders(hadoop(), asked.seeds());
      WalkFindings findings = WalkFindings.NONE;
      List<WrittenList> many = new ArrayList<>();
      for (List<FolderSeed> seeds = asked.seeds(); !seeds.isEmpty(); ) {
        WalkFindings more = walk(seeds, files, linked.again(), many);
        seeds = linked.next(more);
        findings = findings.plus(more);
      }
      asked.requireAll(findings, linked);
      if (!many.isEmpty()) {
        many.add(listing.writeFound(files.values(), many.size()));
      }
      return found(inputs, files.values(), many, findings, linked.leftOut());
    } catch (IOException e) {
      throw AskedInputs.failed(String.join(", ", inputs), e);
    }
  }

  private static Found found(
      List<String> inputs,
      Collection<PictureFile> here,
      List<WrittenList> many,
      WalkFindings findings,
      LeftOut linked) {
    OwnOutputs own = findings.own();
    LeftOut leftOut = findings.leftOut().plus(linked).plus(own.leftOut());
    List<PictureFile> few =
        many.isEmpty() ? here.stream().filter(file -> !own.hold(file.path())).toList() : List.of();
    if (few.isEmpty() && many.stream().mapToLong(WrittenList::rows).sum() == 0) {
      throw AskedInputs.noPictures(inputs, leftOut);
    }
    return new Found(few, many, own, leftOut);
  }

  /** Lists folders; what is too much for the driver is written by executors. */
  private WalkFindings walk(
      List<FolderSeed> seeds,
      Map<String, PictureFile> files,
      Set<String> again,
      List<WrittenList> many)
      throws IOException {
    AtomicLong count = new AtomicLong(files.size());
    try (FolderWalk walk =
        new FolderWalk(
            hadoop(),
            file -> {
              files.put(file.path(), file);
              long now = count.incrementAndGet();
              if (now % FILES_PER_NOTE == 0) {
                listed.accept(now);
              }
            },
            again,
            FEW_FOLDERS,
            RunListing.FEW)) {
      List<FolderSeed> left = walk.walk(seeds, REQUESTS);
      WalkFindings here = walk.findings();
      return left.isEmpty() ? here : here.plus(byExecutors(left, again, many));
    }
  }

  private WalkFindings byExecutors(
      List<FolderSeed> seeds, Set<String> again, List<WrittenList> many) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(listing.spark().sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(hadoop()));
    CollectionAccumulator<WalkFindings> findings = context.sc().collectionAccumulator();
    int cores = context.defaultParallelism();
    int tasks = Math.min(seeds.size(), Math.min(REQUESTS, 4 * cores));
    int requests = (REQUESTS + Math.min(tasks, cores) - 1) / Math.min(tasks, cores);
    List<FolderSeed> spread = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      for (int i = task; i < seeds.size(); i += tasks) {
        spread.add(seeds.get(i));
      }
    }
    try {
      JavaRDD<Row> rows =
          context
              .parallelize(spread, tasks)
              .mapPartitions(new ListFolders(hadoop, requests, again, findings));
      many.addAll(listing.writeFound(rows, many.size()));
      return findings.value().stream().reduce(WalkFindings.NONE, WalkFindings::plus);
    } catch (RuntimeException e) {
      throw storage(e);
    }
  }

  /** What storage said to a task. */
  private static IOException storage(RuntimeException e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    if (cause instanceof IOException io) {
      return io;
    }
    throw e;
  }

  private Configuration hadoop() {
    return listing.spark().sparkContext().hadoopConfiguration();
  }
}
