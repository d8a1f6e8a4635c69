/** Where pictures come from: listing and the planning of splits. */
@NullMarked
package io.mobilespark.jobs.source;

import org.jspecify.annotations.NullMarked;
