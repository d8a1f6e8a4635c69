// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.source.StorageUri;
import io.mobilespark.storage.S3Uri;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Test;

/** Which storage a URI is of. */
class StorageUriTest {
  private final Configuration hadoop = new Configuration();

  @Test
  void s3IsS3aUnlessTheClusterMapsIt() throws IOException {
    assertThat(StorageUri.path("s3://bucket/a b#.jpg", hadoop))
        .hasToString("s3a://bucket/a b#.jpg");
    hadoop.set("fs.s3.impl", S3AFileSystem.class.getName());
    assertThat(StorageUri.path("s3://bucket/a.jpg", hadoop)).hasToString("s3a://bucket/a.jpg");
    hadoop.set("fs.s3.impl", "com.amazon.ws.emr.hadoop.fs.EmrFileSystem");
    assertThat(StorageUri.path("s3://bucket/a.jpg", hadoop)).hasToString("s3://bucket/a.jpg");
    assertThat(StorageUri.path("s3a://bucket/a.jpg", hadoop)).hasToString("s3a://bucket/a.jpg");
  }

  /** What Spark itself reads by such a URI, a manifest's pictures among it. */
  @Test
  void hadoopTakesS3aForS3UnlessTheClusterMapsIt() throws IOException {
    S3Uri.toS3a(hadoop);
    assertThat(FileSystem.getFileSystemClass("s3", hadoop)).isEqualTo(S3AFileSystem.class);
    Configuration mapped = new Configuration();
    mapped.set("fs.s3.impl", RawLocalFileSystem.class.getName());
    S3Uri.toS3a(mapped);
    assertThat(FileSystem.getFileSystemClass("s3", mapped)).isEqualTo(RawLocalFileSystem.class);
  }
}
