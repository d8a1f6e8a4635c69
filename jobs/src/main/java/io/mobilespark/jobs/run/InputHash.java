package io.mobilespark.jobs.run;

import io.mobilespark.jobs.source.SourcePart;
import io.mobilespark.labels.ClassList;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Hashes that tell whether a run's inputs are those of an earlier one. */
public final class InputHash {
  private final MessageDigest digest;

  private InputHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Of paths and lengths, in their order; 64 hexadecimal digits. */
  public static String of(List<? extends SourcePart> parts) {
    InputHash hash = new InputHash();
    parts.forEach(part -> hash.add(part.path(), part.length()));
    return hash.hex();
  }

  /** Of the labels and names of classes. */
  public static String ofClasses(List<ClassList> all) {
    InputHash hash = new InputHash();
    for (ClassList classes : all) {
      IntStream.range(0, classes.size())
          .forEach(i -> hash.add(classes.label(i) + "\n" + classes.name(i), i));
    }
    return hash.hex();
  }

  private void add(String text, long number) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(12).putInt(bytes.length).putLong(number).flip());
    digest.update(bytes);
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
