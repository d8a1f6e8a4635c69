// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be computed is refused in one line that names it and its place. */
final class RefusedModelsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Lambda     | {'name':'lambda_1'} | layer 'lambda_1' (Lambda) in 'top' holds code of its own",
        "LSTM       | {'name':'memory'}   | layer 'memory' (LSTM) in 'top' is of a class",
        "Conv2D     | {'name':'c','trainable':true,'filters':1e9,'kernel_size':3} | (Conv2D) in 'top'",
        "Activation | {'name':'a','trainable':true,'activation':'maxout'} | has activation \"maxout\"",
        "Resizing   | {'name':'r','trainable':true,'height':-3,'width':9} | has height -3",
      })
  void saysLayerAndPlace(String className, String config, String words) throws IOException {
    String layer =
        "{'class_name':'" + className + "','module':'keras.layers','config':" + config + "}";
    Path file =
        model(
            "{'class_name':'Sequential','config':{'name':'m','layers':["
                + INPUT
                + ","
                + "{'class_name':'Sequential','config':{'name':'top','layers':["
                + layer
                + "]}}]}}");
    assertThatThrownBy(() -> KerasNetwork.read(file, Optional.empty(), Optional.empty()))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(words.strip())
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'class_name':'MyLayer','module':'__main__','registered_name':'my>MyLayer','config':{'name':'x'}} | custom MyLayer",
        "{'class_name':'Dense','module':'mine','registered_name':'Dense','config':{'name':'x','units':3}} | custom Dense",
        "{'class_name':'Dense','module':null,'registered_name':'Dense','config':{'name':'x','units':3}} | custom Dense",
        "{'class_name':'Activation','module':'keras.layers','registered_name':null,'config':{'name':'x','activation':{'class_name':'LeakyReLU','module':null,'registered_name':'my>LeakyReLU','config':{}}}} | custom LeakyReLU",
      })
  void takesNoClassOfAUserForOneOfKeras(String layer, String words) throws IOException {
    Path file =
        model(
            "{'class_name':'Sequential','config':{'name':'m','layers':["
                + INPUT
                + ","
                + layer
                + "]}}");
    assertThatThrownBy(() -> KerasNetwork.read(file, Optional.empty(), Optional.empty()))
        .hasMessageContaining(words.strip());
  }

  @Test
  void takesNoModelOfAUserForOneOfKeras() throws IOException {
    Path file =
        model(
            "{'class_name':'Sequential','module':null,'registered_name':'Sequential',"
                + "'config':{'name':'m','layers':["
                + INPUT
                + "]}}");
    assertThatThrownBy(() -> KerasNetwork.read(file, Optional.empty(), Optional.empty()))
        .hasMessageContaining("layer 'm' (Sequential) is a model of a class of its own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'args':[TENSOR],'kwargs':{'shift':2.0} | is called with shift, which means nothing here",
        "'args':[TENSOR,'wide'],'kwargs':{} | is called with 1, which means nothing here",
        "'args':[TENSOR,2.0],'kwargs':{} | is called with numbers beside tensors",
      },
      quoteCharacter = '"')
  void refusesArgumentsThatNothingReads(String call, String words) throws IOException {
    Path file =
        model(
            "{'class_name':'Functional','config':{'name':'m','layers':["
                + INPUT
                + ",{'class_name':'ReLU','module':'keras.layers',"
                + "'config':{'name':'a','trainable':true},'name':'a','inbound_nodes':[{"
                + call.replace("TENSOR", tensor("i"))
                + "}]}],'input_layers':['i',0,0],'output_layers':['a',0,0]}}");
    assertThatThrownBy(() -> KerasNetwork.read(file, Optional.empty(), Optional.empty()))
        .hasMessageContaining("layer 'a' (ReLU) " + words);
  }

  @Test
  void boundsDepthAndSize() throws IOException {
    Path deep = model("[".repeat(5_000));
    assertThatThrownBy(() -> KerasNetwork.read(deep, Optional.empty(), Optional.empty()))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("is not JSON");
    Path wide = model(" ".repeat(ModelConfig.MOST_CHARACTERS + 1));
    assertThatThrownBy(() -> KerasNetwork.read(wide, Optional.empty(), Optional.empty()))
        .hasMessageContaining("config.json has more than");
  }

  @Test
  void refusesLayersThatReadEachOther() throws IOException {
    Path file =
        model(
            "{'class_name':'Functional','config':{'name':'m','layers':["
                + INPUT
                + ","
                + relu("a", "b")
                + ","
                + relu("b", "a")
                + "],'input_layers':['i',0,0],'output_layers':['b',0,0]}}");
    assertThatThrownBy(() -> KerasNetwork.read(file, Optional.empty(), Optional.empty()))
        .hasMessageContaining(
            "layer 'a' (ReLU) is called with a tensor that no layer before it gives");
  }

  @Test
  void refusesConstantsAmongTensors() throws IOException {
    String sum =
        "{'class_name':'Add','module':'keras.layers','config':{'name':'sum','trainable':true},"
            + "'name':'sum','inbound_nodes':[{'args':[["
            + tensor("i")
            + ","
            + tensor("a")
            + ",{'class_name':'__numpy__','config':{'value':[1.0],'dtype':'float32'}}"
            + "]],'kwargs':{}}]}";
    Path file =
        model(
            "{'class_name':'Functional','config':{'name':'m','layers':["
                + INPUT
                + ","
                + relu("a", "i")
                + ","
                + sum
                + "],'input_layers':['i',0,0],'output_layers':['sum',0,0]}}");
    assertThatThrownBy(() -> KerasNetwork.read(file, Optional.empty(), Optional.empty()))
        .hasMessageContaining("layer 'sum' (Add) is called with constants among tensors");
  }

  private static String tensor(String layer) {
    return "{'class_name':'__keras_tensor__','config':{'keras_history':['" + layer + "',0,0]}}";
  }

  private static String relu(String name, String input) {
    return "{'class_name':'ReLU','module':'keras.layers','config':{'name':'"
        + name
        + "','trainable':true},'name':'"
        + name
        + "','inbound_nodes':[{'args':["
        + tensor(input)
        + "],'kwargs':{}}]}";
  }

  private static final String INPUT =
      "{'class_name':'InputLayer','module':'keras.layers','config':{'batch_shape':[null,32,32,3],"
          + "'name':'i'},'name':'i','inbound_nodes':[]}";

  /** A file of Keras 3 with a configuration, and weights that are an empty group. */
  private Path model(String config) throws IOException {
    Path file = folder.resolve("model-" + config.length() + ".keras");
    Path weights = folder.resolve("weights.h5");
    try (WritableHdfFile hdf = HdfFile.write(weights)) {
      hdf.putGroup("layers");
    }
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "metadata.json", "{\"keras_version\":\"3.15.1\"}".getBytes(StandardCharsets.UTF_8));
      put(zip, "config.json", config.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      put(zip, "model.weights.h5", Files.readAllBytes(weights));
    }
    Files.delete(weights);
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
