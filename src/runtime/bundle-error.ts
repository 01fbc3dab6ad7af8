/** Why a bundle was refused. */

/** The file is no bundle, is damaged, or is of a version that this runtime does not read. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}
