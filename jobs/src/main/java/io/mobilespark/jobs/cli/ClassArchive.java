package io.mobilespark.jobs.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes of a run as the JVM keeps them for its next start (JEP 350), which then neither reads
 * nor verifies them again. The launcher names the file in {@value #PROPERTY} and starts the JVM
 * with {@code -XX:+RecordDynamicDumpInfo} as long as there is none.
 */
final class ClassArchive {
  static final String PROPERTY = "mobilespark.classArchive";

  private ClassArchive() {}

  /**
   * Writes the archive where one is asked for. It only saves time, so nothing fails for want of it.
   *
   * @return whether it was written
   */
  static boolean keep() {
    String wanted = System.getProperty(PROPERTY, "");
    if (wanted.isEmpty()) {
      return false;
    }
    // Whoever starts meanwhile finds a whole file or none.
    Path file = Path.of(wanted);
    Path part = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      dump(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (JMException | IOException | RuntimeException e) {
      remove(part);
      return false;
    }
  }

  private static void dump(Path file) throws JMException {
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "vmCds",
            new Object[] {new String[] {"dynamic_dump", file.toString()}},
            new String[] {String[].class.getName()});
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // A file that nobody reads.
    }
  }
}
