import { ALL_CLASSES, type Verdicts } from '#audit';
import { numbered } from '#base';
import { COPY_ROLES, NONE, NONE_16, NONE_32, TIERS } from '#domain';
import { tiersGoingOn } from '../judge-people.ts';
import { epochsOf, type Subject, situationIn } from './subject.ts';

const { primary, replica, 'working copy': workingCopy } = numbered(COPY_ROLES);
/** Roles in the order of their numbers in a model. */
export const MODEL_ROLES = [primary, replica, workingCopy] as const;

type Cell = number | boolean;

function table(name: string, type: 'byte' | 'short', cells: readonly Cell[]): string {
  const values = cells.length === 0 ? [0] : cells.map(Number);
  return `hidden ${type} ${name}[${values.length}] = { ${values.join(', ')} };`;
}

/** Tables of bytes, by name. */
function byteTables(cells: Readonly<Record<string, readonly Cell[]>>): readonly string[] {
  return Object.entries(cells).map(([name, values]) => table(name, 'byte', values));
}

/** Rows that are equal are kept once: a table of row numbers, and one of rows. */
function rowTables(name: string, rows: readonly (readonly Cell[])[]): readonly string[] {
  const numbers = new Map<string, number>();
  const kept: (readonly Cell[])[] = [];
  const index = rows.map((row) => {
    const key = row.map(Number).join('');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, kept.length);
    kept.push(row);
    return kept.length - 1;
  });
  return [table(`${name}_row`, 'short', index), table(name, 'byte', kept.flat())];
}

/** What promise and law permit, by the auditor's reading, for each epoch. */
export function verdictTables(subject: Subject): string {
  const { scenario, stream, verdicts } = subject;
  const { centres, languages, products } = scenario;
  const places = [...scenario.dataCentres, ...centres].map((_, place) => place);
  const exporters = [...scenario.entities.keys(), NONE_16];
  const each = (ask: (now: Verdicts) => readonly Cell[]) => verdicts.flatMap(ask);
  const byRole = (ask: (now: Verdicts, role: number, place: number) => Cell) =>
    each((now) => MODEL_ROLES.flatMap((role) => places.map((place) => ask(now, role, place))));
  const byPlace = (ask: (now: Verdicts, place: number) => Cell) =>
    each((now) => places.map((place) => ask(now, place)));
  const mayGet = verdicts.flatMap((now) =>
    languages.flatMap((_, language) =>
      products.flatMap((__, product) =>
        TIERS.map((tier) => mayGetRow(subject, now, { language, product, tier })),
      ),
    ),
  );
  return [
    ...byteTables({
      may_store: byRole((now, role, place) => now.whyNotStored(stream, role, ALL_CLASSES, place) === null),
      may_store_first: byPlace((now, place) => now.whyNotStoredFirst(stream, place) === null),
      may_hold: each((now) =>
        products.flatMap((_, product) =>
          places.map((place) => now.contracts.whyNotAt(stream, place, product) === null),
        ),
      ),
      leaves_soon: byRole((now, role, place) => now.leftBy(stream, role, place, true) !== null),
      leaves_now: byRole((now, role, place) => now.leftBy(stream, role, place, false) !== null),
      must_be_gone: byPlace((now, place) => now.hasToBeGone(stream, place)),
      basis_needed: each((now) =>
        exporters.flatMap((from) => places.map((place) => now.law.needsBasis(stream, from, place))),
      ),
    }),
    ...peopleTables(subject),
    ...byteTables({
      is_held: verdicts.map((now) => now.whyNotErased(stream) !== null),
    }),
    ...rowTables('may_get', mayGet),
    ...byteTables({
      is_expert: products.flatMap((_, product) =>
        TIERS.flatMap((tier) => expertsRow(subject, product, tier)),
      ),
    }),
  ].join('\n');
}

/** Who may see and work the cases. */
function peopleTables({ scenario, stream, verdicts }: Subject): readonly string[] {
  const { centres, groups, products } = scenario;
  const consents = scenario.segments[scenario.streams[stream]?.segment ?? -1]?.consents ?? [];
  const each = (ask: (now: Verdicts) => readonly Cell[]) => verdicts.flatMap(ask);
  const byGroup = (ask: (now: Verdicts, group: number) => Cell) =>
    each((now) => groups.map((_, group) => ask(now, group)));
  const byProduct = (ask: (now: Verdicts, group: number, product: number) => Cell) =>
    each((now) => products.flatMap((_, product) => groups.map((__, group) => ask(now, group, product))));
  return [
    ...byteTables({
      may_see: each((now) =>
        centres.map((_, centre) => now.whyNotSeen(stream, ALL_CLASSES, centre) === null),
      ),
      may_person: byGroup((now, group) => now.whyNotByPerson(stream, group) === null),
      may_see_company: byProduct(
        (now, group, product) => now.contracts.whyNotSeenBy(stream, group, product) === null,
      ),
      may_work: byProduct((now, group, product) => now.whyNotWorked(stream, group, product) === null),
      may_in_emergency: byProduct(
        (now, group, product) => now.whyNotInEmergency(stream, group, product) === null,
      ),
      consented: each((now) =>
        consents.flatMap((_, consent) =>
          centres.map((__, centre) => now.whyNotOnConsent(stream, consent, centre) === null),
        ),
      ),
    }),
  ];
}

