/** Numbers to be drawn over and over at the cost of one load. */
export const TABLE_SIZE = 4096;

/** Uniforms strictly between 0 and 1, evenly spread, in an order that no branch predictor learns. */
export function uniformTable(): Float64Array {
  const step = Math.round(TABLE_SIZE * 0.618) | 1;
  return Float64Array.from({ length: TABLE_SIZE }, (_, i) => (((i * step) % TABLE_SIZE) + 0.5) / TABLE_SIZE);
}

/** Calls until V8 has compiled it, so that mitata sees at once that one call is too short for its clock. */
export function warmed(call: () => void): () => void {
  for (let i = 0; i < 20_000; i++) call();
  return call;
}

/** Takes what a benchmark computes, so that V8 cannot leave the computing out; a number in a field would be boxed. */
export const sink = new Float64Array(1);
