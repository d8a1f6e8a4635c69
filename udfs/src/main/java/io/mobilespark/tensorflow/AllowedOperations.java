// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * TensorFlow's operations that a foreign model may have: they compute from tensors and variables,
 * and reach no file, network, process or device by name. What is not listed is refused; {@code
 * Print} and the debugging operations are missing on purpose, since they can write files.
 */
final class AllowedOperations {
  private static final String ARITHMETIC =
      """
      Abs Acos Acosh Add AddN AddV2 Angle ApproximateEqual Asin Asinh Atan Atan2 Atanh
      Betainc BiasAdd BiasAddV1 BitwiseAnd BitwiseOr BitwiseXor Cast Ceil ClipByValue Complex
      ComplexAbs Conj Cos Cosh Cross Cumprod Cumsum CumulativeLogsumexp Digamma Div DivNoNan
      Einsum Equal Erf Erfc Erfcinv Erfinv Exp Expm1 Floor FloorDiv FloorMod Greater
      GreaterEqual Igamma Igammac Imag Inv Invert IsFinite IsInf IsNan L2Loss LeftShift Less
      LessEqual Lgamma Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mod Mul
      MulNoNan Ndtri Neg NextAfter NotEqual Polygamma Pow Real RealDiv Reciprocal Relu Relu6
      RightShift Rint Round Rsqrt Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Square
      SquaredDifference Sub Tan Tanh TruncateDiv TruncateMod Xdivy Xlog1py Xlogy Zeta
      """;

  private static final String NETWORKS =
      """
      AdjustContrast AdjustContrastv2 AdjustHue AdjustSaturation AvgPool AvgPool3D
      BatchMatMul BatchMatMulV2 BatchMatMulV3 BatchNormWithGlobalNormalization
      CombinedNonMaxSuppression Conv Conv2D Conv2DBackpropInput Conv3D DataFormatDimMap
      DataFormatVecPermute DepthwiseConv2dNative Dequantize Dilation2D Elu ExtractGlimpse
      ExtractGlimpseV2 FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars
      FakeQuantWithMinMaxVarsPerChannel FFT FFT2D FractionalAvgPool FractionalMaxPool
      FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 HSVToRGB IFFT IFFT2D
      ImageProjectiveTransformV2 ImageProjectiveTransformV3 InTopK IRFFT IRFFT2D LeakyRelu
      LogSoftmax LRN MatMul MaxPool MaxPool3D MaxPoolV2 MaxPoolWithArgmax NonMaxSuppression
      NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5
      QuantizeAndDequantizeV2 QuantizeAndDequantizeV3 QuantizeV2 ResizeArea ResizeBicubic
      ResizeBilinear ResizeNearestNeighbor RFFT RFFT2D RGBToHSV ScaleAndTranslate Selu
      Softmax TopK TopKV2
      """;

  private static final String SHAPES =
      """
      All Any ArgMax ArgMin BatchToSpaceND Bincount Bitcast BroadcastArgs BroadcastTo
      Bucketize Concat ConcatV2 Const ConstantV2 CropAndResize DeepCopy DenseBincount
      DepthToSpace Diag DiagPart DynamicPartition DynamicStitch Empty EnsureShape ExpandDims
      ExtractImagePatches Fill Gather GatherNd GatherV2 GuaranteeConst HistogramFixedWidth
      Identity IdentityN InplaceAdd InplaceUpdate InvertPermutation LinSpace ListDiff
      MatrixBandPart MatrixDeterminant MatrixDiag MatrixDiagPart MatrixDiagPartV2
      MatrixDiagPartV3 MatrixDiagV2 MatrixDiagV3 MatrixInverse MatrixSetDiag MatrixSetDiagV3
      MatrixSolve Max Mean Min MirrorPad OneHot OnesLike Pack Pad PadV2 ParallelConcat
      ParallelDynamicStitch Placeholder PlaceholderV2 PlaceholderWithDefault PreventGradient
      Prod Range Rank Reshape ReverseSequence ReverseV2 Roll ScatterNd SegmentMax SegmentMean
      SegmentMin SegmentSum Select SelectV2 Shape ShapeN Size Slice Snapshot SpaceToBatchND
      SpaceToDepth Split SplitV Squeeze StopGradient StridedSlice Sum TensorScatterAdd
      TensorScatterMax TensorScatterMin TensorScatterSub TensorScatterUpdate
      TensorStridedSliceUpdate Tile Transpose Unique UniqueV2 Unpack UnravelIndex
      UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentSum Where ZerosLike
      """;

