/** The formats of reviews by name; apart from what writes them, which is loaded when asked for. */
export const reviewFormats = [
  "pretty",
  "json",
  "markdown",
  "github",
  "sarif",
  "junit",
  "code-quality",
] as const;

export type ReviewFormat = (typeof reviewFormats)[number];
