/** Tests of the label job's parts. */
@NullMarked
package io.mobilespark.jobs.label;

import org.jspecify.annotations.NullMarked;
