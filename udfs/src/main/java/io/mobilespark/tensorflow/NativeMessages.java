// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What TensorFlow and the libraries within it write to C's standard error. It has no other way to
 * tell of a broken picture, which is a row with a reason here, and none to leave its greetings out
 * but a variable that has to be set before the JVM starts, which hides errors too. So C's standard
 * error, and not Java's, is read here, and all goes on to Java's but for lines that are known to
 * say nothing of a run. That takes a hand in glibc's own record of the stream, so it is done only
 * in a JVM that is the launcher's: executors, servers and notebooks keep their standard error as it
 * is, in their logs. TensorFlow's very first line comes while its library is loaded, before this
 * begins; the launcher and the jobs have it left out by that variable.
 */
final class NativeMessages {
  /** Where glibc's {@code FILE} has its descriptor, in every version for 64 bit. */
  private static final int DESCRIPTOR_OFFSET = 112;

  private static final int STDERR = 2;

  /** Set by the launcher. */
  private static final String PROPERTY = "mobilespark.filterNativeMessages";

  private static final Pattern LEFT_OUT =
      Pattern.compile(
          // What libjpeg finds in a picture: warnings do not change what becomes of it, and errors
          // come as exceptions.
          "Corrupt JPEG data: .*|Premature end of JPEG file|Unsupported marker type 0x.*"
              + "|Warning: unknown JFIF revision number .*|Invalid SOS parameters.*"
              + "|Inconsistent progression sequence for .*|Not a JPEG file: starts with .*"
              + "|Bogus (?:DQT|DHT|DAC|marker|Huffman|sampling|JPEG|input|message|buffer).*"
              + "|Unknown Adobe color transform code .*|Invalid (?:JPEG|SOS|component|crop).*"
              + "|.* E tensorflow/core/lib/jpeg/jpeg_mem[.]cc:.*"
              + "|.* [EW] tensorflow/core/lib/png/png_io[.]cc:.*"
              // By the same: the node that refused it.
              + "|\t \\[\\[\\{\\{node .*\\}\\}\\]\\]"
              // TensorFlow's and Abseil's own INFO, and what they say of their own logging.
              + "|\\d{4}-\\d\\d-\\d\\d [0-9:.]+: I .*|I\\d{4} [0-9:.]+ +\\d+ .*"
              + "|To enable the following instructions: .*"
              + "|WARNING: All log messages before absl::InitializeLog\\(\\) is called .*");

  private NativeMessages() {}

  /**
   * Begins; the library is loaded. Does nothing where C's library is another than glibc, or Java
   * does not tell a pipe's descriptor: there all lines show.
   */
  static void read() {
    if (!Boolean.getBoolean(PROPERTY)) {
      return;
    }
    if ("0".equals(System.getenv("TF_CPP_MIN_LOG_LEVEL"))) {
      // Asked for by name: all of them.
      return;
    }
    if (!System.getProperty("os.name", "").equals("Linux")
        || Loader.addressof("gnu_get_libc_version") == null) {
      return;
    }
    Pointer variable = Loader.addressof("stderr");
    if (variable == null) {
      return;
    }
    IntPointer descriptor = descriptor(variable);
    if (descriptor.get() != STDERR) {
      // Somebody else's by now.
      return;
    }
    try {
      Pipe pipe = Pipe.open();
      int sink = number(pipe.sink());
      Thread reader = new Thread(() -> pass(pipe, descriptor), "mobilespark-native-messages");
      reader.setDaemon(true);
      reader.start();
      descriptor.put(sink);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      System.getLogger(NativeMessages.class.getName())
          .log(System.Logger.Level.DEBUG, "TensorFlow's messages are not read", e);
    }
  }

  /** Whether a line says nothing of a run. */
  static boolean leavesOut(String line) {
    return LEFT_OUT.matcher(line).matches();
  }

  private static void pass(Pipe pipe, IntPointer descriptor) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Channels.newInputStream(pipe.source()), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!leavesOut(line)) {
          System.err.println(line);
        }
      }
    } catch (IOException e) {
      System.err.println("What TensorFlow says is no longer read: " + e);
    } finally {
      descriptor.put(STDERR);
    }
  }

  /** The {@code int} of C's {@code stderr} that says where it goes. */
  private static IntPointer descriptor(Pointer variable) {
    IntPointer file = new IntPointer(new PointerPointer<Pointer>(variable).get());
    return file.position(DESCRIPTOR_OFFSET / Integer.BYTES);
  }

  /** Java has no public name for it; Spark has its JVMs open the package. */
  private static int number(Pipe.SinkChannel sink) throws ReflectiveOperationException {
    Method number = sink.getClass().getMethod("getFDVal");
    number.setAccessible(true);
    return (int) number.invoke(sink);
  }
}
