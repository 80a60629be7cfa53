import { distribution, list, number, type Of, optional, record, text, truth } from '#base';
import { windows } from '../calendar/windows.ts';
import { SEVERITIES } from '../vocabulary.ts';
import { randomOutages } from './places.ts';
import { amount, channels, positiveCount, rows, share } from './values.ts';

/** Times at which software contains less than usual: its shares are multiplied by `factor`, at most 1. */
const degradation = record({ factor: amount, planned: windows, random: list(randomOutages) });
export interface Degradation extends Of<typeof degradation> {}

/** Where the model runs, who runs it, and whether it learns from the cases. */
const model = record({
  entity: rows.entities.index,
  dataCentre: rows.dataCentres.index,
  learns: truth,
});

/**
 * Software that answers before people do. A case that it may have goes to it once, when it arrives: it is contained there, or handed over to
 * tier 1, where it is a case that has just arrived.
 */
export const software = record({
  id: text,
  centre: rows.centres.index,
  languages: list(rows.languages.index),
  channels,
  /** Whether it knows the product, 1 or 0. */
  products: rows.products.each(number({ min: 0, max: 1, step: 1 })),
  /** How many cases it has at a time. Left out: any number. */
  sessions: optional(positiveCount),
  /** Given where a case waits while all sessions are taken, for at most that time; left out: it goes to people at once. */
  waits: optional(record({ patience: optional(distribution) })),
  /** Length of a session. */
  time: distribution,
  /** Share of the sessions that contain the case: product × severity. */
  contains: rows.products.each(list(share, { length: SEVERITIES.length })),
  /** Correlation (Gaussian copula) of being contained with little work at the first contact with people. */
  selection: share,
  /** Share of the session's time that people work again when a case is handed over. Left out: 0. */
  repeats: optional(share),
  /** Left out where nobody whose case was contained comes back. */
  comesBack: optional(record({ share, after: distribution })),
  /** Left out where the clocks of waits and targets run from the hand-over. */
  countsFromArrival: optional(truth),
  degradations: optional(list(degradation, { least: 1 })),
  /** Left out where the software runs at the data centre that stores the case, by the same company. */
  model: optional(model),
  /** Price of a session, and of a contained case, in the scenario's currency. Left out: 0. */
  price: optional(record({ session: amount, contained: amount })),
});
export interface Software extends Of<typeof software> {}
