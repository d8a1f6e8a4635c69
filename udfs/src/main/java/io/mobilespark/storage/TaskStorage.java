package io.mobilespark.storage;

import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;

/**
 * How a task reaches storage.
 *
 * @param hadoop credentials and settings of file systems
 * @param maxPictureBytes a larger picture is not read and becomes a reason
 * @param prefetch how far reading may run ahead
 * @param killed whether the task should end; asked while it waits
 */
public record TaskStorage(
    Configuration hadoop, long maxPictureBytes, PrefetchLimits prefetch, BooleanSupplier killed) {}
