import { ALL_CLASSES, type Stretch, type VerdictsOverTime } from '#audit';
import { numbered } from '#base';
import type { ScenarioNames } from '#cases';
import { COPY_ROLES, ITEM_CLASSES } from '#domain';

/** A company that the scenario allows to receive data, by its promise, the law and its contracts, whether or not it did. */
export type PossibleRecipient = ReturnType<typeof possibleRecipients>[number];

const { primary: PRIMARY, replica: REPLICA } = numbered(COPY_ROLES);
/** The ledger is judged as storage of what it records about cases: R19. */
const AUDIT_CLASS = 1 << ITEM_CLASSES.indexOf('audit');

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The companies whose agents could have been given cases of these streams, whose data centres could have held their copies, or whose software could have processed them, until
 * `endMs`. Promise and law are read as the auditor does, once for each stretch between changes of law. Skills, opening hours and outages
 * are ignored, so this is an upper bound. In the order of the scenario's entities.
 */
export function possibleRecipients(
  names: ScenarioNames,
  streams: readonly number[],
  law: VerdictsOverTime,
  endMs: number,
) {
  /** Company → way → when. */
  const found = new Map<number, Map<string, Span[]>>();
  // Streams of the same customers differ only in their channel, which matters neither to promise nor to law.
  const customers = new Map(streams.map((stream) => [names.customers(stream), stream]));
  for (const stretch of law.until(endMs)) {
    const take = (entity: number, what: string) => {
      const ways = found.get(entity) ?? new Map<string, Span[]>();
      found.set(entity, ways.set(what, extended(ways.get(what) ?? [], stretch)));
    };
    for (const stream of customers.values()) {
      for (const { entity, what } of waysIn(names, stream, stretch)) take(entity, what);
    }
  }
  return names.scenario.entities.flatMap(({ country, id, kind, title }, e) => {
    const ways = found.get(e);
    if (ways === undefined) return [];
    return [
      {
        entity: id,
        title,
        kind,
        country,
        /** How it could have received it, and when; `what` completes "it could": `see it from centre sofia`. */
        ways: [...ways].flatMap(([what, spans]) =>
          spans.map(({ fromMs, toMs }) => ({ what, from: names.instant(fromMs), to: names.instant(toMs) })),
        ),
      },
    ];
  });
}

/** Adds a span, which joins the last if it begins at its end. An existing span changes nothing. */
function extended(spans: readonly Span[], { fromMs, toMs }: Span): Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.toMs < fromMs) return [...spans, { fromMs, toMs }];
  return [...spans.slice(0, -1), { fromMs: last.fromMs, toMs }];
}

function waysIn(
  names: ScenarioNames,
  stream: number,
  { verdicts }: Stretch,
): readonly { readonly entity: number; readonly what: string }[] {
  const { centres, dataCentres, evacuations, groups, ledger } = names.scenario;
  const { primary, promise, replica } = verdicts.tables.stream(stream);
  const ways: { entity: number; what: string }[] = [];
  const placed = new Set([...primary, ...replica]);
  const refuges = evacuations.filter(({ dataCentre }) => placed.has(dataCentre)).flatMap(({ to }) => to);
  const store = (role: number, candidates: Iterable<number>) => {
    for (const place of new Set(candidates)) {
      if (verdicts.whyNotStored(stream, role, ALL_CLASSES, place) !== null) continue;
      if (verdicts.contracts.whyNotAt(stream, place, null) !== null || !verdicts.law.hasBasis(stream, place))
        continue;
      ways.push({ entity: dataCentres[place]?.entity ?? -1, what: `store it at ${names.place(place)}` });
    }
  };
  const first = primary.filter((place) => verdicts.whyNotStoredFirst(stream, place) === null);
  store(PRIMARY, [...first, ...refuges]);
  store(REPLICA, [...replica, ...refuges]);
  for (const place of ledger?.dataCentres ?? []) {
    if (verdicts.whyNotStored(stream, PRIMARY, AUDIT_CLASS, place) !== null) continue;
    ways.push({ entity: dataCentres[place]?.entity ?? -1, what: `keep the ledger at ${names.place(place)}` });
  }
  for (const { id, model, products } of names.scenario.software ?? []) {
    if (model === undefined || !products.includes(1) || !verdicts.mayProcess(stream, model)) continue;
    const what = `process it by software ${id} at ${names.place(model.dataCentre)}`;
    const operator = dataCentres[model.dataCentre]?.entity ?? -1;
    for (const entity of new Set([model.entity, operator])) ways.push({ entity, what });
  }
  groups.forEach(({ centre: c, employer }, g) => {
    const centre = centres[c];
    if (centre === undefined) return;
    const isPermitted = verdicts.mayWorkOnSome(stream, g);
    const isOutside = !isPermitted && verdicts.mayWorkOnSome(stream, g, 'whyNotFromOutside');
    if (!isPermitted && !isOutside && !verdicts.mayWorkOnSome(stream, g, 'whyNotInEmergency')) return;
    const isWatched = verdicts.tables.scenario.promises[promise]?.escortedBy !== undefined;
    const outside = isWatched ? ', under escort only' : ', with an approval only';
    const only = isOutside ? outside : ', in an emergency only';
    const what = `see it from centre ${centre.id}${isPermitted ? '' : only}`;
    for (const entity of new Set([centre.entity, employer ?? centre.entity])) ways.push({ entity, what });
    if (isPermitted && centre.access === 'local system')
      ways.push({ entity: centre.entity, what: `keep a working copy at centre ${centre.id}` });
  });
  return ways;
}
