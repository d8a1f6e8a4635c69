// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar for clusters says under which licences it and all that it holds stand. */
@SuppressWarnings("NullAway.Init")
class ShadedJarIT {
  private static final Pattern LEGAL =
      Pattern.compile("(META-INF/)?([\\w-]+-)?(LICENSE|NOTICE)([.]\\w+)?");
  private static final String THIRD_PARTY = "META-INF/THIRD-PARTY.txt";

  private static JarFile shaded;

  @BeforeAll
  static void open() throws IOException {
    shaded = new JarFile(Path.of("target", "mobilespark-all.jar").toFile());
  }

  @AfterAll
  static void close() throws IOException {
    shaded.close();
  }

  @Test
  void itsOwnLicenceIsTheOneOfTheModule() throws IOException {
    assertThat(text("META-INF/LICENSE"))
        .isEqualTo(Files.readString(Path.of("LICENSE")))
        .isEqualTo(Files.readString(Path.of("..", "udfs", "LICENSE")))
        .contains("Apache License", "Version 2.0, January 2004");
    assertThat(shaded.getEntry("LICENSE")).isNull();
    assertThat(text("META-INF/NOTICE"))
        .contains("MobileSpark developers", "WordNet 3.0", "Apache Hadoop", "AWS SDK for Java");
    assertThat(text("io/mobilespark/labels/imagenet-classes.LICENSE")).contains("WordNet 3.0");
  }

  @Test
  void everyShadedJarIsListedWithItsLicence() throws IOException {
    List<Path> jars = shadedJars();
    assertThat(jars).hasSizeGreaterThan(40);
    String list = text(THIRD_PARTY);
    for (Path jar : jars) {
      int parts = jar.getNameCount();
      String named = jar.getName(parts - 3) + ":" + jar.getName(parts - 2);
      assertThat(list).containsPattern("\\([^)]+\\) .*:" + Pattern.quote(named) + " ");
    }
  }

  @Test
  void theTextsThatCameWithShadedJarsAreKept() throws IOException {
    Set<String> kept = new HashSet<>();
    for (ZipEntry entry : licences().toList()) {
      kept.add(text(entry.getName()));
    }
    for (Path jar : shadedJars()) {
      try (JarFile file = new JarFile(jar.toFile())) {
        for (ZipEntry entry : legal(file).toList()) {
          assertThat(kept).as("%s of %s", entry, jar).contains(text(file, entry));
        }
      }
    }
    assertThat(text("META-INF/licenses/protobuf-java/LICENSE")).contains("Google Inc.");
  }

  private static Stream<? extends ZipEntry> licences() {
    return shaded.stream()
        .filter(entry -> entry.getName().startsWith("META-INF/licenses/") && !entry.isDirectory());
  }

  private static Stream<? extends ZipEntry> legal(JarFile file) {
    return file.stream().filter(entry -> LEGAL.matcher(entry.getName()).matches());
  }

  /** The jars of the class path whose first class is in the shaded one as it is there. */
  private static List<Path> shadedJars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      boolean foreign =
          part.endsWith(".jar") && !new File(part).getName().startsWith("mobilespark");
      if (foreign && isShaded(Path.of(part))) {
        jars.add(Path.of(part));
      }
    }
    return jars;
  }

  private static boolean isShaded(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .filter(entry -> !entry.getName().endsWith("module-info.class"))
          .findFirst()
          .filter(entry -> isSame(entry, shaded.getEntry(entry.getName())))
          .isPresent();
    }
  }

  private static boolean isSame(ZipEntry one, @Nullable ZipEntry other) {
    return other != null && one.getCrc() == other.getCrc();
  }

  private static String text(String name) {
    ZipEntry entry = shaded.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return text(shaded, entry);
  }

  private static String text(JarFile file, ZipEntry entry) {
    try (var bytes = file.getInputStream(entry)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
