// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings all bytes of an address into a {@link PartialFile}, in as many tries as allowed. */
final class Download {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

  private final FetchSettings settings;
  private final HttpClient client;

  Download(FetchSettings settings) {
    this.settings = settings;
    client =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Returns when the file is complete as far as the server says.
   *
   * @throws MobileSparkException when the server refuses, the file is too large, or every try
   *     failed
   */
  void run(URI url, PartialFile file) throws InterruptedException {
    long wait = settings.backoff().toMillis();
    for (int attempt = 1; ; attempt++) {
      try {
        attempt(url, file);
        return;
      } catch (IOException e) {
        if (attempt == settings.attempts()) {
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT, "%s: not fetched in %d attempts: %s", url, attempt, reason(e)),
              e);
        }
      }
      Thread.sleep(wait);
      wait *= 2;
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private void attempt(URI url, PartialFile file) throws IOException, InterruptedException {
    long have = file.size();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(settings.stallTimeout()).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      request.header("If-Range", file.entityTag().orElseThrow());
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> {
          file.begin(response.headers().firstValue("ETag"));
          receive(url, body, file, 0, response.headers().firstValueAsLong("Content-Length"));
        }
        case 206 -> receive(url, body, file, have, rangeTotal(response, have, file));
        default -> refuse(url, response.statusCode(), file);
      }
    }
  }

  private static OptionalLong rangeTotal(
      HttpResponse<InputStream> response, long have, PartialFile file) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != have) {
      file.discard();
      throw new IOException(
          String.format(Locale.ROOT, "asked for the bytes from %d on, got '%s'", have, range));
    }
    Optional<String> tag = response.headers().firstValue("ETag");
    if (tag.isPresent() && !tag.equals(file.entityTag())) {
      file.discard();
      throw new IOException("the file changed while it was fetched");
    }
    return OptionalLong.of(Long.parseLong(matcher.group(2)));
  }

  private static void refuse(URI url, int status, PartialFile file) throws IOException {
    if (status == 416) {
      file.discard();
    }
    boolean passing = status >= 500 || status == 408 || status == 416 || status == 429;
    String message = String.format(Locale.ROOT, "%s: the server answers %d", url, status);
    if (!passing) {
      throw new MobileSparkException(message);
    }
    throw new IOException("the server answers " + status);
  }

  private void receive(URI url, InputStream body, PartialFile file, long from, OptionalLong total)
      throws IOException {
    checkSize(url, total.orElse(0), file);
    long size = from;
    try (StallWatch watch = new StallWatch(body, settings.stallTimeout());
        FileChannel out =
            FileChannel.open(file.bytes(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(from);
      out.position(from);
      byte[] buffer = new byte[1 << 16];
      for (int read = read(body, buffer, watch); read >= 0; read = read(body, buffer, watch)) {
        watch.progress();
        size += read;
        checkSize(url, size, file);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    if (total.isPresent() && size != total.getAsLong()) {
      throw new IOException(
          String.format(Locale.ROOT, "got %,d of %,d bytes", size, total.getAsLong()));
    }
  }

  private int read(InputStream body, byte[] buffer, StallWatch watch) throws IOException {
    try {
      int read = body.read(buffer);
      if (read < 0 && watch.stalled()) {
        throw new IOException("closed");
      }
      return read;
    } catch (IOException e) {
      if (watch.stalled()) {
        throw new IOException(
            String.format(Locale.ROOT, "no bytes for %d ms", settings.stallTimeout().toMillis()),
            e);
      }
      throw e;
    }
  }

  private void checkSize(URI url, long size, PartialFile file) throws IOException {
    if (size > settings.maxBytes()) {
      file.discard();
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes or more, wanted at most %,d",
              url,
              size,
              settings.maxBytes()));
    }
  }
}
