// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known to differ between presets, and what it is worth in points of top-1. The figures are
 * those of public tables and threads on MobileNets: V1 without the centre crop 69.97 to 67.70,
 * squashed Keras V2 71.8 to 61.6 and V3-Large 75.6 to 71.0, Pillow's bilinear instead of OpenCV's
 * in V1 71.68 to 71.23.
 */
final class PresetEffects {
  private static final List<Traits> KNOWN =
      List.of(
          new Traits("squash", false, false, "bilinear, half-pixel centres"),
          new Traits("slim-inception", false, true, "bilinear, legacy"),
          new Traits("mlperf-mobilenet", true, true, "bilinear of OpenCV"),
          new Traits("keras-table", true, true, "cubic of OpenCV"),
          new Traits("keras-docs", false, false, "nearest"),
          new Traits("torchvision", true, true, "bilinear of Pillow"),
          new Traits("timm-bilinear", true, true, "bilinear of Pillow"),
          new Traits("timm", true, true, "bicubic of Pillow"));

  private PresetEffects() {}

  /** Why figures of two presets differ, as far as known; empty for the same preset. */
  static Optional<String> between(String here, String there) {
    if (here.equals(there)) {
      return Optional.empty();
    }
    List<String> effects = new ArrayList<>();
    Optional<Traits> a = traits(here);
    Optional<Traits> b = traits(there);
    if (a.isPresent() && b.isPresent()) {
      if (a.get().aspectKept != b.get().aspectKept) {
        effects.add(
            (a.get().aspectKept ? "the aspect is kept here" : "the aspect is not kept here")
                + " (squashing cost 4 to 10 points)");
      }
      if (a.get().cropped != b.get().cropped) {
        effects.add(
            (a.get().cropped ? "a central crop here" : "no central crop here")
                + " (about 2 points)");
      }
      if (!a.get().kernel.equals(b.get().kernel)) {
        effects.add(
            String.format(
                Locale.ROOT,
                "resized here by %s, there by %s (0.3 to 0.5 points)",
                a.get().kernel,
                b.get().kernel));
      }
    }
    String presets = String.format(Locale.ROOT, "preset %s here, %s there", here, there);
    return Optional.of(effects.isEmpty() ? presets : presets + ": " + String.join("; ", effects));
  }

  /**
   * By the longest name that the preset's begins with: {@code torchvision-232} is torchvision's.
   */
  private static Optional<Traits> traits(String preset) {
    return KNOWN.stream().filter(known -> preset.startsWith(known.preset)).findFirst();
  }

  private record Traits(String preset, boolean aspectKept, boolean cropped, String kernel) {}
}
