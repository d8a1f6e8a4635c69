// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownSettingsTest {
  private static final Pattern REDACTION = Pattern.compile(ShownSettings.REDACTION);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.bucket.pictures.session.token",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.azure.account.key.account.dfs.core.windows.net",
        "spark.hadoop.fs.azure.sas.fixed.token.container.account",
        "spark.hadoop.fs.gs.auth.service.account.private.key",
        "spark.hadoop.fs.s3a.proxy.password",
        "spark.sql.catalog.hub.access_key",
        "spark.sql.catalog.hub.credential",
        "spark.hadoop.fs.unheard.of",
      })
  void areHiddenWhereverTheyStand(String key) {
    assertThat(ShownSettings.shows(key)).isFalse();
    assertThat(REDACTION.matcher(key).find()).isTrue();
    assertThat(REDACTION.matcher("java Main label --conf " + key + "=x --input y").find()).isTrue();
    List<String> hidden = List.of("--conf", key + "=(hidden)");
    assertThat(ShownSettings.arguments(List.of("--conf", key + "=opens=all"))).isEqualTo(hidden);
    assertThat(ShownSettings.arguments(List.of("--conf=" + key + "=opens\nall")))
        .containsExactly("--conf=" + key + "=(hidden)");
    assertThat(ShownSettings.message("No opens=all here", List.of("--conf", key + "=opens=all")))
        .isEqualTo("No (hidden) here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.master",
        "spark.executor.memory",
        "spark.sql.shuffle.partitions",
        "spark.hadoop.fs.s3a.endpoint",
        "spark.hadoop.fs.s3a.bucket.pictures.path.style.access",
        "spark.hadoop.fs.faulty.impl",
      })
  void harmlessOnesAreShown(String key) {
    List<String> arguments = List.of("--conf", key + "=value", "--conf=" + key + "=value");
    assertThat(ShownSettings.arguments(arguments)).isEqualTo(arguments);
    assertThat(REDACTION.matcher(key).find()).isFalse();
    assertThat(REDACTION.matcher("label --conf " + key + "=value").find()).isFalse();
  }

  @Test
  void whatNobodyKnowsIsHidden() {
    assertThat(ShownSettings.arguments(List.of("--conf", "my.own=value", "--conf", "malformed")))
        .containsExactly("--conf", "my.own=(hidden)", "--conf", "(hidden)");
  }

  @Test
  void urisLoseTheirLoginsAndQueries() {
    assertThat(
            ShownSettings.arguments(
                List.of(
                    "jdbc:db://me:mine@host/x",
                    "https://host/list.csv?sig=abc&se=1",
                    "wasbs://container@account/pic?.jpg")))
        .containsExactly(
            "jdbc:db://(hidden)@host/x",
            "https://host/list.csv?(hidden)",
            "wasbs://container@account/pic?.jpg");
  }
}
