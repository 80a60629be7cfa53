import * as z from 'zod';
import { canonicalJson, DAY_MS, failure, HOUR_MS, type Result } from '#base';
import {
  CHANNELS,
  DAY_END_POLICIES,
  MEASURE_DIMENSIONS,
  OUTAGE_POLICIES,
  PAUSING_PARTIES,
  RETRY_KEEPS,
  type Scenario,
  SEVERITIES,
  streamsOfSameCustomers,
  TARGET_MEASURES,
  TIERS,
  WARM_UP_SERIES,
} from '#domain';
import { AGENTS_MOST } from './check/check-limits.ts';
import { consents, disclosures, entities, holds, law, promises, retention } from './law-json.ts';
import {
  backlog,
  bySeverity,
  caseKind,
  concurrency,
  consultation,
  distribution,
  ending,
  exceptions,
  index,
  leavingPolicy,
  length,
  outages,
  perChannel,
  rampUp,
  randomTimes,
  roster,
  routing,
  shape,
  share,
  text,
  tierTransfers,
  trace,
  transfer,
  wait,
} from './scenario-json-parts.ts';
import { shown, visible } from './shown.ts';
import { expandScenario, type KeptScenario, keptScenario } from './weeks/kept-scenario.ts';
import { keptRate, keptWindows } from './weeks/week-shapes.ts';

/** The scenario as canonical JSON, with all calendars written out: the bytes that a scenario's hash covers. */
export function scenarioJson(scenario: Scenario): string {
  return canonicalJson(scenario);
}

/** The text of `scenario.json`, which is kept next to the ledger of a run: like `scenarioJson`, but with calendars by the week. */
export function keptScenarioJson(scenario: Scenario): string {
  return canonicalJson(keptScenario(scenario));
}

/**
 * Reads what `keptScenarioJson` or `scenarioJson` wrote. Shape and indices are checked, so that no reader of the result accesses a list out
 * of bounds. Whether the scenario makes sense was checked when it was made. The problem is a sentence for each finding.
 */
export function parseScenarioJson(text: string): Result<Scenario, readonly string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure(['the text is not JSON']);
  }
  const parsed = scenarioShape.safeParse(value);
  if (!parsed.success) {
    return failure(parsed.error.issues.slice(0, 20).flatMap((issue) => sentencesOf(issue, [])));
  }
  const problems = clockProblemsOf(parsed.data);
  if (problems.length > 0) return failure(problems);
  const scenario = expandScenario(parsed.data);
  if (!scenario.ok) return scenario;
  const strays = [...straysOf(scenario.value), ...excessOf(scenario.value)];
  return strays.length > 0 ? failure(strays) : scenario;
}

/** For a union, the branch with the kind of the written value is reported. */
function sentencesOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const isOfOtherKind = (one: z.core.$ZodIssue) => one.path.length === 0 && one.code === 'invalid_type';
    const branch = issue.errors.find((issues) => !issues.some(isOfOtherKind));
    if (branch !== undefined && branch.length > 0) return branch.flatMap((one) => sentencesOf(one, path));
  }
  return [`${shown(path.map(String).join('.')) || 'scenario'}: ${visible(issue.message)}`];
}

/** Scenarios last at most 50 years, and their calendars and clocks reach a little further. */
const LONGEST_MS = 51 * 366 * DAY_MS;

const patience = distribution.nullable();
const factor = z.number().positive();

