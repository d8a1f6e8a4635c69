// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Ways to pack a stream, told by its first bytes. */
enum Packing {
  GZIP("\u001f\u008b") {
    @Override
    @SuppressWarnings("deprecation")
    InputStream unpacked(InputStream in) throws IOException {
      // The JDK's takes a stream that has nothing at hand for one that has ended. Without the
      // builder, which Spark 4.0's release of the library lacks.
      return new GzipCompressorInputStream(in, true);
    }
  },
  ZSTD("(\u00b5/\u00fd") {
    @Override
    InputStream unpacked(InputStream in) throws IOException {
      return new ZstdInputStreamNoFinalizer(in);
    }
  },
  BZIP2("BZh") {
    @Override
    InputStream unpacked(InputStream in) throws IOException {
      return new BZip2CompressorInputStream(in, true);
    }
  },
  XZ("\u00fd7zXZ\0") {
    @Override
    InputStream unpacked(InputStream in) throws IOException {
      return new XZInputStream(in, MOST_XZ_KIB);
    }
  },
  LZ4("\004\"M\030") {
    @Override
    InputStream unpacked(InputStream in) throws IOException {
      return new FramedLZ4CompressorInputStream(in, true);
    }
  };

  /** What its best preset takes, 65 MiB, and as much again. */
  private static final int MOST_XZ_KIB = 128 << 10;

  /** Each byte as a character of that number. */
  private final String magic;

  Packing(String magic) {
    this.magic = magic;
  }

  /** Whether bytes begin as one packed so does. */
  boolean begins(byte[] bytes) {
    return bytes.length >= magic.length()
        && IntStream.range(0, magic.length()).allMatch(i -> (bytes[i] & 0xff) == magic.charAt(i));
  }

  /** Unpacks it, and others of its kind behind it. */
  abstract InputStream unpacked(InputStream in) throws IOException;
}
