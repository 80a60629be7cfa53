/** What a scenario file may be at most. Far above any honest file, far below what would hang or exhaust a reader. */
export const LIMITS = {
  /** UTF-16 units of one file. */
  textLength: 4 * 1024 * 1024,
  /** Maps and lists inside of one another. */
  depth: 32,
  /** Uses of anchors in one file. */
  aliases: 500,
  /** Values of one file after its aliases were replaced by what they stand for. */
  values: 500_000,
  /** Words, signs, spaces and line breaks that YAML tells apart in one file: some seconds of reading. */
  lexemes: 2_000_000,
  /** Issues that are worked out by one kind of check; others are counted. */
  issues: 200,
  /** Syntax errors listed of one file. */
  syntaxErrors: 20,
  /** UTF-16 units of a trace: a million cases with all that can be told of them. */
  traceLength: 128 * 1024 * 1024,
  /** Issues listed of one trace. */
  traceIssues: 100,
  /** Files in a chain of `extends`. */
  chain: 8,
} as const;