const scenarioShape: z.ZodType<KeptScenario> = z.strictObject({
  format: z.literal([2, 3]),
  calendarsEndMs: z.int().positive().max(LONGEST_MS).exactOptional(),
  name: text,
  title: text,
  startEpochMs: z.int(),
  horizonMs: z.int().positive().max(LONGEST_MS),
  clocks: z.array(
    z.strictObject({
      timeZone: text,
      fromMs: z.array(z.number().max(LONGEST_MS)).min(1),
      offsetMs: z.array(z.number()).min(1),
    }),
  ),
  seed: text,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .exactOptional(),
  languages: z.array(text),
  products: z.array(z.strictObject({ id: text, title: text })),
  entities,
  dataCentres: z.array(z.strictObject({ id: text, title: text, country: text, entity: index, ...outages })),
  centres: z.array(
    z.strictObject({
      id: text,
      title: text,
      country: text,
      timeZone: text,
      entity: index,
      region: text,
      latitude: z.exactOptional(z.number()),
      longitude: z.exactOptional(z.number()),
      access: z.enum(['remote view', 'local system']),
      open: keptWindows,
      ...outages,
    }),
  ),
  groups: z.array(
    z.strictObject({
      id: text,
      centre: index,
      tier: z.literal([...TIERS]),
      languages: z.array(index),
      channels: z.array(z.enum(CHANNELS)),
      speed: z.array(length),
      channelSpeeds: perChannel(z.number().positive()).exactOptional(),
      agentSpeeds: z
        .union([z.array(z.number().positive()).min(1), z.strictObject({ cv: z.number().positive() })])
        .exactOptional(),
      residence: text.exactOptional(),
      employer: index.exactOptional(),
      shifts: z.array(
        z.strictObject({
          id: text,
          agents: index,
          duty: keptWindows,
          rampUp: rampUp.exactOptional(),
          rota: index.exactOptional(),
        }),
      ),
      absences: randomTimes.exactOptional(),
      concurrency: concurrency.exactOptional(),
      takesFirst: z
        .array(
          z.strictObject({
            ...caseKind,
            rank: z.int().positive().exactOptional(),
            weight: z.number().positive().exactOptional(),
          }),
        )
        .min(1)
        .exactOptional(),
      takesOnlyWhile: z
        .array(
          z.strictObject({
            ...caseKind,
            idle: index.nullable(),
            idleShare: share.exactOptional(),
            down: index.nullable(),
            waitedMs: length.exactOptional(),
            longerThan: z.strictObject({ ...caseKind, ratio: length, by: length }).exactOptional(),
          }),
        )
        .min(1)
        .exactOptional(),
      overtimePerDayMs: length.exactOptional(),
      wage: z.strictObject({ perHour: length, overtimeFactor: length }).exactOptional(),
      roster: roster.exactOptional(),
    }),
  ),
  promises,
  placements: z.array(z.strictObject({ id: text, primary: z.array(index), replica: z.array(index) })),
  segments: z.array(
    z.strictObject({
      id: text,
      title: text,
      promise: index,
      placement: index,
      role: z.literal('processor').exactOptional(),
      productShares: z.array(share),
      severityShares: z.array(share).length(SEVERITIES.length),
      mixes: z.array(z.strictObject({ fromMs: z.number(), shares: z.array(share) })).optional(),
      busyness: index.optional(),
      consents,
    }),
  ),
  streams: z.array(
    z.strictObject({
      id: text,
      segment: index,
      country: text,
      region: text,
      timeZone: text,
      channel: z.enum(CHANNELS),
      languageShares: z.array(share),
      rate: keptRate,
      trend: z
        .strictObject({
          perWeek: z.number().gt(-1).max(10),
          asOfDay: z.int(),
          fromDay: z.int().exactOptional(),
          untilDay: z.int().exactOptional(),
        })
        .exactOptional(),
      trace: trace.optional(),
      intervals: ending.optional(),
      batch: z.strictObject({ sizes: z.array(z.int().positive()).min(1), shares: z.array(share) }).optional(),
    }),
  ),
  busyness: z
    .array(
      z.strictObject({
        id: text,
        shape,
        common: z.strictObject({ id: text, shape, part: shape }).optional(),
      }),
    )
    .optional(),
  forecast: z
    .strictObject({
      correlation: share,
      errors: z.array(
        z.strictObject({
          segment: index,
          channel: z.enum(CHANNELS),
          firstDay: z.int(),
          variation: z.array(z.number().nonnegative()).min(1),
        }),
      ),
    })
    .optional(),
  evacuations: z.array(z.strictObject({ dataCentre: index, atMs: z.number(), to: z.array(index) })),
  law,
  holds,
  disclosures,
  ledger: z.strictObject({ dataCentres: z.array(index).min(1) }).exactOptional(),
  work: z.strictObject({
    triageMs: perChannel(length),
    patience: perChannel(patience),
    patienceBySeverity: perChannel(z.strictObject({ A: patience, B: patience, C: patience })).exactOptional(),
    patienceAgain: perChannel(
      z.strictObject({ transfer: patience, interruption: patience, reopening: patience }).nullable(),
    ).exactOptional(),
    balking: perChannel(share).optional(),
    retry: perChannel(
      z
        .strictObject({
          share,
          after: ending,
          channel: z.enum(CHANNELS),
          keeps: z.array(z.enum(RETRY_KEEPS)).exactOptional(),
        })
        .nullable(),
    ).optional(),
    message: perChannel(
      z.strictObject({ afterMs: length, channel: z.enum(CHANNELS).nullable() }).nullable(),
    ).optional(),
    transfer: transfer.optional(),
    tierTransfers: tierTransfers.exactOptional(),
    consultation,
    dayEnd: perChannel(z.enum(DAY_END_POLICIES)).optional(),
    callback: perChannel(
      z
        .strictObject({
          predictedWaitMs: length.nullable(),
          waiting: index.nullable(),
          accepted: share,
          reached: share,
          attempts: z.int().positive(),
          againMs: length,
          ringMs: length,
        })
        .nullable(),
    ).optional(),
    handle: z.array(perChannel(z.array(ending))).length(3),
    severityFactors: z.strictObject({ A: factor, B: factor, C: factor }).exactOptional(),
    afterContact: z.array(perChannel(ending.nullable())).length(3).exactOptional(),
    exceptions,
    escalation: z.array(z.tuple([share, share])),
    misrouted: z.strictObject({ language: share, product: share, noticedAfter: share }),
    returns: z.array(z.tuple([share, share])).exactOptional(),
    returnsMost: z.int().positive().exactOptional(),
    customerWait: z.strictObject({
      ...wait,
      autoCloseMs: length,
      higherTiers: z.tuple([z.strictObject(wait), z.strictObject(wait)]).exactOptional(),
    }),
    vendorWait: z.array(z.strictObject(wait)).length(3).optional(),
    severityRaise: z.strictObject({ share, after: ending, goesLast: z.literal(true).exactOptional() }),
    reopening: z.strictObject({ share, after: ending }),
    closingMs: length,
    shiftEnd: perChannel(bySeverity(leavingPolicy)),
    outage: perChannel(bySeverity(z.enum(OUTAGE_POLICIES))).exactOptional(),
    absence: perChannel(bySeverity(leavingPolicy)).exactOptional(),
    handOver: z.strictObject({ timeMs: length, lostShare: share }),
  }),
  lines: perChannel(
    z.strictObject({ total: index.nullable(), waiting: index.nullable() }).nullable(),
  ).optional(),
  sharedLines: z.array(z.strictObject({ channels: z.array(z.enum(CHANNELS)), total: index })).exactOptional(),
  routing,
  retention,
  measures: z
    .array(
      z.strictObject({
        id: text,
        intervalMs: z.int().min(60_000),
        timeZone: text,
        of: z.literal('contacts').exactOptional(),
        segments: z.array(index),
        channels: z.array(z.enum(CHANNELS)),
        severities: z.array(z.enum(SEVERITIES)).exactOptional(),
        products: z.array(index).exactOptional(),
        tiers: z.array(z.literal([...TIERS])).exactOptional(),
        centres: z.array(index),
        by: z.array(z.enum(MEASURE_DIMENSIONS)).exactOptional(),
      }),
    )
    .optional(),
  warmUp: z
    .union([
      z.strictObject({ forMs: z.int().positive() }),
      z.strictObject({ by: z.enum(WARM_UP_SERIES), everyMs: z.int().positive().multipleOf(HOUR_MS) }),
    ])
    .optional(),
  mostWaiting: z.int().positive().optional(),
  backlog: backlog.exactOptional(),
  targets: z
    .array(
      z.strictObject({
        id: text,
        of: z.enum(TARGET_MEASURES),
        segments: z.array(index).exactOptional(),
        channels: z.array(z.enum(CHANNELS)),
        severities: z.array(z.enum(SEVERITIES)),
        withinMs: length.exactOptional(),
        target: share,
        pauses: z.array(z.enum(PAUSING_PARTIES)),
        hours: keptWindows.optional(),
        casesMax: z.int().min(0).exactOptional(),
        dayEndsMs: z.array(z.int().positive()).exactOptional(),
      }),
    )
    .optional(),
  serviceLevels: z.array(
    z.strictObject({
      segments: z.array(index).min(1).exactOptional(),
      products: z.array(index).min(1).exactOptional(),
      channel: z.enum(CHANNELS),
      severity: z.enum(SEVERITIES),
      withinMs: length,
      target: share,
    }),
  ),
});

