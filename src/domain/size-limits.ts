/** Default limit: a run ends when this many cases wait, since a queue of that length can hardly be worked off. */
export const MOST_WAITING = 1_000_000;

/** Total number of agents: ten times what the largest employer of the world has in support. */
export const AGENTS_MOST = 1_000_000;
