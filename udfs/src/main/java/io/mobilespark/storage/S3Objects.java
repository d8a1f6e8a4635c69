// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AEncryptionMethods;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.impl.StoreContext;
import org.apache.hadoop.fs.store.audit.AuditSpan;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Whole objects by S3A's own client: with its credentials, settings, requests, retries and
 * translation of errors, and without the stream that S3A would make for each. A stream can seek; it
 * begins in a pool of S3A's, counts what it does and leaves 60 KB behind, which takes a third of
 * all that a small object takes of a core. Safe for use by several threads.
 */
final class S3Objects {
  private final S3AFileSystem fileSystem;
  private final StoreContext context;
  private final S3Client client;

  private S3Objects(S3AFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.context = fileSystem.createStoreContext();
    this.client = fileSystem.getS3AInternals().getAmazonS3Client("pictures");
  }

  /**
   * The objects of a file system; null where it is not S3A, or where S3A decrypts them, so that
   * they are shorter than the store says.
   */
  static @Nullable S3Objects of(FileSystem fileSystem) {
    return fileSystem instanceof S3AFileSystem s3a && isPlain(s3a) ? new S3Objects(s3a) : null;
  }

  private static boolean isPlain(S3AFileSystem fileSystem) {
    S3AEncryptionMethods method = fileSystem.getRequestFactory().getServerSideEncryptionAlgorithm();
    return method == S3AEncryptionMethods.NONE || method.isServerSide();
  }

  /**
   * An object's outcome.
   *
   * @param length of the object in the store, in bytes; one more than expected where it is longer
   *     and the store does not say by how much
   * @param content all of it when it has the length that was expected, else nothing
   */
  record S3Object(long length, byte[] content) {}

  /**
   * Reads an object by one GET, again as often as S3A's settings say.
   *
   * @param length expected; of another one nothing is read, and nothing is asked for when it is 0
   */
  S3Object read(Path path, int length) throws IOException {
    if (length == 0) {
      return new S3Object(0, new byte[0]);
    }
    GetObjectRequest request =
        fileSystem.getRequestFactory().newGetObjectRequestBuilder(context.pathToKey(path)).build();
    try (AuditSpan span = fileSystem.createSpan("object", path.toString(), null)) {
      span.activate();
      return context.getInvoker().retry("read", path.toString(), true, () -> get(request, length));
    }
  }

  private S3Object get(GetObjectRequest request, int length) throws IOException {
    ResponseInputStream<GetObjectResponse> in = client.getObject(request);
    boolean atItsEnd = false;
    try {
      // Unknown where a store answers in chunks.
      Long there = in.response().contentLength();
      if (there != null && there != length) {
        return new S3Object(there, new byte[0]);
      }
      byte[] content = new byte[length];
      if (in.readNBytes(content, 0, length) < length) {
        throw new EOFException("the answer ended before the " + length + " bytes listed");
      }
      atItsEnd = in.read() < 0;
      return atItsEnd ? new S3Object(length, content) : new S3Object(length + 1L, new byte[0]);
    } finally {
      if (atItsEnd) {
        in.close();
      } else {
        // Closing would read the rest.
        in.abort();
      }
    }
  }
}
