// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What lies around the files of a table: columns in the names of folders, and the log of a format
 * that tells which files are part of it.
 *
 * @param files at least one
 */
public record TableFolders(List<PictureFile> files, Configuration hadoop) {
  /** A log lies above all files: what more of them would say, the first do. */
  private static final int MOST_LOOKED_AT = 100;

  /** Hugging Face's own key in the metadata of a Parquet file. */
  private static final String HUGGING_FACE = "huggingface";

  /**
   * Refuses files of a format that knows which of them are still part of the table.
   *
   * @throws MobileSparkException that names the option
   */
  public void refuseOtherFormats() {
    Set<Path> folders = new LinkedHashSet<>();
    for (PictureFile file : files.subList(0, Math.min(MOST_LOOKED_AT, files.size()))) {
      for (Path folder = new Path(file.path()).getParent();
          folder != null && !folder.isRoot();
          folder = folder.getParent()) {
        folders.add(folder);
      }
    }
    for (Path folder : folders) {
      format(folder)
          .ifPresent(
              format -> {
                throw new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "%s is a table of %s, whose log says which files are part of it:"
                            + " --source table --table-format %s reads it",
                        folder,
                        format,
                        format));
              });
    }
  }

  private Optional<String> format(Path folder) {
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      if (fileSystem.exists(new Path(folder, "_delta_log"))) {
        return Optional.of("delta");
      }
      if (fileSystem.exists(new Path(folder, ".hoodie"))) {
        return Optional.of("hudi");
      }
      Path metadata = new Path(folder, "metadata");
      if (fileSystem.exists(metadata) && fileSystem.exists(new Path(folder, "data"))) {
        for (FileStatus file : fileSystem.listStatus(metadata)) {
          if (file.getPath().getName().endsWith(".metadata.json")) {
            return Optional.of("iceberg");
          }
        }
      }
    } catch (IOException e) {
      // A folder above what may be read is no concern of the table's.
    }
    return Optional.empty();
  }

  /** The folder below which names of folders are columns; empty where there are none. */
  public Optional<String> base() {
    List<String> common = new ArrayList<>(folders(files.get(0)));
    boolean columns = false;
    for (PictureFile file : files) {
      List<String> folders = folders(file);
      columns |= folders.stream().anyMatch(name -> name.contains("="));
      int same = 0;
      while (same < Math.min(common.size(), folders.size())
          && common.get(same).equals(folders.get(same))) {
        same++;
      }
      common = new ArrayList<>(common.subList(0, same));
    }
    while (!common.isEmpty() && common.get(common.size() - 1).contains("=")) {
      common.remove(common.size() - 1);
    }
    return columns ? Optional.of(String.join("/", common)) : Optional.empty();
  }

  /** Where places in the table begin that are relative. */
  public String root() {
    return base().orElseGet(() -> String.valueOf(new Path(files.get(0).path()).getParent()));
  }

  private static List<String> folders(PictureFile file) {
    List<String> parts = List.of(file.path().split("/", -1));
    return parts.subList(0, parts.size() - 1);
  }

  /** Names of classes by their numbers in a column, as Hugging Face stores them; mostly empty. */
  public Map<String, List<String>> classes() {
    Map<String, List<String>> classes = new HashMap<>();
    Path path = new Path(files.get(0).path());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      String json = reader.getFileMetaData().getKeyValueMetaData().get(HUGGING_FACE);
      if (json == null) {
        return Map.of();
      }
      JsonNode features = new ObjectMapper().readTree(json).at("/info/features");
      features
          .properties()
          .forEach(
              feature -> {
                List<String> names = new ArrayList<>();
                feature.getValue().path("names").forEach(name -> names.add(name.asText()));
                classes.put(feature.getKey(), names);
              });
    } catch (IOException | RuntimeException e) {
      // Whoever reads the table says what is wrong with its first file.
      return Map.of();
    }
    return classes;
  }
}
