// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Downloads official weight files into a folder, once. A file has its final name only when it is
 * complete and checked: the MD5 hash where Keras's source states one, and each tensor against the
 * network. The SHA-256 seen first is pinned in {@code NAME.sha256} beside it; another file under
 * the same name is refused from then on.
 */
public final class WeightFetcher {
  private final FetchSettings settings;

  /** A fetcher for a folder, which is made when it is needed. */
  public WeightFetcher(FetchSettings settings) {
    this.settings = settings;
  }

  /**
   * The file of a variant: the one in the folder, or downloaded first. Any number of threads and
   * processes may fetch at once; the others wait for the first.
   *
   * @throws MobileSparkException when it cannot be had, or is not what it should be
   */
  public Path fetch(PublishedVariant variant) {
    Path target = settings.folder().resolve(variant.file());
    try {
      FileLocks.whileHeld(
          sibling(target, ".lock"),
          () -> {
            if (Files.exists(target)) {
              check(variant, target, target);
            } else {
              download(variant, target);
            }
          });
      return target;
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "%s cannot be kept in %s: %s", variant.file(), settings.folder(), e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MobileSparkException(
          String.format(Locale.ROOT, "fetching %s was interrupted", variant.url()), e);
    }
  }

  private void download(PublishedVariant variant, Path target)
      throws IOException, InterruptedException {
    PartialFile partial = new PartialFile(target);
    boolean continued = partial.size() > 0;
    Download download = new Download(settings);
    try {
      download.run(variant.url(), partial);
    } catch (MobileSparkException e) {
      throw e.getCause() instanceof IOException ? unreachable(e, target) : e;
    }
    try {
      check(variant, partial.bytes(), target);
    } catch (MobileSparkException e) {
      partial.discard();
      if (!continued) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT, "%s is not the file it should be: %s", variant.url(), e.getMessage()),
            e);
      }
      // What lay there from before may have been damaged; the whole file may not be.
      download(variant, target);
      return;
    }
    partial.forgetTag();
    Files.move(partial.bytes(), target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static MobileSparkException unreachable(MobileSparkException e, Path target) {
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "%s; without a network, put the file there by hand as %s; a proxy is told by"
                + " -Dhttps.proxyHost and -Dhttps.proxyPort in MOBILESPARK_JAVA_OPTS",
            e.getMessage(),
            target.toAbsolutePath()),
        e);
  }

  /** Checks hash, tensors and pin; pins the hash where none is pinned. */
  private static void check(PublishedVariant variant, Path file, Path target) throws IOException {
    Optional<String> md5 = variant.md5();
    if (md5.isPresent()) {
      String found = KerasWeights.digest(file, "MD5");
      if (!found.equals(md5.get())) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s has the MD5 %s, wanted %s as Keras's source states",
                file,
                found,
                md5.get()));
      }
    }
    Path pin = sibling(target, ".sha256");
    String sha256 = KerasWeights.read(file, variant.network()).sha256();
    if (!Files.exists(pin)) {
      Path draft = sibling(target, ".sha256.part");
      Files.writeString(draft, sha256 + "  " + target.getFileName() + "\n");
      Files.move(draft, pin, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    String pinned = Files.readString(pin).split("\\s", 2)[0];
    if (!pinned.equals(sha256)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has the SHA-256 %s, wanted %s as pinned in %s when it was first fetched",
              file,
              sha256,
              pinned,
              pin));
    }
  }

  private static Path sibling(Path target, String suffix) {
    return target.resolveSibling(target.getFileName() + suffix);
  }
}
