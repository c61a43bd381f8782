/** The public library, every export by name: the table of contents. */
// Long: a list of all that is exported.
export {
  type Backend,
  type BackendName,
  type BackendReason,
  type SelectBackendOptions,
  selectBackend,
} from "./core/backend.ts";
export { collect } from "./core/collect.ts";
export { type Coefficient, combine, type Term } from "./core/combine.ts";
export { type TensorOf, toImages, toPoints, toTensor } from "./core/convert.ts";
export type { Dtype, NumberArray } from "./core/dtypes.ts";
export { displaySymbol, type Figure, type FigureBundle } from "./core/figure.ts";
export { gaussianLike, type NoiseOptions } from "./core/gaussian.ts";
export type { Images } from "./core/images.ts";
export { last } from "./core/last.ts";
export { type AdamOptions, type AdamState, adamStep } from "./core/ops/adam-step.ts";
export { type AttentionOptions, attention } from "./core/ops/attention.ts";
export { type Conv2dOptions, conv2dBias } from "./core/ops/conv2d-bias.ts";
export { type GroupNormOptions, groupNormSilu } from "./core/ops/group-norm-silu.ts";
export { upsample2x } from "./core/ops/upsample2x.ts";
export { decodePng, encodePng, type Raster } from "./core/png.ts";
export type { Points } from "./core/points.ts";
export { type Draw, type Random, type RandomOptions, type RandomState, random } from "./core/random.ts";
export {
  openSafetensors,
  type SafetensorsFile,
  type SavedTensor,
  type TensorPart,
  type TensorToSave,
  writeSafetensors,
} from "./core/safetensors.ts";
export type { SafetensorsEntry } from "./core/safetensors-header.ts";
export {
  type AnyTensor,
  type BareTensor,
  checkShape,
  type Scalar,
  ShapeError,
  type Sizes,
  type Tensor,
} from "./core/tensor.ts";
export type { HostValues, Values } from "./core/values.ts";
export { audit } from "./data/audit.ts";
export type { AuditOptions, AuditReport } from "./data/audit-report.ts";
export { type Augmented, type AugmentOptions, augment } from "./data/augment.ts";
export { type Association, associations, type Balance, balance } from "./data/balance.ts";
export { type CaptionQuality, captionQuality } from "./data/caption-quality.ts";
export { type Baseline, type Card, cardProblems, type DataFile } from "./data/card.ts";
export { checkShapes, type ShapeCheck } from "./data/check-shapes.ts";
export { type ChangedSet, clean, rebalance } from "./data/clean.ts";
export {
  type Dataset,
  dataset,
  type Finding,
  pickImages,
  type Row,
  vocabularyOf,
  words,
} from "./data/dataset.ts";
export { exactDuplicates, type NearPair, nearDuplicates } from "./data/duplicates.ts";
export { type LabelDoubt, labelDoubts } from "./data/label-doubts.ts";
export { loadDataset } from "./data/load.ts";
export type { LoadOptions } from "./data/load-options.ts";
export { type PictureQuality, pictureQuality } from "./data/picture-quality.ts";
export { heldOut } from "./data/shapes.ts";
export { type Share, shares } from "./data/shares.ts";
export { datasetNames } from "./data/shipped.ts";
export { inSplit, type Split } from "./data/split.ts";
export { loadMerges, loadWordVectors, type WordVectors } from "./data/text-tables.ts";
export { type Changed, crop, normalise, resize } from "./data/transforms.ts";
export { type Aesthetics, aesthetics } from "./evaluate/aesthetics.ts";
export {
  type AgreementOptions,
  cohenKappa,
  fleissKappa,
  type Weighting,
} from "./evaluate/agreement.ts";
export type { WithInterval } from "./evaluate/bootstrap.ts";
export {
  addRating,
  type Checklist,
  type Criterion,
  type FormField,
  fourCriteria,
  parseRatingSheet,
  type Rating,
  type RatingSheet,
  ratingForm,
  scoresOf,
} from "./evaluate/checklist.ts";
export type { Harmony } from "./evaluate/colour-harmony.ts";
export {
  type Bench,
  type BenchCell,
  type Choice,
  type CompareOptions,
  compare,
  type Settings,
} from "./evaluate/compare.ts";
export {
  type ComparedMetric,
  type Comparison,
  compareModels,
  type MetricValues,
} from "./evaluate/compare-models.ts";
export { denoiserGradients, denoiserLosses, type Questions } from "./evaluate/denoiser-gradients.ts";
export { type DistanceReport, type Distances, distanceToData } from "./evaluate/distance-to-data.ts";
export { divergence } from "./evaluate/divergence.ts";
export {
  type FitClassifierOptions,
  type FitClassifierStep,
  fitClassifier,
} from "./evaluate/fit-classifier.ts";
export { type FitOptions, type FitStep, fitDenoiser } from "./evaluate/fit-denoiser.ts";
export { frechetDistance, type Gaussian } from "./evaluate/frechet-distance.ts";
export { type Gradients, type TrakOptions, tracIn, trak } from "./evaluate/influence.ts";
export { cmmd, type Estimate, kernelDistance, meanDiscrepancy } from "./evaluate/kernel-distance.ts";
export { krippendorffAlpha, type ScaleLevel } from "./evaluate/krippendorff-alpha.ts";
export { type DatamodellingScore, linearDatamodellingScore } from "./evaluate/linear-datamodelling-score.ts";
export { type Memorisation, memorisation, type Nearness } from "./evaluate/memorisation.ts";
export { type ModeCoverage, modeCoverage } from "./evaluate/mode-coverage.ts";
export { type Neighbours, neighbours } from "./evaluate/neighbours.ts";
export { type NoisePair, noisePairs } from "./evaluate/noised-batch.ts";
export {
  type Classified,
  type ClassifierHead,
  classify,
  type PictureClassifier,
} from "./evaluate/picture-classifier.ts";
export {
  type PictureMeasure,
  type PromptGridOptions,
  type PromptRow,
  promptGrid,
} from "./evaluate/prompt-grid.ts";
export { rankCorrelation } from "./evaluate/rank-correlation.ts";
export { type CriterionSummary, summariseRatings } from "./evaluate/rating-summary.ts";
export {
  attributeRelevance,
  clipScore,
  type RightShare,
  type ShapePart,
  shapeRelevance,
} from "./evaluate/relevance.ts";
export {
  halfSubsets,
  leaveOneOut,
  leaveOneOutSubsets,
  type Retrained,
  type RetrainOptions,
  retrain,
} from "./evaluate/retrain.ts";
export { type Retrieval, retrieval } from "./evaluate/retrieval.ts";
export { type Similarity, similarity } from "./evaluate/similarity.ts";
export { slicedWasserstein } from "./evaluate/sliced-wasserstein.ts";
export type { SmallDenoiser } from "./evaluate/small-denoiser.ts";
export { pairwiseDistance, vendiScore } from "./evaluate/vendi-score.ts";
export { type Answer as ExerciseAnswer, check, judge } from "./exercise/check.ts";
export { type Difference, difference } from "./exercise/difference.ts";
export type { Exercise, Mistake } from "./exercise/exercise.ts";
export type { Run } from "./exercise/run-cases.ts";
export type { Finding as VerdictFinding, Verdict, VerdictFacts } from "./exercise/verdict.ts";
export { type Autoencoder, autoencoder, scaleFactor } from "./model/autoencoder.ts";
export {
  type AutoencoderConfig,
  type AutoencoderParameters,
  autoencoderLarge,
  autoencoderPlan,
  type DecoderParameters,
  type EncoderParameters,
  type MiddleParameters,
} from "./model/autoencoder-config.ts";
export { decodeLatents, encodeMoments } from "./model/autoencoder-layers.ts";
export { loadModel, type SavedFormat, saveModel } from "./model/checkpoint.ts";
export {
  type ClipConfig,
  type ClipModel,
  type ClipParameters,
  clip,
  clipPlan,
  imageFeatures,
  textFeatures,
} from "./model/clip.ts";
export {
  type ClipImageConfig,
  type ClipImageParameters,
  clipImageLarge,
  clipImagePlan,
  encodeClipImages,
} from "./model/clip-image.ts";
export type { ClipLayerParameters, TowerConfig } from "./model/clip-layers.ts";
export { type ClipLossOptions, clipLoss } from "./model/clip-loss.ts";
export {
  type ClipTextConfig,
  type ClipTextParameters,
  clipTextHuge,
  clipTextLarge,
  clipTextPlan,
  type EncodeClipTextOptions,
  encodeClipText,
  endStates,
} from "./model/clip-text.ts";
export type {
  ClassCondition,
  StatesCondition,
  TextCondition,
} from "./model/condition.ts";
export { type DrawModel, type DrawnRound, type DrawnWindow, draw } from "./model/draw.ts";
export { type DrawConfig, type DrawParameters, drawPlan } from "./model/draw-step.ts";
export { type Ema, type EmaOptions, ema } from "./model/ema.ts";
export { type Gan, type GanConfig, type GanParameters, gan, ganPlan, gradientPenalty } from "./model/gan.ts";
export { type GaussianLatent, klToNormal, latentKl, reparameterise } from "./model/gaussian-latent.ts";
export {
  type AttentionWindow,
  readWindow,
  type WindowFilters,
  type WindowSizes,
  windowFilters,
  windowOf,
  writeWindow,
} from "./model/layers/attention-window.ts";
export {
  axialRotary,
  type RotaryTable,
  type RotaryTableOptions,
  rotaryTable,
} from "./model/layers/axial-rotary.ts";
export {
  type ConvOptions,
  type ConvParameters,
  type ConvSizes,
  conv,
  convPlan,
} from "./model/layers/conv.ts";
export { type DenseParameters, type DenseSizes, dense, densePlan } from "./model/layers/dense.ts";
export { denseStack, denseStackPlan } from "./model/layers/dense-stack.ts";
export { type EmbeddingParameters, embedding, embeddingPlan } from "./model/layers/embedding.ts";
export {
  type FeedForwardParameters,
  type FeedForwardSizes,
  feedForward,
  feedForwardPlan,
} from "./model/layers/feed-forward.ts";
export { gelu } from "./model/layers/gelu.ts";
export {
  type GroupNormLayerOptions,
  groupNorm,
  type NormParameters,
  normPlan,
} from "./model/layers/group-norm.ts";
export { type LayerNormOptions, layerNorm } from "./model/layers/layer-norm.ts";
export { type LstmState, lstm, lstmPlan } from "./model/layers/lstm.ts";
export {
  type AttentionParameters,
  type AttentionSizes,
  attentionPlan,
  type MultiHeadOptions,
  multiHeadAttention,
} from "./model/layers/multi-head-attention.ts";
export { quickGelu } from "./model/layers/quick-gelu.ts";
export {
  type ResidualBlockOptions,
  type ResidualBlockParameters,
  type ResidualBlockSizes,
  residualBlock,
  residualBlockPlan,
} from "./model/layers/residual-block.ts";
export { type RmsNormParameters, rmsNorm } from "./model/layers/rms-norm.ts";
export { type RotaryOptions, rotary } from "./model/layers/rotary.ts";
export { silu } from "./model/layers/silu.ts";
export { tanhGelu } from "./model/layers/tanh-gelu.ts";
export { type TimeEmbeddingOptions, timeEmbedding } from "./model/layers/time-embedding.ts";
export {
  type TransformerLayerParameters,
  type TransformerOptions,
  type TransformerParameters,
  type TransformerSizes,
  transformer,
  transformerLayer,
  transformerPlan,
} from "./model/layers/transformer.ts";
export { type MlpConfig, type MlpParameters, mlp, mlpPlan } from "./model/mlp.ts";
export { applyMmdit, type MmditCondition, type MmditStates, mmdit } from "./model/mmdit.ts";
export {
  type FullMmditConfig,
  type MmditConfig,
  type MmditParameters,
  mmditLarge,
  mmditPlan,
  type SingleBlockParameters,
  type StreamParameters,
  type TwoDense,
} from "./model/mmdit-config.ts";
export { type ApplyOptions, type Model, modelOf } from "./model/model.ts";
export { loadNetwork, type Networks, saveNetwork } from "./model/network-file.ts";
export {
  type Blank,
  countParameters,
  disposeParameters,
  initialise,
  mapTensors,
  namedTensors,
  type Plan,
} from "./model/parameters.ts";
export { type Summary, type SummaryRow, summary } from "./model/summary.ts";
export {
  encodeT5,
  type T5Config,
  type T5LayerParameters,
  type T5Parameters,
  t5Large,
  t5Plan,
} from "./model/t5.ts";
export {
  encodeText,
  readTexts,
  type TextConfig,
  type TextEncoderParameters,
  textEncoderPlan,
} from "./model/text-encoder.ts";
export type { TimeKind } from "./model/time.ts";
export { type Activation, isMarked, mark, type TraceOptions, trace } from "./model/trace.ts";
export { applyUnet, unet } from "./model/unet.ts";
export type { UnetCondition } from "./model/unet-condition.ts";
export type { AddedConfig, FullUnetConfig, UnetConfig } from "./model/unet-config.ts";
export { type UnetBlockParameters, type UnetParameters, unetPlan } from "./model/unet-plan.ts";
export { type Vae, type VaeConfig, type VaeParameters, vae, vaePlan } from "./model/vae.ts";
export type { Bound, Variational } from "./model/variational.ts";
export type { ExactDenoiser, Label } from "./oracle/exact-denoiser.ts";
export type { MixtureParameters } from "./oracle/gaussians.ts";
export { idealDenoiser } from "./oracle/ideal-denoiser.ts";
export { type LossFloorOptions, lossFloor, lossFloors } from "./oracle/loss-floor.ts";
export { type Mixture, mixture } from "./oracle/mixture.ts";
export type { AdapterFile } from "./pretrained/adapters.ts";
export type { TextReader } from "./pretrained/clip-tokens.ts";
export type { ConfigRecord } from "./pretrained/config-record.ts";
export { type Blueprint, blueprintOf, describe } from "./pretrained/describe.ts";
export type { EncodedTexts } from "./pretrained/encode-prompts.ts";
export { encodeTexts } from "./pretrained/encode-prompts.ts";
export {
  type ExportPipelineOptions,
  exportPipeline,
  type WeightFormat,
} from "./pretrained/export-pipeline.ts";
export { decodePictures, encodePictures } from "./pretrained/latents.ts";
export { openPipeline } from "./pretrained/open-pipeline.ts";
export type { PartNetwork } from "./pretrained/part.ts";
export type { LoadedWeights, PartWeights } from "./pretrained/part-weights.ts";
export type { OpenPipelineOptions, Part, Pipeline } from "./pretrained/pipeline.ts";
export type { Family as PipelineFamily, PipelineConfigs } from "./pretrained/pipeline-configs.ts";
export { type PipelineCondition, pipelineDenoiser } from "./pretrained/pipeline-denoiser.ts";
export { type PipelineOfOptions, pipelineOf } from "./pretrained/pipeline-of.ts";
export { type PublishedName, publishedConfig, publishedNames } from "./pretrained/published.ts";
export type { SingleFileOptions } from "./pretrained/single-file.ts";
export {
  type DenoisingStep,
  type ImageStep,
  type TextToImageOptions,
  textToImage,
} from "./pretrained/text-to-image.ts";
export { type Denoised, type Denoiser, predicting } from "./process/denoiser.ts";
export { edmDenoiser, edmPreconditioning, type Network, type Preconditioning } from "./process/edm.ts";
export { flowForward } from "./process/flow.ts";
export { type ForwardOptions, forward } from "./process/forward.ts";
export { type Guidance, guidanceScale, guide, guideByClassifier } from "./process/guidance.ts";
export { type LossOptions, loss } from "./process/loss.ts";
export { edmWeight, errorRatio, minSnrWeight, p2Weight } from "./process/loss-weight.ts";
export { type OffsetNoiseOptions, offsetNoise } from "./process/offset-noise.ts";
export { type Posterior, posterior } from "./process/posterior.ts";
export { type ConvertOptions, convert, type Mix, type Target, targetOf } from "./process/target.ts";
export {
  edmTrainingSigmas,
  logitNormalTimes,
  type NormalTimesOptions,
  uniformSteps,
} from "./process/time-sampling.ts";
export { type WalkOptions, walk } from "./process/walk.ts";
export type { SignedBy } from "./provenance/c2pa.ts";
export { contentHash } from "./provenance/content-hash.ts";
export { creditLines } from "./provenance/credits.ts";
export { drawRecipe, type LoadedModel, type LoadModel } from "./provenance/draw-recipe.ts";
export { addWork, type Gallery, openGallery, rateWork, type Work } from "./provenance/gallery.ts";
export {
  copyFilter,
  type Guarded,
  type GuardOptions,
  guarded,
  type OutputFilter,
  type Refusal,
} from "./provenance/guarded.ts";
export { type Inspection, inspectPicture } from "./provenance/inspect-picture.ts";
export {
  labelProblems,
  type Named,
  type PictureLabel,
  type Recipe,
  type UsedDataset,
} from "./provenance/label.ts";
export { type Answer, type LicenceTerms, licenceTerms, pictureTerms } from "./provenance/licence-terms.ts";
export {
  dataCardPage,
  type ModelCard,
  modelCardPage,
  modelCardProblems,
  usedDataset,
} from "./provenance/model-card.ts";
export {
  classroomPolicy,
  moderatePrompt,
  type PromptFinding,
  type PromptPolicy,
  type PromptVerdict,
} from "./provenance/moderation.ts";
export { type Remade, remake } from "./provenance/remake.ts";
export {
  loadShippedModel,
  type ShippedModels,
  shippedModelCard,
  shippedModelNames,
  type TextToImage,
  weightsHash,
} from "./provenance/shipped-model.ts";
export {
  type Authority,
  makeAuthority,
  makeSigner,
  type Signer,
  type Validity,
} from "./provenance/signer.ts";
export {
  embedWatermark,
  type FoundWatermark,
  findWatermark,
  type WatermarkOptions,
  watermarkOf,
} from "./provenance/watermark.ts";
export {
  type Attack,
  commonAttacks,
  type Survival,
  watermarkSurvival,
} from "./provenance/watermark-survival.ts";
export { labelPng, writePicture } from "./provenance/write-picture.ts";
export type { AskOptions, Classifier } from "./sample/ask.ts";
export type { Clip } from "./sample/clip.ts";
export { type DdimOptions, ddim } from "./sample/ddim.ts";
export { type DdpmOptions, ddpm } from "./sample/ddpm.ts";
export { dpmSolver2m, dpmSolver2mSde } from "./sample/dpm-solver-2m.ts";
export { type EdmStochasticOptions, edmStochastic } from "./sample/edm-stochastic.ts";
export { euler } from "./sample/euler.ts";
export { eulerAncestral } from "./sample/euler-ancestral.ts";
export { flowEuler } from "./sample/flow-euler.ts";
export { flowHeun } from "./sample/flow-heun.ts";
export { heun } from "./sample/heun.ts";
export type { Inpaint } from "./sample/inpaint.ts";
export { type InvertOptions, invert } from "./sample/invert.ts";
export type { LevelOptions } from "./sample/levels.ts";
export { lms } from "./sample/lms.ts";
export { type MeasuredOrder, type MeasureOrderOptions, measureOrder } from "./sample/measure-order.ts";
export { type PndmOptions, pndm } from "./sample/pndm.ts";
export type { PromptOptions } from "./sample/prompts.ts";
export { type RecordOptions, record } from "./sample/record.ts";
export type { AttentionRecord, Recording, SampleFrame, TrainFrame } from "./sample/recording.ts";
export { loadRecording, saveRecording } from "./sample/recording-file.ts";
export { type SampleOptions, type SampleStep, sample } from "./sample/sample.ts";
export { holdData, holdNoise, type Move, type Past, type Sampler, type Step } from "./sample/sampler.ts";
export { slerp } from "./sample/slerp.ts";
export type { StartOptions } from "./sample/start.ts";
export { type UnipcOptions, unipc } from "./sample/unipc.ts";
export { type CosineScheduleOptions, cosineSchedule } from "./schedule/cosine.ts";
export {
  type FlowSigmasOptions,
  type FluxSigmasOptions,
  flowSigmas,
  fluxSigmas,
} from "./schedule/flow-sigmas.ts";
export { flowLevel, type Level, levelAt, levelOf, sigmaLevel } from "./schedule/level.ts";
export { linearSchedule } from "./schedule/linear.ts";
export { scaledLinearSchedule } from "./schedule/scaled-linear.ts";
export type { BetaRange, Schedule } from "./schedule/schedule.ts";
export {
  exponentialSigmas,
  type KarrasSigmasOptions,
  karrasSigmas,
  type SigmasOptions,
} from "./schedule/sigmas.ts";
export { sigmoidSchedule } from "./schedule/sigmoid.ts";
export { snr } from "./schedule/snr.ts";
export { type Spacing, type TimestepsOptions, timesteps } from "./schedule/timesteps.ts";
export { zeroTerminalSnr } from "./schedule/zero-terminal-snr.ts";
export type { Merges } from "./text/byte-pairs.ts";
export { cleanText } from "./text/clean-text.ts";
export { clipTokenizer, type TextPiece, type Tokenizer } from "./text/clip-tokenizer.ts";
export { type TokenizeOptions, type Tokens, tokenize } from "./text/tokenize.ts";
export { type CutPiece, type UnigramOptions, type UnigramVocabulary, unigramCutter } from "./text/unigram.ts";
export { wordTokenizer } from "./text/word-tokenizer.ts";
export type { LatentEncoder } from "./train/batch.ts";
export { type ClipStep, type TrainClipOptions, trainClip } from "./train/clip.ts";
export { frozen } from "./train/frozen.ts";
export { type GanRecord, type GanStep, type TrainGanOptions, trainGan } from "./train/gan.ts";
export { clipGradients, globalNorm } from "./train/gradients.ts";
export { type Learner, type LearnerOptions, learner, type Terms } from "./train/learner.ts";
export type { DrawLevels, LossWeight } from "./train/levels.ts";
export {
  type Adapters,
  type Added,
  type Factors,
  type Lora,
  type LoraOptions,
  type LoraSizes,
  lora,
  loraPlan,
  mergeLoras,
  type WeightedLora,
  withAdapters,
  withLoras,
} from "./train/lora.ts";
export { type LoraFormat, loadLora, saveLora } from "./train/lora-file.ts";
export {
  type AdamFamilyOptions,
  adam,
  adamw,
  type Optimizer,
  type SgdOptions,
  sgd,
  type Updated,
  type UpdateOptions,
} from "./train/optimizer.ts";
export {
  type CosineRateOptions,
  constantRate,
  cosineRate,
  type OneCycleRateOptions,
  oneCycleRate,
  type Rate,
  warmup,
} from "./train/rate.ts";
export { singularValues } from "./train/singular-values.ts";
export type { Captioned, Drawable, TrainingData } from "./train/source.ts";
export {
  type InversionParameters,
  type TextualInversionOptions,
  textualInversion,
} from "./train/textual-inversion.ts";
export { train } from "./train/train.ts";
export type { Checkpoint, Prior, TrainOptions } from "./train/train-options.ts";
export type { TrainRecord, TrainStep } from "./train/train-step.ts";
export { type TrainVaeOptions, trainVae, type VaeRecord, type VaeStep } from "./train/vae.ts";
export { type ActivationFilmOptions, activationFilm } from "./viz/activation-film.ts";
export { type AttentionMapsOptions, type AttentionWeights, attentionMaps } from "./viz/attention-maps.ts";
export { auditFigure, auditFigure as qualityReport } from "./viz/audit-figure.ts";
export { auditPage } from "./viz/audit-page.ts";
export { type BlueprintOptions, blueprint } from "./viz/blueprint.ts";
export { type ComparisonGridOptions, comparisonGrid } from "./viz/comparison-grid.ts";
export { columns, rows } from "./viz/compose.ts";
export { dark } from "./viz/dark.ts";
export { type DensityPlotOptions, densityPlot } from "./viz/density-plot.ts";
export { distanceFigure } from "./viz/distance-figure.ts";
export { type FilmStep, filmStrip } from "./viz/film-strip.ts";
export { galleryPage } from "./viz/gallery-page.ts";
export { type HeatMapOptions, heatMap } from "./viz/heat-map.ts";
export { type HistogramOptions, histogram } from "./viz/histogram.ts";
export { type ImageGridOptions, imageGrid } from "./viz/image-grid.ts";
export { inspectionFigure } from "./viz/inspection-figure.ts";
export { type AxisOptions, type LineChartOptions, lineChart, type Series } from "./viz/line-chart.ts";
export { type LossByStepOptions, lossByStep, type StepLosses } from "./viz/loss-by-step.ts";
export { type LossCurveOptions, type LossStep, lossCurve } from "./viz/loss-curve.ts";
export type { Matrix } from "./viz/matrix.ts";
export { type MetricCell, type MetricRow, type MetricTableOptions, metricTable } from "./viz/metric-table.ts";
export { modelComparison } from "./viz/model-comparison.ts";
export type { Numbers } from "./viz/numbers.ts";
export { type OrderSeries, orderPlot } from "./viz/order-plot.ts";
export type { Density, PlaneRange } from "./viz/plane.ts";
export type { PlayerPart } from "./viz/player-run.ts";
export { type PlotlyFigureOptions, type PlotlySpec, plotlyFigure } from "./viz/plotly.ts";
export { type PointCloudOptions, pointCloud } from "./viz/point-cloud.ts";
export { promptGridFigure } from "./viz/prompt-grid-figure.ts";
export { type RecordingPlayerOptions, recordingPlayer } from "./viz/recording-player.ts";
export { type ScatterOptions, scatter } from "./viz/scatter.ts";
export { scheduleCurves } from "./viz/schedule-curves.ts";
export { type SimilarityMatrixOptions, similarityMatrix } from "./viz/similarity-matrix.ts";
export { snrCurve } from "./viz/snr-curve.ts";
export { type SurfaceOptions, surface } from "./viz/surface.ts";
export { survivalFigure } from "./viz/survival-figure.ts";
export type { SvgFigure } from "./viz/svg-figure.ts";
export { type Path, type TrajectoriesOptions, trajectories } from "./viz/trajectories.ts";
export { type VectorFieldOptions, vectorField } from "./viz/vector-field.ts";
export { type VegaLiteSpec, vegaFigure } from "./viz/vega.ts";
export { type Spectrum, weightSpectrum } from "./viz/weight-spectrum.ts";
