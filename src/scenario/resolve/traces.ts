import { type ArrivalStream, type Channel, DRAWN_CUSTOMERS, SEVERITIES, type Trace } from '#domain';
import type { TraceRow } from '../trace/trace-row.ts';
import { indexOf, type Names } from './names.ts';

/** Not given: will be drawn. */
const DRAWN = -1;

/** The cases of one stream of a traced segment. Columns without any value are left out. */
export function traceOf(
  rows: readonly TraceRow[],
  customers: number,
  channel: Channel,
  names: Names,
): Pick<ArrivalStream, 'trace'> {
  const own = rows.filter((row) => row.customers === customers && row.channel === channel);
  if (own.length === 0) return {};
  const column = <Name extends keyof Trace, Value>(
    name: Name,
    of: (row: TraceRow) => Value | undefined,
    number: (value: Value) => number | null,
  ): Partial<Trace> => {
    if (own.every((row) => of(row) === undefined)) return {};
    const values = own.map((row) => {
      const value = of(row);
      return value === undefined ? DRAWN : number(value);
    });
    return { [name]: values };
  };
  const tiers = [0, 1, 2].map((tier) =>
    own.every(({ handleMs }) => handleMs[tier] === undefined)
      ? null
      : own.map(({ handleMs }) => handleMs[tier] ?? DRAWN),
  );
  return {
    trace: {
      atMs: own.map(({ atMs }) => atMs),
      ...column(
        'products',
        ({ product }) => product,
        (product) => indexOf(names.products, product),
      ),
      ...column(
        'severities',
        ({ severity }) => severity,
        (severity) => SEVERITIES.indexOf(severity),
      ),
      ...column(
        'languages',
        ({ language }) => language,
        (language) => indexOf(names.languages, language),
      ),
      ...column(
        'customers',
        ({ customer }) => customer,
        (customer) => DRAWN_CUSTOMERS + customer,
      ),
      ...column(
        'patienceMs',
        ({ patienceMs }) => patienceMs,
        (patienceMs) => patienceMs,
      ),
      ...(tiers.every((tier) => tier === null) ? {} : { handleMs: tiers }),
    },
  };
}
