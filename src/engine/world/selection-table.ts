import {
  type ArrivalStream,
  type CaseSelection,
  isSelected,
  type ProductIndex,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  type StreamIndex,
} from '#domain';

/**
 * A value for some cases, by segment and channel (which a stream has), severity and declared product. Each case costs one look-up, however
 * many selections there are.
 */
export class SelectionTable<Value> {
  private readonly productCount: number;
  /** Where the places of a stream begin. Streams of one segment and channel share theirs. */
  private readonly starts: Int32Array;
  /** Severity × product: 1 + the index of the value; 0 for none. */
  private readonly places: Uint16Array;
  private readonly values: readonly Value[];

  constructor(scenario: Scenario, selections: readonly (CaseSelection & { readonly value: Value })[]) {
    const { products, streams } = scenario;
    this.productCount = products.length;
    const rowLength = SEVERITIES.length * products.length;
    const rows = new Map<string, { readonly start: number; readonly stream: ArrivalStream }>();
    this.starts = Int32Array.from(streams, (stream) => {
      const key = `${stream.segment} ${stream.channel}`;
      const row = rows.get(key) ?? { start: rows.size * rowLength, stream };
      rows.set(key, row);
      return row.start;
    });
    this.places = new Uint16Array(rows.size * rowLength);
    this.values = selections.map(({ value }) => value);
    for (const { start, stream } of rows.values()) {
      const { channel, segment } = stream;
      SEVERITIES.forEach((severity, s) => {
        products.forEach((_, product) => {
          const found = selections.findIndex((one) =>
            isSelected(one, { channel, product, segment, severity }),
          );
          this.places[start + s * products.length + product] = found + 1;
        });
      });
    }
  }

  /** Undefined if no selection has the case. */
  of(stream: StreamIndex, severity: SeverityIndex, product: ProductIndex): Value | undefined {
    const place = (this.starts[stream] as number) + Math.imul(severity, this.productCount) + product;
    const index = this.places[place] as number;
    return index === 0 ? undefined : this.values[index - 1];
  }
}
