// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import java.io.Serializable;

/**
 * One of the files that a run's list is stored in.
 *
 * @param name below the list's folder
 * @param parts that it holds, large tars cut
 * @param pictures that these probably hold
 * @param first key in it; those of the next file come after all of this one
 */
record ListFile(String name, long parts, long pictures, String first) implements Serializable {}
