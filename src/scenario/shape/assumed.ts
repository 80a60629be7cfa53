import type * as z from 'zod';
import type { SourcePath, TreeValue } from '../read/source-tree.ts';
import { valueAt } from './slips-of-keys.ts';

/** A value that a file leaves out, and that a small scenario need not say. */
export interface Assumption {
  readonly path: SourcePath;
  readonly value: TreeValue;
  /** Why this one, as part of a sentence. */
  readonly reason: string;
}

/** A key that a file leaves out although it has several candidates. */
interface Undecided {
  readonly path: SourcePath;
  readonly candidates: readonly string[];
}

interface Completion {
  readonly assumptions: readonly Assumption[];
  readonly undecided: readonly Undecided[];
}

/** A key that a file may leave out, as `assumptionsFor` fills it in: its value is always there once the shape is read. */
export function assumed<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional() as unknown as z.ZodType<z.output<Schema>, z.input<Schema> | undefined> & {
    readonly _zod: { readonly optin: 'optional' };
  };
}

const NO_PROMISE = { title: 'No promise about places', zones: { storage: 'ANY' } };

/**
 * Adds what a file of the right shape leaves out. One product, company, data centre and placement are enough for a small scenario, and what
 * refers to them means the only one. Where there are several, the file has to choose: the first one then stands in.
 */
export function completed(file: Record<string, unknown>): Completion {
  const assumptions: Assumption[] = [];
  const undecided: Undecided[] = [];
  const assume = (path: SourcePath, value: TreeValue, reason: string) => {
    if (add(file, path, value)) assumptions.push({ path, value, reason });
  };
  const only = (
    path: SourcePath,
    candidates: readonly string[],
    reason: string,
    written: (name: string) => TreeValue = (name) => name,
  ) => {
    const [first = '', ...others] = candidates;
    if (first !== '' && others.length === 0) assume(path, written(first), reason);
    else if (add(file, path, written(first))) undecided.push({ path, candidates });
  };
  const idsIn = (section: string) => Object.keys(mapAt(file, section));
  const centres = Object.values(mapAt(file, 'centres'));
  const saidOfCentres = (key: string) => [
    ...new Set(centres.map((centre) => String(valueAt(centre, [key])))),
  ];
  const [country = 'IE'] = saidOfCentres('country');

  assume(['products'], { product: { title: 'The product' } }, 'one product');
  assume(['entities'], { vendor: { kind: 'vendor', country } }, 'one company, where the first centre is');
  const [entity = ''] = idsIn('entities');
  assume(
    ['dataCentres'],
    { 'data-centre': { country, entity } },
    'one data centre, where the first centre is',
  );
  const placed = (primary: readonly string[]) => ({ default: { primary } });
  if (idsIn('dataCentres').length > 0)
    assume(['placements'], placed(idsIn('dataCentres')), 'any data centre');
  else only(['placements'], [], '', (none) => placed([none]));
  assume(['promises'], { none: NO_PROMISE }, 'customers were promised nothing about places');
  assume(['retention'], { eraseAfter: '14 days' }, 'from closing to the erasure of every copy');
  for (const section of ['dataCentres', 'centres'])
    for (const id of idsIn(section)) only([section, id, 'entity'], idsIn('entities'), 'the only company');
  for (const [id, segment] of Object.entries(mapAt(file, 'segments'))) {
    const at = (key: string) => ['segments', id, key];
    only(at('promise'), idsIn('promises'), 'the only promise');
    only(at('placement'), idsIn('placements'), 'the only placement');
    only(at('products'), idsIn('products'), 'the only product', (name) => ({ [name]: 1 }));
    const customers = valueAt(segment, ['customers']) as readonly unknown[];
    // Without any centre, which the checks report, customers are somewhere.
    for (const k of customers.keys())
      for (const [key, place] of [
        ['country', 'IE'],
        ['timeZone', 'UTC'],
      ] as const)
        only([...at('customers'), k, key], saidOfCentres(key), 'as of the centre', (name) => name || place);
  }
  return { assumptions, undecided };
}

/** Adds a value where there is none. Returns whether it did. */
function add(file: unknown, path: SourcePath, value: TreeValue): boolean {
  const holder = valueAt(file, path.slice(0, -1)) as Record<string, unknown>;
  const key = String(path.at(-1));
  if (Object.hasOwn(holder, key)) return false;
  holder[key] = value;
  return true;
}

function mapAt(file: unknown, key: string): Readonly<Record<string, unknown>> {
  return valueAt(file, [key]) as Readonly<Record<string, unknown>>;
}