/** Indices out of bounds, and lists whose length differs from their parallel lists. */
function straysOf(scenario: Scenario): readonly string[] {
  const { languages, products, entities, dataCentres, centres, promises, placements, segments } = scenario;
  const strays: string[] = [];
  const within = (list: readonly unknown[], indices: readonly number[], what: string) => {
    const stray = indices.find((one) => one >= list.length);
    if (stray !== undefined) strays.push(`${what}: there is no number ${stray}, the list has ${list.length}`);
  };
  const parallel = (list: readonly unknown[], other: readonly unknown[], what: string) => {
    if (list.length !== other.length)
      strays.push(`${what}: ${other.length} values for a list of ${list.length}`);
  };
  for (const { id, entity } of [...dataCentres, ...centres])
    within(entities, [entity], `entity of ${shown(id)}`);
  for (const group of scenario.groups) {
    const { id, centre, languages: spoken, speed, takesFirst = [], takesOnlyWhile = [] } = group;
    within(centres, indicesOf(takesOnlyWhile.map(({ down }) => down)), `conditions of ${shown(id)}`);
    const lines = takesOnlyWhile.flatMap(({ longerThan }) => longerThan ?? []);
    for (const { product, segment } of [...takesFirst, ...takesOnlyWhile, ...lines]) {
      within(products, indicesOf([product]), `kinds of cases of ${shown(id)}`);
      within(segments, indicesOf([segment]), `kinds of cases of ${shown(id)}`);
    }
    within(centres, [centre], `centre of ${shown(id)}`);
    if (group.employer !== undefined) within(entities, [group.employer], `employer of ${shown(id)}`);
    within(languages, spoken, `languages of ${shown(id)}`);
    parallel(products, speed, `speed of ${shown(id)}`);
  }
  for (const { id, primary, replica } of placements) {
    within(dataCentres, [...primary, ...replica], `data centres of ${shown(id)}`);
  }
  for (const { id, promise, placement, productShares, mixes = [], busyness = -1 } of segments) {
    within(scenario.busyness ?? [], [busyness], `busyness of ${shown(id)}`);
    for (const { shares } of mixes) parallel(products, shares, `mixes of ${shown(id)}`);
    within(promises, [promise], `promise of ${shown(id)}`);
    within(placements, [placement], `placement of ${shown(id)}`);
    parallel(products, productShares, `productShares of ${shown(id)}`);
  }
  for (const { id, segment, languageShares, rate, batch, trace } of scenario.streams) {
    if (batch !== undefined) parallel(batch.sizes, batch.shares, `batch of ${shown(id)}`);
    within(segments, [segment], `segment of ${shown(id)}`);
    parallel(languages, languageShares, `languageShares of ${shown(id)}`);
    parallel(rate.fromMs, rate.perMs, `rate of ${shown(id)}`);
    if (trace === undefined) continue;
    const { atMs, customers, handleMs, patienceMs, severities, products: asked, languages: spoken } = trace;
    for (const column of [customers, patienceMs, severities, asked, spoken, ...(handleMs ?? [])]) {
      parallel(atMs, column ?? atMs, `trace of ${shown(id)}`);
    }
    within(products, asked ?? [], `products in the trace of ${shown(id)}`);
    within(languages, spoken ?? [], `languages in the trace of ${shown(id)}`);
    if (atMs.some((ms, k) => ms < (atMs[k - 1] ?? 0))) strays.push(`trace of ${shown(id)}: not in order`);
  }
  for (const { id, centres: of, products: what = [], segments: whose } of scenario.measures ?? []) {
    within(centres, of, `centres of ${shown(id)}`);
    within(products, what, `products of ${shown(id)}`);
    within(segments, whose, `segments of ${shown(id)}`);
  }
  strays.push(...followUpsWithoutStream(scenario), ...straysOfSelections(scenario));
  for (const { segment } of ofSegments(scenario))
    within(segments, [segment], 'holds, disclosures and forecasts');
  for (const { breakGlass, id } of promises)
    within(scenario.groups, [breakGlass?.approvers ?? -1], `approvers of ${shown(id)}`);
  within(dataCentres, scenario.ledger?.dataCentres ?? [], 'ledger');
  for (const { dataCentre, to } of scenario.evacuations)
    within(dataCentres, [dataCentre, ...to], 'evacuations');
  parallel(products, scenario.work.escalation, 'escalation');
  parallel(scenario.groups, scenario.routing.overflowPlaces, 'overflowPlaces');
  for (const rule of scenario.work.consultation ?? []) {
    if (rule === null) continue;
    parallel(products, rule.shares, 'shares of consultations');
    within(products, rule.product === undefined ? [] : [rule.product], 'consultations');
  }
  if (scenario.work.returns !== undefined) parallel(products, scenario.work.returns, 'returns');
  for (const tier of scenario.work.handle) {
    for (const channel of CHANNELS) parallel(products, tier[channel], `handle by ${channel}`);
  }
  return strays;
}

