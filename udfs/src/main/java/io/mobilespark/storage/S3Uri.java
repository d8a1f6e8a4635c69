// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import org.apache.hadoop.conf.Configuration;

/** {@code s3:} is S3A's, unless a cluster has a file system of its own for it, as EMR does. */
public final class S3Uri {
  /** Hadoop's, which knows {@code s3a:}. */
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  private static final String S3 = "s3://";
  private static final String IMPLEMENTATION = "fs.s3.impl";

  private S3Uri() {}

  /** The same place by the scheme that S3A's committers and settings go by. */
  public static String byS3a(String uri, Configuration hadoop) {
    return uri.startsWith(S3) && S3A.equals(hadoop.get(IMPLEMENTATION, S3A))
        ? "s3a://" + uri.substring(S3.length())
        : uri;
  }

  /** Lets Hadoop take S3A for it. */
  public static void toS3a(Configuration hadoop) {
    hadoop.setIfUnset(IMPLEMENTATION, S3A);
  }
}
