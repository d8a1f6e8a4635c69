// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Credentials with a mark in the middle of each, and where the marks have got to. A mark is made of
 * digits that URLs, HTML, JSON and XML leave as they are, whatever becomes of the signs around it.
 *
 * @param accessKeyMark of the name that goes with the secret
 * @param secretKeyMark of what requests are signed with
 * @param tokenMark of what travels with each request
 * @param settingMarks of other stores' and services' secrets, each in a setting of its own
 */
record MarkedSecrets(
    String accessKeyMark, String secretKeyMark, String tokenMark, List<String> settingMarks) {
  private static final List<String> SETTINGS =
      List.of(
          "spark.hadoop.fs.s3a.encryption.key",
          "spark.hadoop.fs.azure.account.key.account.dfs.core.windows.net",
          "spark.hadoop.fs.gs.auth.service.account.private.key",
          "spark.hadoop.fs.s3a.proxy.password",
          "spark.sql.catalog.elsewhere.access_key",
          "spark.hadoop.fs.unheard.of.opener");

  static MarkedSecrets random() {
    return new MarkedSecrets(
        mark(), mark(), mark(), SETTINGS.stream().map(setting -> mark()).toList());
  }

  /** Settings with a secret each that no store of the tests asks for. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < SETTINGS.size(); i++) {
      settings.put(SETTINGS.get(i), "mar+ked/" + settingMarks.get(i) + "==");
    }
    return settings;
  }

  /** The same key with another secret. */
  MarkedSecrets wrong() {
    return new MarkedSecrets(accessKeyMark, mark(), tokenMark, settingMarks);
  }

  String accessKey() {
    return "AKID" + accessKeyMark;
  }

  String secretKey() {
    return "mark/ed+" + secretKeyMark + "=/";
  }

  String token() {
    return "tok/en+" + tokenMark + "==";
  }

  /** Fails where a mark stands in a text, as it is or in Base64. */
  void assertAbsent(String what, String text) {
    List<String> marks = new ArrayList<>(List.of(accessKeyMark, secretKeyMark, tokenMark));
    marks.addAll(settingMarks);
    for (String mark : marks) {
      for (int shift = -1; shift < 3; shift++) {
        int at = text.indexOf(shift < 0 ? mark : base64(mark, shift));
        assertThat(at)
            .as("%s: %s", what, at < 0 ? "" : text.substring(Math.max(0, at - 300), at))
            .isNegative();
      }
    }
  }

  /** The same for every byte of the files below a folder; returns how many files there are. */
  long assertAbsentBelow(Path folder, Predicate<Path> searched) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all =
          files
              .filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
              .filter(searched)
              .toList();
      for (Path file : all) {
        assertAbsent(
            file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return all.size();
    }
  }

  /**
   * A mark within a longer text in Base64 begins at any of three places of a group; its edges mix
   * with what stands beside it and are left out.
   */
  private static String base64(String mark, int shift) {
    byte[] shifted = (" ".repeat(shift) + mark).getBytes(StandardCharsets.US_ASCII);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    return encoded.substring(4, encoded.length() / 4 * 4 - 4);
  }

  private static String mark() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
