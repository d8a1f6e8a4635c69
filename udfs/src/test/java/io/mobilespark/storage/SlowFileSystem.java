// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;

/**
 * Objects under the scheme {@code slow} that exist by their name: {@code slow://host/12-3000} has
 * 3,000 bytes of value 12. Counts what is asked of it, and answers after a while.
 */
public final class SlowFileSystem extends RawLocalFileSystem {
  static final List<String> OPENED = new CopyOnWriteArrayList<>();
  static final List<String> ASKED = new CopyOnWriteArrayList<>();
  static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
  private static int underWay;
  private static int mostUnderWay;
  private static int interrupted;

  static Configuration configuration(long millis) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.slow.impl", SlowFileSystem.class.getName());
    hadoop.setBoolean("fs.slow.impl.disable.cache", true);
    hadoop.setLong("slow.millis", millis);
    return hadoop;
  }

  static synchronized void reset() {
    OPENED.clear();
    ASKED.clear();
    GATES.clear();
    mostUnderWay = 0;
    interrupted = 0;
  }

  static synchronized int mostUnderWay() {
    return mostUnderWay;
  }

  static synchronized int underWay() {
    return underWay;
  }

  static synchronized int interrupted() {
    return interrupted;
  }

  private static synchronized void count(int begun, int stopped) {
    underWay += begun;
    interrupted += stopped;
    mostUnderWay = Math.max(mostUnderWay, underWay);
  }

  @Override
  public URI getUri() {
    return URI.create("slow://host");
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) {
    setConf(hadoop);
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    ASKED.add(file.getName());
    return new FileStatus(length(file), false, 1, 1 << 20, 0, file);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferBytes) throws IOException {
    OPENED.add(file.getName());
    count(1, 0);
    try {
      CountDownLatch gate = GATES.get(file.getName());
      if (gate != null) {
        gate.await();
      }
      Thread.sleep(getConf().getLong("slow.millis", 0));
      byte[] content = new byte[length(file)];
      java.util.Arrays.fill(
          content, Byte.parseByte(file.getName().substring(0, file.getName().indexOf('-'))));
      return new FSDataInputStream(new Content(content));
    } catch (InterruptedException e) {
      count(0, 1);
      throw new InterruptedIOException("interrupted");
    } finally {
      count(-1, 0);
    }
  }

  private static int length(Path file) throws IOException {
    String name = file.getName();
    if (name.endsWith("gone")) {
      throw new FileNotFoundException(name);
    }
    return Integer.parseInt(name.substring(name.indexOf('-') + 1));
  }

  private static final class Content extends java.io.ByteArrayInputStream
      implements Seekable, PositionedReadable {
    private Content(byte[] content) {
      super(content);
    }

    @Override
    public void seek(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long position, byte[] buffer) {
      throw new UnsupportedOperationException();
    }
  }
}
