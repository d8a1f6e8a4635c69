// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * A Java agent that makes the native decoder end its JVM, as a fault in its code would, at pictures
 * that are marked, which are pictures like others elsewhere.
 */
public final class KillingDecoder {
  /** What the JVM ends with, as after SIGABRT. */
  public static final int EXIT_CODE = 134;

  private static final String MARK = "a picture that ends its decoder's process";

  private KillingDecoder() {}

  /** Called by the JVM. */
  public static void premain(String arguments, Instrumentation jvm) {
    new AgentBuilder.Default()
        .type(named("io.mobilespark.tensorflow.NativeImageDecoder"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Death.class).on(named("decode"))))
        .installOn(jvm);
  }

  /** Marks a JPEG or PNG behind its end, where decoders do not look. */
  public static void mark(Path picture) throws IOException {
    Files.writeString(picture, MARK, StandardOpenOption.APPEND);
  }

  /**
   * Writes the agent as a jar.
   *
   * @param folder where the jars of the agent and its library go
   * @return the JVM's option
   */
  public static String option(Path folder) {
    try {
      Path library = folder.resolve("byte-buddy.jar");
      CodeSource source = AgentBuilder.class.getProtectionDomain().getCodeSource();
      try (InputStream in = source.getLocation().openStream()) {
        Files.copy(in, library);
      }
      Manifest manifest = new Manifest();
      Attributes attributes = manifest.getMainAttributes();
      attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      attributes.putValue("Premain-Class", KillingDecoder.class.getName());
      attributes.put(Attributes.Name.CLASS_PATH, library.getFileName().toString());
      Path agent = folder.resolve("killing-decoder.jar");
      try (OutputStream out = Files.newOutputStream(agent);
          JarOutputStream jar = new JarOutputStream(out, manifest)) {
        add(KillingDecoder.class, jar);
        add(Death.class, jar);
      }
      return "-javaagent:" + agent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Class<?> type, JarOutputStream jar) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(file));
    ClassLoader loader = Objects.requireNonNull(type.getClassLoader());
    try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(file))) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }

  /** What is written into the decoder, so that it names nothing but the JDK's classes. */
  static final class Death {
    private Death() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) byte[] file) {
      if (new String(file, StandardCharsets.ISO_8859_1)
          .contains("a picture that ends its decoder's process")) {
        Runtime.getRuntime().halt(134);
      }
    }
  }
}
