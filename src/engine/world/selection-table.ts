import {
  type ArrivalStream,
  type CaseSelection,
  isSelected,
  type ProductIndex,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  type StreamIndex,
  WEEK_MINUTES,
  type WeekSpan,
} from '#domain';

/** Cases that have a value, and the hours of the week in which they have it; left out: always. */
type Selection<Value> = CaseSelection & {
  readonly hours?: readonly WeekSpan[] | undefined;
  readonly value: Value;
};

/** Severity × product of all rows: 1 + the index of the value; 0 for none. */
type Places = Uint16Array;

/**
 * A value for some cases, by segment and channel (which a stream has), severity and declared product, and by the hour of the week. Each
 * case costs one look-up, however many selections there are.
 */
export class SelectionTable<Value> {
  /** Whether some selection is limited to hours. */
  readonly hasHours: boolean;
  private readonly productCount: number;
  /** Where the places of a stream begin. Streams of one segment and channel share theirs. */
  private readonly starts: Int32Array;
  /** One for each set of selections that hold at the same time. */
  private readonly places: readonly Places[];
  /** Minute of the week → which of the places; null if there is but one. */
  private readonly setAt: Uint16Array | null;
  private readonly values: readonly Value[];

  constructor(scenario: Scenario, selections: readonly Selection<Value>[]) {
    const { products, streams } = scenario;
    this.productCount = products.length;
    this.values = selections.map(({ value }) => value);
    this.hasHours = selections.some(({ hours }) => hours !== undefined);
    const rowLength = SEVERITIES.length * products.length;
    const rows = new Map<string, Row>();
    this.starts = Int32Array.from(streams, (stream) => {
      const key = `${stream.segment} ${stream.channel}`;
      const row = rows.get(key) ?? { start: rows.size * rowLength, stream };
      rows.set(key, row);
      return row.start;
    });
    const { setAt, sets } = this.hasHours ? setsOf(selections) : ALWAYS;
    this.setAt = setAt;
    this.places = sets.map((holds) => {
      const places = new Uint16Array(rows.size * rowLength);
      for (const row of rows.values()) fillRow(places, row, scenario, selections, holds);
      return places;
    });
  }

  /** Undefined if no selection has the case. `minute`: of the week, on the clock that counts; nothing depends on it without hours. */
  of(stream: StreamIndex, severity: SeverityIndex, product: ProductIndex, minute: number): Value | undefined {
    const place = (this.starts[stream] as number) + Math.imul(severity, this.productCount) + product;
    const set = this.setAt === null ? 0 : (this.setAt[Math.floor(minute)] as number);
    const index = (this.places[set] as Places)[place] as number;
    return index === 0 ? undefined : this.values[index - 1];
  }
}

interface Row {
  readonly start: number;
  readonly stream: ArrivalStream;
}

/** Whether a selection, by its index, holds. */
type Holds = (selection: number) => boolean;

const ALWAYS: { readonly setAt: null; readonly sets: readonly Holds[] } = { setAt: null, sets: [() => true] };

function fillRow(
  places: Places,
  { start, stream }: Row,
  { products }: Scenario,
  selections: readonly CaseSelection[],
  holds: Holds,
): void {
  const { channel, segment } = stream;
  SEVERITIES.forEach((severity, s) => {
    products.forEach((_, product) => {
      const found = selections.findIndex(
        (one, k) => holds(k) && isSelected(one, { channel, product, segment, severity }),
      );
      places[start + s * products.length + product] = found + 1;
    });
  });
}

/** The sets of selections that hold together at some time of the week, and when. */
function setsOf(selections: readonly { readonly hours?: readonly WeekSpan[] | undefined }[]) {
  const bounds = new Set([0]);
  for (const { fromMinute, toMinute } of selections.flatMap(({ hours = [] }) => hours))
    bounds.add(fromMinute).add(toMinute);
  const setAt = new Uint16Array(WEEK_MINUTES);
  const known = new Map<string, number>();
  const sets: Holds[] = [];
  for (const from of [...bounds].sort((one, other) => one - other)) {
    const held = selections.map(({ hours }) => hours === undefined || isWithin(hours, from));
    const key = held.join(' ');
    const set = known.get(key) ?? sets.push((k) => held[k] === true) - 1;
    known.set(key, set);
    setAt.fill(set, from);
  }
  return { setAt, sets };
}

function isWithin(spans: readonly WeekSpan[], minute: number): boolean {
  return spans.some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute);
}
