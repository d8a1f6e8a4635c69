// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.Optional;

/**
 * What a mistake looks like.
 *
 * @param path of the picture, any text
 * @param thumbnail where the picture could be read
 */
public record MistakePicture(String path, Optional<Thumbnail> thumbnail) {}
