// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * The devkit's {@code meta.mat}: a MATLAB 5 file with a struct array {@code synsets}, whose fields
 * {@code ILSVRC2012_ID} and {@code WNID} count here.
 */
final class DevkitMat {
  private static final String MAGIC = "MATLAB 5.0 MAT-file";

  private DevkitMat() {}

  static boolean isMat(byte[] content) {
    return new String(
            content, 0, Math.min(content.length, MAGIC.length()), StandardCharsets.US_ASCII)
        .equals(MAGIC);
  }

  static Map<Integer, String> labelsById(String origin, byte[] content) {
    Map<Integer, String> labelsById = new HashMap<>();
    try {
      Struct synsets =
          Mat5.newReader(Sources.wrap(ByteBuffer.wrap(content))).readMat().getStruct("synsets");
      for (int i = 0; i < synsets.getNumElements(); i++) {
        labelsById.put(
            synsets.getMatrix("ILSVRC2012_ID", i).getInt(0),
            synsets.getChar("WNID", i).getString());
      }
    } catch (IOException | RuntimeException unreadable) {
      throw new MobileSparkException(
          origin
              + " is a MATLAB file, but not the devkit's: no struct array synsets with "
              + "ILSVRC2012_ID and WNID could be read",
          unreadable);
    }
    return labelsById;
  }
}
