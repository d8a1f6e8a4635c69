@NullMarked
package io.mobilespark.jobs.pack;

import org.jspecify.annotations.NullMarked;
