// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/**
 * The local disk under the scheme {@code faulty}, where a file fails on opening as its name says:
 * {@code vanished.png}, {@code denied.png}. Every opening takes {@code faulty.open.millis}, that of
 * the file {@code faulty.tardy} a few seconds, and is noted in the file {@code faulty.opened}.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final long TARDY_MILLIS = 3_000;
  private static final AtomicLong OPENED = new AtomicLong();
  private static final AtomicBoolean HEALED = new AtomicBoolean();

  /** Makes a configuration know the scheme. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    return hadoop;
  }

  /** Makes files of whatever names deliver what they hold, or fail again. */
  public static void heal(boolean healed) {
    HEALED.set(healed);
  }

  /** How many files other than JSON were opened in this JVM so far: pictures, and no markers. */
  public static long opened() {
    return OPENED.get();
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FSDataInputStream open(Path file, int bufferBytes) throws IOException {
    if (!file.getName().endsWith(".json")) {
      OPENED.incrementAndGet();
    }
    note(file);
    String name = file.getName();
    pause(name.equals(getConf().get("faulty.tardy")) ? TARDY_MILLIS : 0);
    switch (HEALED.get() ? "" : name.substring(0, Math.max(0, name.indexOf('.')))) {
      case "vanished" -> delete(file, false);
      case "denied" -> throw new AccessControlException("not yours: " + name);
      case "locked" -> throw new java.nio.file.AccessDeniedException(name);
      case "broken" -> throw new IOException("Connection reset\nby peer");
      case "mute" -> throw new IOException();
      case "slow" -> throw new SocketTimeoutException("Read timed out");
      case "interrupted" -> throw new InterruptedIOException("interrupted");
      case "closed" -> throw new ClosedByInterruptException();
      case "failing" -> throw new IllegalStateException("a fault of the storage's client");
      default -> {}
    }
    return super.open(file, bufferBytes);
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return plain(super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    FileStatus[] files = super.listStatus(folder);
    for (int i = 0; i < files.length; i++) {
      files[i] = plain(files[i]);
    }
    return files;
  }

  /** The local disk's own status asks for owners under the scheme {@code file} only. */
  private static FileStatus plain(FileStatus file) {
    return new FileStatus(
        file.getLen(),
        file.isDirectory(),
        1,
        file.getBlockSize(),
        file.getModificationTime(),
        file.getPath());
  }

  /** For who outlives this process: the file, and, a line each as well, who opened it. */
  private void note(Path file) throws IOException {
    String notes = getConf().get("faulty.opened", "");
    if (!notes.isEmpty()) {
      append(notes + ".processes", ProcessHandle.current().pid());
      append(notes, file.toUri().getPath());
    }
  }

  private static void append(String notes, Object line) throws IOException {
    Files.writeString(
        java.nio.file.Path.of(notes),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void pause(long further) throws InterruptedIOException {
    try {
      Thread.sleep(getConf().getLong("faulty.open.millis", 0) + further);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while opening");
    }
  }
}
