/** The one door to TensorFlow.js; two importers could load two engines, and gradients register by side effect here. */
import * as tf from "@tensorflow/tfjs";

// The flag silences the banner and the warnings about kernels that a backend replaces on purpose; it changes no result.
tf.env().set("PROD", true);

export { tf };
