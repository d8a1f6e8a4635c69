/**
 * Batching across tasks: finished pictures of all tasks of a JVM become full batches for one
 * device, and each task gets its rows back in order. Knows threads, queues and the failures of a
 * device; of networks and pictures only what the caller hands in. Imports the gate's exceptions and
 * nothing else of the project.
 */
@NullMarked
package io.mobilespark.device;

import org.jspecify.annotations.NullMarked;