function ofSegments({ disclosures = [], forecast, holds = [] }: Scenario) {
  return [...holds, ...disclosures, ...(forecast?.errors ?? [])];
}

/** Numbers of open cases that are those of nothing. */
function straysOfBacklog(scenario: Scenario): readonly string[] {
  const { dataCentres, groups, languages, products, streams } = scenario;
  return (scenario.backlog ?? []).flatMap(({ copies, group = -1, id, language, product, stream }) => {
    const isWithin = (list: readonly unknown[], index: number) => index < list.length;
    const places = [copies?.primary ?? -1, copies?.replica ?? -1];
    const isSound =
      isWithin(streams, stream) &&
      isWithin(products, product) &&
      isWithin(languages, language) &&
      isWithin(groups, group) &&
      places.every((place) => isWithin(dataCentres, place));
    return isSound ? [] : [`open case ${shown(id)}: one of its numbers is that of nothing`];
  });
}

function straysOfTargets({ segments, targets = [] }: Scenario): readonly string[] {
  return targets.flatMap(({ id, segments: whose = [] }) => {
    const stray = whose.find((one) => one >= segments.length);
    if (stray === undefined) return [];
    return [`segments of ${shown(id)}: there is no number ${stray}, the list has ${segments.length}`];
  });
}

/** Selections of cases. */
function straysOfSelections(scenario: Scenario): readonly string[] {
  const { products, segments, serviceLevels } = scenario;
  const ofLevels = serviceLevels.flatMap(({ products: what = [], segments: whose = [] }, k) => [
    ...whose
      .filter((one) => one >= segments.length)
      .map((one) => `service level ${k}: there is no segment ${one}`),
    ...what
      .filter((one) => one >= products.length)
      .map((one) => `service level ${k}: there is no product ${one}`),
  ]);
  return [
    ...[straysOfTargets, straysOfExceptions, straysOfTransfers, straysOfBacklog].flatMap((straysIn) =>
      straysIn(scenario),
    ),
    ...ofLevels,
  ];
}

