// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Jupyter notebook (nbformat 4).
 *
 * @param name the file's
 * @param code its cells of code in order
 * @param withOutput how many of them hold outputs or execution counts
 */
record Notebook(String name, List<String> code, int withOutput) {
  static Notebook read(Path file) throws IOException {
    List<String> code = new ArrayList<>();
    int withOutput = 0;
    for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        StringBuilder source = new StringBuilder();
        cell.get("source").forEach(line -> source.append(line.asText()));
        code.add(source.toString());
        withOutput += cell.get("outputs").isEmpty() && cell.get("execution_count").isNull() ? 0 : 1;
      }
    }
    return new Notebook(String.valueOf(file.getFileName()), code, withOutput);
  }
}
