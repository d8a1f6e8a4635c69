// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static io.mobilespark.model.ScriptedServer.reply;
import static io.mobilespark.model.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from servers that stall, break off, lie and refuse. */
@Timeout(60)
final class WeightFetcherTest {
  private static final ModelSpec SPEC =
      new ModelSpec(ModelFamily.MOBILENET_V1, 0.0625, 32, 32, 2, false);
  private static final int ATTEMPTS = 3;

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private ScriptedServer server = openServer();
  private byte[] weights = {};

  @BeforeEach
  void makeWeights() throws IOException {
    weights = weights(1);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void fetchesOnceAndPinsTheHash() throws IOException {
    server.then(whole(weights, "\"a\""));
    Path file = fetch();
    assertThat(file).hasBinaryContent(weights).hasFileName("weights.h5");
    assertThat(fetch()).isEqualTo(file);
    assertThat(server.requests()).hasSize(1);
    assertThat(folder.resolve("weights.h5.sha256"))
        .hasContent(KerasWeights.sha256(file) + "  weights.h5\n");
    assertThat(names()).containsExactly("weights.h5", "weights.h5.lock", "weights.h5.sha256");
  }

  @Test
  void goesOnWhereAConnectionBrokeOff() throws IOException {
    int half = weights.length / 2;
    server.then(broken(half, "\"a\"")).then(rest(half, half, "\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
    assertThat(server.requests().get(1))
        .containsEntry("range", "bytes=" + half + "-")
        .containsEntry("if-range", "\"a\"");
  }

  @Test
  void goesOnInALaterRun() throws IOException {
    int half = weights.length / 2;
    server.then(broken(half, "\"a\""));
    refused("not fetched in 3 attempts");
    assertThat(names()).doesNotContain("weights.h5").contains("weights.h5.part");
    server.then(rest(half, half, "\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
  }

  @Test
  void beginsAnewWhereTheServerIgnoresRangeOrHasANewVersion() throws IOException {
    server.then(broken(1000, "\"a\"")).then(whole(weights, "\"b\""));
    assertThat(fetch()).hasBinaryContent(weights);
  }

  @Test
  void doesNotContinueWithoutAStrongTag() throws IOException {
    server.then(broken(1000, "W/\"a\"")).then(whole(weights, "W/\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
    assertThat(server.requests().get(1)).doesNotContainKey("range");
  }

  @Test
  void beginsAnewAfterAnAnswerForAnotherRange() throws IOException {
    server.then(broken(1000, "\"a\"")).then(rest(1000, 500, "\"a\"")).then(whole(weights, "\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
    assertThat(server.requests().get(2)).doesNotContainKey("range");
  }

  @Test
  void beginsAnewWhenWhatLayThereWasDamaged() throws IOException {
    Files.write(folder.resolve("weights.h5.part"), new byte[1000]);
    Files.writeString(folder.resolve("weights.h5.part.etag"), "\"a\"");
    server.then(rest(1000, 1000, "\"a\"")).then(whole(weights, "\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
  }

  @Test
  void stallsEndAfterTheTimeOut() throws IOException {
    server
        .then(silence(broken(2000, "\"a\"")))
        .then(silence((request, out) -> {}))
        .then(rest(2000, 2000, "\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
    server.then(silence(broken(2000, "\"a\"")));
    Files.delete(folder.resolve("weights.h5"));
    refused("not fetched in 3 attempts: the server answers 500");
  }

  @Test
  void lengthsThatAreLies() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      server.then(reply("200 OK", List.of("Content-Length: " + (weights.length + 9)), weights));
    }
    refused("not fetched in 3 attempts");
    byte[] part = Arrays.copyOf(weights, weights.length - 900);
    server.then(reply("200 OK", List.of("Content-Length: " + part.length), weights));
    refused("is not the file it should be", "truncated");
    assertThat(names()).containsExactly("weights.h5.lock");
  }

  @Test
  void serversThatRefuse() throws IOException {
    server.then(reply("404 Not Found", List.of("Content-Length: 0"), new byte[0]));
    refused("weights.h5: the server answers 404");
    assertThat(server.requests()).hasSize(1);
    refused("not fetched in 3 attempts: the server answers 500");
    assertThat(server.requests()).hasSize(1 + ATTEMPTS);
    server
        .then(reply("503 Service Unavailable", List.of(), new byte[0]))
        .then(whole(weights, "\"a\""));
    assertThat(fetch()).hasBinaryContent(weights);
  }

  @Test
  void nobodyThere() {
    server.close();
    refused(
        "not fetched in 3 attempts",
        "put the file there by hand as " + folder.resolve("weights.h5"),
        "-Dhttps.proxyHost");
  }

  @Test
  void contentThatIsNotTheFile() throws IOException {
    byte[] page = "<html>log in first</html>".getBytes(StandardCharsets.UTF_8);
    server.then(whole(page, "\"a\""));
    refused("is not the file it should be", "not an HDF5 file");
    server.then(whole(weights(SPEC.withClasses(7), 1), "\"a\""));
    refused("conv_preds/kernel:0 has shape [1, 1, 64, 7], wanted conv_preds/kernel");
    assertThat(names()).containsExactly("weights.h5.lock");
  }

  @Test
  void md5IsCheckedWhereItIsKnown() throws IOException {
    PublishedVariant wrong = variant(Optional.of("0".repeat(32)));
    server.then(whole(weights, "\"a\""));
    assertThatThrownBy(() -> fetcher(1 << 20).fetch(wrong))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("wanted " + "0".repeat(32));
    Path file = Files.write(elsewhere.resolve("w"), weights);
    PublishedVariant right = variant(Optional.of(KerasWeights.digest(file, "MD5")));
    server.then(whole(weights, "\"a\""));
    assertThat(fetcher(1 << 20).fetch(right)).hasBinaryContent(weights);
  }

  @Test
  void anotherFileThanThePinnedOneIsRefused() throws IOException {
    server.then(whole(weights, "\"a\""));
    Path file = fetch();
    Files.delete(file);
    server.then(whole(weights(2), "\"b\""));
    refused("as pinned in");
    assertThat(file).doesNotExist();
    Files.write(file, weights(2));
    refused("as pinned in");
  }

  @Test
  void tooLargeFilesAreRefused() {
    PublishedVariant variant = variant(Optional.empty());
    server.then(whole(weights, "\"a\"")).then(reply("200 OK", List.of(), weights));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> fetcher(5000).fetch(variant))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("wanted at most 5,000");
    }
    assertThat(names()).containsExactly("weights.h5.lock");
  }

  @Test
  void fetchesAtTheSameTimeShareOneDownload() throws Exception {
    server.then(whole(weights, "\"a\""));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Path> fetch = this::fetch;
      for (var path : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
        assertThat(path.get()).hasBinaryContent(weights);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests()).hasSize(1);
  }

  private Path fetch() {
    return fetcher(1 << 20).fetch(variant(Optional.empty()));
  }

  private void refused(String... inMessage) {
    assertThatThrownBy(this::fetch)
        .isInstanceOf(MobileSparkException.class)
        .message()
        .contains(inMessage)
        .doesNotContain("\n");
  }

  private WeightFetcher fetcher(long maxBytes) {
    return new WeightFetcher(
        new FetchSettings(
            folder,
            Duration.ofSeconds(5),
            Duration.ofMillis(400),
            ATTEMPTS,
            Duration.ofMillis(1),
            maxBytes));
  }

  private PublishedVariant variant(Optional<String> md5) {
    return new PublishedVariant(SPEC, Head.CLASSIFIER, "weights.h5", server.url("weights.h5"), md5);
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ScriptedServer.Reply whole(byte[] body, String tag) {
    return reply("200 OK", List.of("Content-Length: " + body.length, "ETag: " + tag), body);
  }

  /** Promises everything and closes the connection early. */
  private ScriptedServer.Reply broken(int sent, String tag) {
    return reply(
        "200 OK",
        List.of("Content-Length: " + weights.length, "ETag: " + tag),
        Arrays.copyOf(weights, sent));
  }

  /** The bytes from one place on, said to be from another. */
  private ScriptedServer.Reply rest(int from, int said, String tag) {
    byte[] body = Arrays.copyOfRange(weights, from, weights.length);
    return reply(
        "206 Partial Content",
        List.of(
            "Content-Length: " + body.length,
            String.format(
                Locale.ROOT,
                "Content-Range: bytes %d-%d/%d",
                said,
                weights.length - 1,
                weights.length),
            "ETag: " + tag),
        body);
  }

  private byte[] weights(long seed) throws IOException {
    return weights(SPEC, seed);
  }

  private byte[] weights(ModelSpec spec, long seed) throws IOException {
    Path file = elsewhere.resolve("made.h5");
    TestWeights.of(Network.of(spec, Head.CLASSIFIER), seed).write(file);
    return Files.readAllBytes(file);
  }

  private static ScriptedServer openServer() {
    try {
      return new ScriptedServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
