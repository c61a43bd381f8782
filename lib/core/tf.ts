/**
 * The one door to TensorFlow.js; two importers could load two engines, and gradients register by side effect here.
 *
 * A notebook that wants its operations says `import { tf } from "noisebook/tf"`; this library's tensors then have the
 * types of TensorFlow.js.
 */
import * as tf from "@tensorflow/tfjs";

declare module "./tensor.ts" {
  interface TensorFlowTypes {
    tensor: tf.Tensor;
    scalar: tf.Scalar;
  }
}

// The flag silences the banner and the warnings about kernels that a backend replaces on purpose; it changes no result.
tf.env().set("PROD", true);

export { tf };
