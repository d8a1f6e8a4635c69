// SPDX-License-Identifier: Apache-2.0
/**
 * What things are called, so that two runs, two tables or two machines call the same thing the
 * same: the key of a picture ({@link io.mobilespark.identity.PictureKey}), networks and models
 * ({@link io.mobilespark.identity.NetworkId}, {@link io.mobilespark.identity.ModelId}), the list of
 * a run's inputs and its classes ({@link io.mobilespark.identity.InputDigest}, {@link
 * io.mobilespark.identity.ClassDigest}), an attempt at a run ({@link
 * io.mobilespark.identity.AttemptId}) and the layout of what is written ({@link
 * io.mobilespark.identity.SchemaVersion}). Nothing else formats, parses or hashes these. Depends on
 * no other package.
 */
@NullMarked
package io.mobilespark.identity;

import org.jspecify.annotations.NullMarked;