/** Groups that may get the case, also from a tier below at which contacts may be continued. */
function mayGetRow(
  { scenario, stream }: Subject,
  now: Verdicts,
  { language, product, tier }: { language: number; product: number; tier: (typeof TIERS)[number] },
): readonly boolean[] {
  const below = tiersGoingOn(scenario.work, scenario.streams[stream]?.channel ?? 'phone', tier);
  const permitted = [tier, ...below].flatMap((one) => now.permittedGroups(stream, product, language, one));
  return scenario.groups.map((_, group) => permitted.includes(group));
}

function expertsRow(
  { scenario, verdicts: [first] }: Subject,
  product: number,
  tier: (typeof TIERS)[number],
): readonly boolean[] {
  const rule = scenario.work.consultation?.[tier - 1] ?? null;
  return scenario.groups.map(
    (asked, group) =>
      rule !== null &&
      asked.tier === rule.tier &&
      first?.tables.knows(group, rule.product ?? product) === true,
  );
}

/** What the vendor decides, by its policy, for each epoch. */
export function policyTables(subject: Subject): string {
  const { decisions, scenario, stream, verdicts } = subject;
  const { centres, entities, groups, products } = scenario;
  const epochs = epochsOf(subject);
  const places = [...scenario.dataCentres, ...centres];
  const exporters = [...entities.keys(), NONE];
  const bases = epochs.flatMap((epoch) =>
    exporters.flatMap((from) => places.map((_, place) => basisOf(subject, epoch, from, place))),
  );
  const byProduct = (ask: (epoch: number, group: number, product: number) => Cell) =>
    epochs.flatMap((epoch) =>
      products.flatMap((_, product) => groups.map((__, group) => ask(epoch, group, product))),
    );
  const consents = scenario.segments.some((segment) => segment.consents !== undefined);
  const { tables } = verdicts[0] as Verdicts;
  return [
    ...byteTables({
      entity: places.map((_, place) => tables.entityOf(place)),
      centre_of: groups.map((_, group) => tables.centreOf(group)),
      keeps_copy: centres.map(({ access }) => access === 'local system'),
      basis_kind: bases.map(({ kind }) => kind),
      basis_instrument: bases.map(({ instrument }) => (instrument === NONE ? 255 : instrument)),
      is_transfer: bases.map(({ isTransfer }) => isTransfer),
      basis_valid: bases.map(({ valid }) => valid),
      consent_named: epochs.flatMap((epoch) =>
        centres.map((_, centre) => {
          const named = consents ? decisions.policy(epoch).exception(stream, centre) : NONE;
          return named < 0 ? 255 : named;
        }),
      ),
      must_leave: byProduct((epoch, group, product) =>
        decisions.mustLeave(situationIn(subject, { epoch, group, product })),
      ),
      is_barred: byProduct(
        (epoch, group, product) =>
          decisions.events(situationIn(subject, { epoch, group, product }), 'BAR')[0]?.value !== null,
      ),
      erases: epochs.map((epoch) => decisions.erases(situationIn(subject, { epoch }))),
    }),
    ...rowTables('may_take', assignmentRows(subject)),
    ...rowTables('may_join', joinRows(subject)),
  ].join('\n');
}

/** The basis that the policy names, and whether the auditor finds it valid: 0 no, 1 yes, 2 left open. */
function basisOf({ decisions, stream, verdicts }: Subject, epoch: number, from: number, place: number) {
  const { instrument, isTransfer, kind } = decisions.policy(epoch).basis(stream, from, place);
  if (!isTransfer) return { kind, instrument, isTransfer, valid: 1 };
  const now = verdicts[epoch] as Verdicts;
  const { verdict } = now.law.judge(stream, {
    kind,
    exporter: from === NONE ? NONE_16 : from,
    importer: now.tables.entityOf(place),
    place,
    instrument: instrument === NONE ? NONE_32 : instrument,
  });
  return { kind, instrument, isTransfer, valid: verdict === 'open' ? 2 : Number(verdict === 'valid') };
}

/** For epoch, language, product, tier, stage and answered: 1 for groups that may be given the case, 2 for those that may in an emergency. */
function assignmentRows(subject: Subject): readonly (readonly number[])[] {
  const { decisions, languages, products, scenario } = subject;
  const nobody = scenario.groups.map(() => 0);
  const rowAt = (part: Parameters<typeof situationIn>[1]) => {
    const row = [...nobody];
    // Any data centre will do, because only whether a copy can be read depends on it.
    for (const { value } of decisions.events(situationIn(subject, { ...part, primary: 0 }), 'ASSIGN')) {
      if (value !== null && 'group' in value.event) row[value.event.group] = value.isEmergency ? 2 : 1;
    }
    return row;
  };
  const flags = [0, 1];
  return epochsOf(subject).flatMap((epoch) =>
    scenario.languages.flatMap((_, language) =>
      scenario.products.flatMap((__, product) =>
        TIERS.flatMap((tier) =>
          flags.flatMap((stage) =>
            flags.map((answered) =>
              languages.includes(language) && products.includes(product)
                ? rowAt({ epoch, language, product, tier, stage, answered })
                : nobody,
            ),
          ),
        ),
      ),
    ),
  );
}

/** For epoch, product and tier: the groups that may be consulted. */
function joinRows(subject: Subject): readonly (readonly boolean[])[] {
  const { decisions, scenario } = subject;
  return epochsOf(subject).flatMap((epoch) =>
    scenario.products.flatMap((_, product) =>
      TIERS.map((tier) => {
        const able = decisions.consultable(situationIn(subject, { epoch, product, tier }));
        return scenario.groups.map((__, group) => able.includes(group));
      }),
    ),
  );
}
