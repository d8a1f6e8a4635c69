// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The discovery script beside an nvidia-smi that says what the test wants. */
class GpuDiscoveryTest {
  private static final Path SCRIPT = Path.of("..", "conf", "gpu-discovery.sh");

  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  @Test
  void everyGpuBecomesAnAddress() throws Exception {
    Ended one = discover("echo 0");
    assertThat(one.out).isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\"]}\n");
    Ended many = discover("test \"$1\" = --query-gpu=index && printf '0\\n1\\n10\\n'");
    JsonNode json = new ObjectMapper().readTree(many.out);
    assertThat(json.get("name").asText()).isEqualTo("gpu");
    List<String> addresses = new ArrayList<>();
    json.get("addresses").forEach(address -> addresses.add(address.asText()));
    assertThat(addresses).containsExactly("0", "1", "10");
    assertThat(many.code).isZero();
  }

  @Test
  void whatIsNotThereIsTold() throws Exception {
    refused("echo 'NVIDIA-SMI has failed: no driver'; exit 9", "NVIDIA-SMI has failed: no driver");
    refused("exit 0", "lists no GPU");
    refused("echo 'No devices were found'", "gave 'No' for the number of a GPU");
    refused("echo GPU-8a2f", "gave 'GPU-8a2f'");
  }

  @Test
  void withoutTheToolTheScriptFails() throws Exception {
    Ended ended = run(folder.resolve("nowhere").toString());
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.out).isEmpty();
    assertThat(ended.err).contains("nowhere failed");
  }

  private void refused(String body, String says) throws Exception {
    Ended ended = discover(body);
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.out).isEmpty();
    assertThat(ended.err).startsWith("gpu-discovery: ").contains(says);
    assertThat(ended.err.lines()).hasSize(1);
  }

  private Ended discover(String body) throws IOException, InterruptedException {
    Path smi = folder.resolve("nvidia-smi");
    Files.writeString(smi, "#!/bin/sh\n" + body + "\n");
    assertThat(smi.toFile().setExecutable(true)).isTrue();
    return run("");
  }

  /** The tool by its path, or the one on the PATH. */
  private Ended run(String tool) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toAbsolutePath().toString());
    builder.environment().merge("PATH", folder.toString(), (old, mine) -> mine + ":" + old);
    if (!tool.isEmpty()) {
      builder.environment().put("GPU_DISCOVERY_SMI", tool);
    }
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }
}
