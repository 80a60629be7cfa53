/**
 * What moves between two places, as frames number it: accesses by the basis of the transfer, then copies by theirs, then hand-overs
 * by their reason. Apart from the rest, so that the page need not know what a basis is.
 */
export const FLOW_BASES = 10;
/** No transfer at all: seen or copied inside of the entity that holds the data. */
export const NO_TRANSFER = FLOW_BASES - 1;
/** Seen from, or copied to, a place that the promise does not allow, whatever the basis. Above all other kinds. */
export const OUTSIDE = 255;
export const [FIRST_ACCESS, FIRST_COPY, FIRST_HAND_OVER] = [0, FLOW_BASES, 2 * FLOW_BASES] as const;
