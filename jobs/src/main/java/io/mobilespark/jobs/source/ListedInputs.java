package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
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
   * @param outputs folders that MobileSpark wrote and that were left out
   */
  record Found(List<PictureFile> few, List<WrittenList> many, Set<String> outputs) {}

  Found find(List<String> inputs) {
    Map<String, PictureFile> files = new ConcurrentHashMap<>();
    AtomicLong count = new AtomicLong();
    Set<String> globs = new HashSet<>();
    List<FolderSeed> seeds = new ArrayList<>();
    for (String input : inputs) {
      begin(input, seeds, globs, files);
    }
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
            FEW_FOLDERS,
            RunListing.FEW)) {
      List<FolderSeed> left = walk.walk(seeds, REQUESTS);
      globs.removeAll(walk.matched());
      Set<String> outputs = new HashSet<>(walk.outputs());
      List<WrittenList> many =
          left.isEmpty() ? List.of() : byExecutors(left, files.values(), globs, outputs);
      if (!globs.isEmpty()) {
        throw none(globs.iterator().next(), new FileNotFoundException());
      }
      OwnOutputs own = new OwnOutputs(outputs);
      List<PictureFile> few =
          left.isEmpty()
              ? files.values().stream().filter(file -> !own.hold(file.path())).toList()
              : List.of();
      if (few.isEmpty() && many.stream().mapToLong(WrittenList::rows).sum() == 0) {
        throw new MobileSparkException("No pictures in " + String.join(", ", inputs));
      }
      return new Found(few, many, outputs);
    } catch (IOException e) {
      throw failed(String.join(", ", inputs), e);
    }
  }

  /** A name may hold a glob's characters: what is there under that very name wins. */
  private void begin(
      String input, List<FolderSeed> seeds, Set<String> globs, Map<String, PictureFile> files) {
    try {
      Path path = new Path(input);
      FileSystem fileSystem = path.getFileSystem(hadoop());
      try {
        FileStatus status = fileSystem.getFileStatus(path);
        String found = status.getPath().toString();
        if (status.isFile()) {
          files.put(found, new PictureFile(found, status.getLen()));
        } else {
          seeds.add(new FolderSeed(input, found, List.of(), true));
        }
      } catch (FileNotFoundException e) {
        if (!new GlobFilter(path.toUri().getPath()).hasPattern()) {
          throw e;
        }
        globs.add(input);
        for (String each : GlobExpander.expand(fileSystem.makeQualified(path).toString())) {
          seeds.add(glob(input, new Path(each)));
        }
      }
    } catch (FileNotFoundException e) {
      throw none(input, e);
    } catch (IOException | IllegalArgumentException e) {
      throw failed(input, e);
    }
  }

  /** Begins at the last folder before a part that is none's name. */
  private static FolderSeed glob(String input, Path pattern) throws IOException {
    List<String> parts = new ArrayList<>();
    Path folder = pattern;
    while (!folder.isRoot()) {
      parts.add(0, folder.getName());
      folder = folder.getParent();
    }
    int literal = 0;
    while (literal < parts.size() - 1 && !new GlobFilter(parts.get(literal)).hasPattern()) {
      folder = new Path(folder, parts.get(literal++).replaceAll("\\\\(.)", "$1"));
    }
    return new FolderSeed(
        input, folder.toString(), List.copyOf(parts.subList(literal, parts.size())), false);
  }

  private List<WrittenList> byExecutors(
      List<FolderSeed> seeds, Collection<PictureFile> here, Set<String> globs, Set<String> outputs)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(listing.spark().sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(hadoop()));
    CollectionAccumulator<String> matched = context.sc().collectionAccumulator();
    CollectionAccumulator<String> own = context.sc().collectionAccumulator();
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
              .mapPartitions(new ListFolders(hadoop, requests, matched, own));
      List<WrittenList> written = new ArrayList<>(listing.writeFound(rows, here));
      globs.removeAll(matched.value());
      outputs.addAll(own.value());
      return written;
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

  private static MobileSparkException none(String input, IOException e) {
    return new MobileSparkException("There is no input " + input, e);
  }

  private static MobileSparkException failed(String input, Exception e) {
    if (e instanceof AccessDeniedException || e instanceof AccessControlException) {
      return new MobileSparkException(
          "Access to the input " + input + " is denied: " + Access.why((IOException) e), e);
    }
    return e instanceof FileNotFoundException missing
        ? none(input, missing)
        : new MobileSparkException("The input " + input + " cannot be read: " + e, e);
  }

  private Configuration hadoop() {
    return listing.spark().sparkContext().hadoopConfiguration();
  }
}