function straysOfTransfers({ groups, products, work }: Scenario): readonly string[] {
  const isRagged = work.tierTransfers?.some((own) =>
    own.some(
      ({ handle, shares }) =>
        shares.length !== products.length || (handle ?? products).length !== products.length,
    ),
  );
  const isAstray = work.tierTransfers?.some((own) =>
    own.some(({ group, to }) => group !== undefined && groups[group]?.tier !== to),
  );
  return [
    ...(isRagged === true ? ['transfers of tiers: not one value for each product'] : []),
    ...(isAstray === true ? ['transfers of tiers: a group that is not of the tier'] : []),
  ];
}

function straysOfExceptions({ products, segments, work }: Scenario): readonly string[] {
  return (work.exceptions ?? []).flatMap(({ handle = [], products: what, segments: whose }, k) => {
    const stray = (list: readonly unknown[], indices: readonly number[] | null) =>
      indices?.find((one) => one >= list.length);
    const isRagged = handle.some((tier) => tier !== null && tier.length !== products.length);
    return [
      ...[stray(products, what)]
        .filter((one) => one !== undefined)
        .map((one) => `there is no product ${one}`),
      ...[stray(segments, whose)]
        .filter((one) => one !== undefined)
        .map((one) => `there is no segment ${one}`),
      ...(isRagged ? ['handle: not one value for each product'] : []),
    ].map((problem) => `exception ${k}: ${problem}`);
  });
}

