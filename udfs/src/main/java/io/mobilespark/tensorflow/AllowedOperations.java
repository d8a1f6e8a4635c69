package io.mobilespark.tensorflow;

import java.util.Set;
import java.util.TreeSet;

/**
 * TensorFlow's operations that a foreign model may have: they compute from tensors and variables,
 * and reach no file, network, process or device by name. What is not listed is refused; {@code
 * Print} and the debugging operations are missing on purpose, since they can write files.
 */
final class AllowedOperations {
  private static final String ARITHMETIC =
      """
      Abs Add AddN AddV2 BiasAdd BiasAddV1 Cast Ceil ClipByValue Cos Cumsum Div DivNoNan Einsum
      Equal Erf Exp Expm1 Floor FloorDiv FloorMod Greater GreaterEqual Inv IsFinite IsInf IsNan
      L2Loss Less LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mod Mul
      MulNoNan Neg NotEqual Pow RealDiv Reciprocal Relu Relu6 Rint Round Rsqrt Sigmoid Sign Sin
      Softplus Softsign Sqrt Square SquaredDifference Sub Tanh TruncateDiv Xdivy Xlogy
      """;

  private static final String NETWORKS =
      """
      AvgPool BatchMatMul BatchMatMulV2 BatchMatMulV3 BatchNormWithGlobalNormalization Conv2D
      Conv3D Dequantize DepthwiseConv2dNative Elu FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars
      FakeQuantWithMinMaxVarsPerChannel FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 InTopK
      LRN LeakyRelu LogSoftmax MatMul MaxPool MaxPoolV2 QuantizeAndDequantizeV2
      QuantizeAndDequantizeV3 QuantizeV2 ResizeArea ResizeBicubic ResizeBilinear
      ResizeNearestNeighbor Selu Softmax TopK TopKV2
      """;

  private static final String SHAPES =
      """
      All Any ArgMax ArgMin BatchToSpaceND BroadcastArgs BroadcastTo Concat ConcatV2 Const
      ConstantV2 CropAndResize DepthToSpace EnsureShape ExpandDims ExtractImagePatches Fill Gather
      GatherNd GatherV2 Identity IdentityN InvertPermutation Max Mean Min MirrorPad OneHot OnesLike
      Pack Pad PadV2 Placeholder PlaceholderWithDefault PreventGradient Prod Range Rank Reshape
      ReverseV2 ScatterNd Select SelectV2 Shape ShapeN Size Slice Snapshot SpaceToBatchND
      SpaceToDepth Split SplitV Squeeze StopGradient StridedSlice Sum TensorScatterUpdate Tile
      Transpose Unique Unpack Where ZerosLike
      """;

  private static final String FLOW =
      """
      Assert CheckNumerics Enter Exit If LoopCond Merge NextIteration NoOp PartitionedCall
      StatefulPartitionedCall StatelessIf StatelessWhile Switch While
      """;

  private static final String VARIABLES =
      """
      Assign AssignAddVariableOp AssignSubVariableOp AssignVariableOp DestroyResourceOp
      DisableCopyOnRead IsVariableInitialized ReadVariableOp ResourceGather VarHandleOp
      VarIsInitializedOp Variable VariableShape VariableV2
      """;

  private static final String RANDOM =
      """
      RandomStandardNormal RandomUniform RandomUniformInt StatelessRandomGetKeyCounter
      StatelessRandomNormalV2 StatelessRandomUniform StatelessRandomUniformV2
      StatelessTruncatedNormalV2 TruncatedNormal
      """;

  /** Allowed everywhere. */
  static final Set<String> COMPUTING = union(ARITHMETIC, NETWORKS, SHAPES, FLOW, VARIABLES, RANDOM);

  /** Allowed besides where a checkpoint is read, which loading a model does. */
  static final Set<String> RESTORING = union("RestoreV2");

  /** Allowed besides where a checkpoint would be written, which nothing here does. */
  static final Set<String> SAVING =
      union(
          """
          MergeV2Checkpoints RestoreV2 SaveV2 ShardedFilename StaticRegexFullMatch StringJoin
          """);

  private AllowedOperations() {}

  private static Set<String> union(String... texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      names.addAll(Set.of(text.strip().split("\\s+")));
    }
    return Set.copyOf(names);
  }
}
