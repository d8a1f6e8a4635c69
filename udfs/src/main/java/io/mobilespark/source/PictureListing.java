// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Lists pictures once, on the driver. A folder is walked to the bottom. What {@link
 * io.mobilespark.identity.FileName} says is left out, files of tables and what MobileSpark wrote
 * are left out there and of what a glob finds, and counted; what an input names itself never is.
 * Every other file is taken for a picture: what it holds is told from its content later.
 */
public final class PictureListing {
  private static final int REQUESTS = 64;

  private final Configuration hadoop;
  private LeftOut leftOut = LeftOut.NONE;

  /** Lists with the credentials and settings of a configuration. */
  public PictureListing(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * All pictures of the inputs in the order of their paths, each once.
   *
   * @param inputs folders, globs and files
   * @throws MobileSparkException when an input is not there or cannot be read, or when all of them
   *     together hold no file
   */
  public List<PictureFile> list(List<String> inputs) {
    return list(inputs, false);
  }

  /**
   * The same.
   *
   * @param allFiles whether side files and files of tables are pictures, too
   */
  List<PictureFile> list(List<String> inputs, boolean allFiles) {
    List<PictureFile> pictures = find(inputs, allFiles);
    if (pictures.isEmpty()) {
      throw AskedInputs.noPictures(inputs, leftOut);
    }
    return pictures;
  }

  /** The same, but that there may be no picture yet. */
  public List<PictureFile> find(List<String> inputs, boolean allFiles) {
    AskedInputs asked = AskedInputs.of(inputs, allFiles, hadoop);
    Map<String, PictureFile> found = new ConcurrentHashMap<>(asked.files());
    WalkFindings findings;
    LinkedFolders linked;
    try {
      linked = new LinkedFolders(hadoop, asked.seeds());
      findings = walk(asked, linked, found);
    } catch (IOException e) {
      throw AskedInputs.failed(String.join(", ", inputs), e);
    }
    asked.requireAll(findings, linked);
    OwnOutputs own = findings.own();
    leftOut = findings.leftOut().plus(linked.leftOut()).plus(own.leftOut());
    List<PictureFile> pictures = new ArrayList<>();
    for (PictureFile file : found.values()) {
      if (own.hold(file.path())) {
        continue;
      }
      if (!allFiles && FileKinds.isTable(file.path()) && !asked.files().containsKey(file.path())) {
        leftOut = leftOut.plus(LeftOut.Reason.SIDE_FILE, file.path());
      } else {
        pictures.add(file);
      }
    }
    pictures.sort(Comparator.comparing(PictureFile::path));
    return pictures;
  }

  /** Names that the last listing left out. */
  public LeftOut leftOut() {
    return leftOut;
  }

  private WalkFindings walk(AskedInputs asked, LinkedFolders linked, Map<String, PictureFile> found)
      throws IOException {
    WalkFindings findings = WalkFindings.NONE;
    for (List<FolderSeed> seeds = asked.seeds(); !seeds.isEmpty(); ) {
      try (FolderWalk walk =
          new FolderWalk(
              hadoop,
              file -> found.put(file.path(), file),
              linked.again(),
              Long.MAX_VALUE,
              Long.MAX_VALUE)) {
        walk.walk(seeds, REQUESTS);
        WalkFindings more = walk.findings();
        seeds = linked.next(more);
        findings = findings.plus(more);
      }
    }
    return findings;
  }
}