/** More agents than a scenario file may have. Readers hold a table of them. */
function excessOf({ groups }: Scenario): readonly string[] {
  const agents = groups.flatMap(({ shifts }) => shifts).reduce((sum, shift) => sum + shift.agents, 0);
  return agents > AGENTS_MOST
    ? [`groups: ${agents} agents in total, but at most ${AGENTS_MOST} are possible`]
    : [];
}

/** Time zones that are named and have no clock, and clocks that cannot be read. */
function clockProblemsOf({ centres, clocks, measures = [], streams }: KeptScenario): readonly string[] {
  const known = new Map(clocks.map((clock) => [clock.timeZone, clock]));
  const named = [...centres, ...streams, ...measures].map(({ timeZone }) => timeZone);
  const missing = [...new Set(named)].filter((timeZone) => !known.has(timeZone));
  const disordered = clocks.filter(({ fromMs }) =>
    fromMs.some((ms, k) => k > 0 && ms <= (fromMs[k - 1] as number)),
  );
  const torn = clocks.filter(({ fromMs, offsetMs }) => fromMs.length !== offsetMs.length);
  return [
    ...torn.map(
      ({ fromMs, offsetMs, timeZone }) =>
        `clock of ${shown(timeZone)}: ${offsetMs.length} values for a list of ${fromMs.length}`,
    ),
    ...missing.map((timeZone) => `clock of ${shown(timeZone)}: it is missing`),
    ...disordered.map(({ timeZone }) => `clock of ${shown(timeZone)}: not in order`),
  ];
}

function indicesOf(given: readonly (number | null)[]): readonly number[] {
  return given.filter((one) => one !== null);
}

/** Customers who call again, or leave a message, on a channel for which they have no stream. */
function followUpsWithoutStream({ streams, work }: Scenario): readonly string[] {
  const families = streamsOfSameCustomers(streams);
  return streams.flatMap(({ channel, id }, index) => {
    const channels = (families[index] ?? []).map((other) => streams[other]?.channel);
    const targets = [work.retry?.[channel]?.channel, work.message?.[channel]?.channel];
    return targets
      .flatMap((target) => target ?? [])
      .filter((target) => !channels.includes(target))
      .map((target) => `follow-ups of ${shown(id)}: there is no stream on ${target}`);
  });
}
