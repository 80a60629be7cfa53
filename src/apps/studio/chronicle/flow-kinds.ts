/**
 * Kinds of movement between two places, as numbered in frames: accesses by basis of transfer, then copies by basis,
 * then hand-overs by reason. In a separate file, so that the page need not know about bases.
 */
export const FLOW_BASES = 10;
/** No transfer: seen or copied within the entity that holds the data. */
export const NO_TRANSFER = FLOW_BASES - 1;
/** Seen from or copied to a place that the promise forbids, whatever the basis. Greater than every other kind. */
export const OUTSIDE = 255;
export const [FIRST_ACCESS, FIRST_COPY, FIRST_HAND_OVER] = [0, FLOW_BASES, 2 * FLOW_BASES] as const;
