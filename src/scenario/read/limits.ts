/** Upper limits for a scenario file: far above any honest file, far below what would hang or exhaust a reader. */
export const LIMITS = {
  /** UTF-16 units of one file. */
  textLength: 4 * 1024 * 1024,
  /** Nesting of maps and lists. */
  depth: 32,
  /** Uses of anchors in one file. */
  aliases: 500,
  /** Values of one file after its aliases were expanded. */
  values: 500_000,
  /** YAML tokens of one file: words, signs, spaces and line breaks; some seconds of reading. */
  lexemes: 2_000_000,
  /** Issues created by one kind of check. Further ones are counted. */
  issues: 200,
  /** Listed syntax errors per file. */
  syntaxErrors: 20,
  /** UTF-16 units of a trace: a million cases with all their attributes. */
  traceLength: 128 * 1024 * 1024,
  /** Listed issues per trace. */
  traceIssues: 100,
  /** Files in a chain of `extends`. */
  chain: 8,
} as const;
