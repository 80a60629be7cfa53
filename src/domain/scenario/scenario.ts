import {
  type Form,
  type Indexed,
  list,
  number,
  type Of,
  optional,
  orNull,
  record,
  text,
  textLike,
  WEEK_MS,
  word,
} from '#base';
import { LONGEST_MS, zoneClock } from '../calendar/local-time.ts';
import type { DurationMs, EpochMs, SeverityIndex } from '../indices.ts';
import { SEVERITIES } from '../vocabulary.ts';
import { agentGroup } from './agent-groups.ts';
import { arrivalStream, busyness, forecastError, productMix } from './arrival-streams.ts';
import { incident } from './incident.ts';
import {
  agreements,
  consent,
  disclosure,
  encryptionDuty,
  legalEntity,
  legalHold,
  madeLaw,
  residencyPromise,
  retentionRule,
} from './legal-terms.ts';
import { warmUpRule, weeklyMeasure } from './measures.ts';
import { openCase } from './open-case.ts';
import { dataCentre, evacuation, placement, serviceCentre } from './places.ts';
import { routingRule } from './routing-rule.ts';
import { serviceLevel, target } from './service-goals.ts';
import { software } from './software.ts';
import { channels, count, perChannel, positiveCount, rows, share } from './values.ts';
import { workModel } from './work-model.ts';

const product = record({ id: text, title: text });

const segment = record({
  id: text,
  title: text,
  promise: rows.promises.index,
  placement: rows.placements.index,
  /** What its customers are for personal data. Left out: controllers. */
  role: optional(word(['processor'])),
  /** Shares over `products`, adding up to 1. */
  productShares: rows.products.each(share),
  /** Shares over SEVERITIES, adding up to 1. */
  severityShares: list(share, { length: SEVERITIES.length }) as unknown as Form<
    Indexed<SeverityIndex, number>
  >,
  /** The shares of the products while they are others than `productShares`, in the order of time. */
  mixes: optional(list(productMix)),
  /** Index into `busyness`; left out where every day is as busy as its rates say. */
  busyness: optional(rows.busyness.index),
  /** What these customers let happen outside of their promise. Left out: nothing. */
  consents: optional(list(consent, { least: 1 })),
  agreements: optional(agreements),
  /** What these customers have to encrypt. Left out: not said. */
  encryption: optional(encryptionDuty),
});
export interface Segment extends Of<typeof segment> {}

/** How many cases of a channel there may be: a further one is refused. Null: any number. */
const lineLimits = record({
  /** Waiting and in hand together. */
  total: orNull(count),
  /** Waiting. A case that is answered at once does not count. */
  waiting: orNull(count),
});
export interface LineLimits extends Of<typeof lineLimits> {}

/** How many cases of these channels there may be together, waiting and in hand: a further one is refused. */
const sharedLines = record({ channels, total: count });
export interface SharedLines extends Of<typeof sharedLines> {}

/**
 * A scenario, checked and resolved: no defaults missing, every reference an index into its list, every duration in
 * milliseconds, every instant in epoch ms. Only the room `scenario` makes one. It is plain data (JSON), is kept
 * beside the ledger of its run, and is all that the auditor knows of the world apart from the ledger. This form is its only description:
 * its type and the reading of its JSON follow.
 */
export const scenarioForm = record({
  format: word([2]),
  name: text,
  title: text,
  startEpochMs: number<EpochMs>({ step: 1 }),
  horizonMs: number({ min: 1, max: LONGEST_MS, step: 1 }),
  /** A clock for every time zone that the scenario names, by name. */
  clocks: list(zoneClock),
  seed: text,
  /** ISO 4217, of the wages. Left out where nobody has a wage. */
  currency: optional(textLike(/^[A-Z]{3}$/, 'three capital letters')),
  /** Paid time of a full-time agent in a week. Only reports read it. Left out: 40 h. */
  fullTimeMs: optional(number<DurationMs>({ min: 1, max: WEEK_MS, step: 1 })),
  languages: rows.languages.list(text),
  products: rows.products.list(product),
  entities: rows.entities.list(legalEntity),
  dataCentres: rows.dataCentres.list(dataCentre),
  centres: rows.centres.list(serviceCentre),
  groups: rows.groups.list(agentGroup),
  /** Software that answers before people do, in the order in which cases try it. Left out where there is none. */
  software: optional(rows.software.list(software)),
  promises: rows.promises.list(residencyPromise),
  placements: rows.placements.list(placement),
  segments: rows.segments.list(segment),
  streams: rows.streams.list(arrivalStream),
  /** Left out where every day is as busy as its rates say. */
  busyness: optional(list(busyness)),
  /** Left out where every rate is taken to be certain. */
  forecast: optional(record({ correlation: share, errors: list(forecastError) })),
  /** Left out where no surge has one cause. */
  incidents: optional(list(incident, { least: 1 })),
  evacuations: list(evacuation),
  /** Left out where the law is that of history, and where courts and authorities want nothing. */
  law: optional(madeLaw),
  holds: optional(list(legalHold)),
  disclosures: optional(list(disclosure)),
  /** Where the ledger may be kept, in order of choice. Left out where nobody says. */
  ledger: optional(record({ dataCentres: list(rows.dataCentres.index, { least: 1 }) })),
  work: workModel,
  /** Left out where every channel takes any number of cases. */
  lines: optional(perChannel(orNull(lineLimits))),
  /** Lines that several channels share; `lines` is given with them. Left out: none. */
  sharedLines: optional(list(sharedLines)),
  routing: routingRule,
  retention: retentionRule,
  /** Left out where nothing is measured by interval of the week. */
  measures: optional(list(weeklyMeasure)),
  /** Left out where measures are of the whole run. */
  warmUp: optional(warmUpRule),
  /** The run ends when this number of cases wait. If it is left out, MOST_WAITING applies. */
  mostWaiting: optional(positiveCount),
  /** Cases that are open when the run starts. Left out: none. */
  backlog: optional(list(openCase, { least: 1 })),
  /** Left out where there are none. */
  targets: optional(list(target)),
  serviceLevels: list(serviceLevel),
});
export interface Scenario extends Of<typeof scenarioForm> {}
