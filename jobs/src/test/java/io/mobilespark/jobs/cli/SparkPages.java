// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spark's web pages and their REST interface, as they are while an application runs. */
final class SparkPages {
  /** A driver's line that tells where its pages are. */
  static final Pattern DRIVERS = Pattern.compile("service 'SparkUI' on port (\\d+)");

  private static final Pattern DAEMONS = Pattern.compile("WebUI to .* http://[^:]+:(\\d+)");
  private static final Pattern ID = Pattern.compile("\"id\" : \"([^\"]+)\"");
  private static final List<String> PAGES =
      List.of(
          "jobs", "stages", "storage", "environment", "executors", "SQL", "SQL/execution/?id=0");
  private static final List<String> REST =
      List.of(
          "environment",
          "sql?details=true&planDescription=true",
          "allexecutors",
          "stages?details=true");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> pages = new TreeMap<>();

  /** A driver's pages until it ends: each as it was last. */
  Map<String, String> ofDriver(JavaProcess run) throws InterruptedException {
    while (run.isAlive()) {
      try {
        addDriver(root(DRIVERS, run.output()));
      } catch (IOException e) {
        // Not up yet, or already down.
      }
      Thread.sleep(100);
    }
    return pages;
  }

  /** The page of a master or worker by its log. */
  String ofDaemon(Path log) throws IOException, InterruptedException {
    URI root = root(DAEMONS, Files.readString(log));
    return get(root, "/") + get(root, "/json/");
  }

  private void addDriver(URI root) throws IOException, InterruptedException {
    Matcher id = ID.matcher(get(root, "/api/v1/applications"));
    if (!id.find()) {
      throw new IOException("No application yet");
    }
    for (String page : REST) {
      pages.put(page, get(root, "/api/v1/applications/" + id.group(1) + "/" + page));
    }
    for (String page : PAGES) {
      pages.put("/" + page, get(root, "/" + page + (page.contains("?") ? "" : "/")));
    }
  }

  private String get(URI root, String page) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(page)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(page + ": " + answer.statusCode());
    }
    return answer.body();
  }

  private static URI root(Pattern line, String log) {
    Matcher port = line.matcher(log);
    assertThat(port.find()).as(line + " in " + log).isTrue();
    return URI.create("http://127.0.0.1:" + port.group(1));
  }
}