  private static final String FLOW =
      """
      Assert Case CheckNumerics CheckNumericsV2 Enter Exit For If LoopCond MapDefun Merge
      NextIteration NoOp PartitionedCall RefEnter RefExit RefIdentity RefMerge
      RefNextIteration RefSwitch StatefulPartitionedCall StatelessCase StatelessIf
      StatelessWhile Switch While
      """;

  private static final String VARIABLES =
      """
      Assign AssignAddVariableOp AssignSubVariableOp AssignVariableOp DestroyResourceOp
      DisableCopyOnRead IsVariableInitialized ReadVariableOp ResourceGather VarHandleOp
      Variable VariableShape VariableV2 VarIsInitializedOp
      """;

  private static final String RANDOM =
      """
      Multinomial RandomGammaV2 RandomPoissonV2 RandomShuffle RandomStandardNormal
      RandomUniform RandomUniformInt RngReadAndSkip RngSkip SampleDistortedBoundingBoxV2
      StatefulRandomBinomial StatefulStandardNormalV2 StatefulTruncatedNormal StatefulUniform
      StatefulUniformFullInt StatefulUniformInt StatelessMultinomial StatelessRandomBinomial
      StatelessRandomGammaV2 StatelessRandomGammaV3 StatelessRandomGetAlg
      StatelessRandomGetKeyCounter StatelessRandomGetKeyCounterAlg StatelessRandomNormal
      StatelessRandomNormalV2 StatelessRandomPoisson StatelessRandomUniform
      StatelessRandomUniformFullInt StatelessRandomUniformFullIntV2 StatelessRandomUniformInt
      StatelessRandomUniformIntV2 StatelessRandomUniformV2
      StatelessSampleDistortedBoundingBox StatelessShuffle StatelessTruncatedNormal
      StatelessTruncatedNormalV2 TruncatedNormal
      """;

  /** Lists of tensors, as loops and maps over a batch keep them. */
  private static final String LISTS =
      """
      EmptyTensorList TensorArrayCloseV3 TensorArrayConcatV3 TensorArrayGatherV3
      TensorArrayReadV3 TensorArrayScatterV3 TensorArraySizeV3 TensorArraySplitV3
      TensorArrayV3 TensorArrayWriteV3 TensorListConcat TensorListConcatLists
      TensorListConcatV2 TensorListElementShape TensorListFromTensor TensorListGather
      TensorListGetItem TensorListLength TensorListPopBack TensorListPushBack
      TensorListPushBackBatch TensorListReserve TensorListResize TensorListScatter
      TensorListScatterIntoExistingList TensorListScatterV2 TensorListSetItem TensorListSplit
      TensorListStack
      """;

  /** Allowed everywhere. */
  static final Set<String> COMPUTING =
      union(ARITHMETIC, NETWORKS, SHAPES, FLOW, VARIABLES, RANDOM, LISTS);

  /** Allowed besides where a checkpoint is read, which loading a model does. */
  static final Set<String> RESTORING = union("RestoreV2");

  /** Allowed besides where a checkpoint would be written, which nothing here does. */
  static final Set<String> SAVING =
      union(
          """
          MergeV2Checkpoints RestoreV2 SaveV2 ShardedFilename StaticRegexFullMatch StringJoin
          """);

  /** What names of operations have in them that reach files, other processes or the host. */
  private static final Pattern REACHING =
      Pattern.compile(
          "File|Dataset|Iterator|Reader|R[Pp][Cc]|PyFunc|Print|Save|Restore|Checkpoint|Summary|Debug"
              + "|Remote|Bigtable|Kafka|Socket|^_?Send$|^_?Recv$|^Collective|^XlaLaunch|Callback");

  private static final Set<String> DRAWING = union(RANDOM);

  private static final Set<String> SIZES = union("Shape ShapeN Size Rank");

  private AllowedOperations() {}

  /** Whether an operation must not even stand where nothing runs it. */
  static boolean reachesTheHost(String operation) {
    return !COMPUTING.contains(operation) && REACHING.matcher(operation).find();
  }

  /** Whether an operation gives random numbers. */
  static boolean drawsRandomly(String operation) {
    return DRAWING.contains(operation) && !operation.contains("Get");
  }

  /** Whether an operation gives sizes of tensors and not their values. */
  static boolean givesSizes(String operation) {
    return SIZES.contains(operation);
  }

  private static Set<String> union(String... texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      names.addAll(Set.of(text.strip().split("\\s+")));
    }
    return Set.copyOf(names);
  }
}
