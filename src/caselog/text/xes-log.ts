import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { columnsOf, type Mapping } from '../mapping/mapping.ts';
import { problemOfLog } from '../rows/refusals.ts';
import type { RowSink } from '../rows/row-importer.ts';

/** Longest text between two tags, in characters. A tag of an event log has some hundred. */
const TAG_LENGTH_MAX = 1 << 22;
/** Most elements within one another. Attributes of attributes are rarely nested at all. */
const DEPTH_MAX = 100;
/** Columns that hold attributes of the trace begin with this, as in pm4py. */
export const TRACE_PREFIX = 'case:';

/** Attributes of events that are named because no column reads them. */
const OTHERS_MOST = 50;

/** The elements of attributes with a value (IEEE 1849-2016, 5.1.2). */
const VALUES = ['string', 'date', 'int', 'float', 'boolean', 'id'];

/**
 * Splits the text of an XES log, which arrives in pieces of any size, into rows: one for each event, with the attributes that the columns
 * name. Entities other than those of XML itself are not expanded, and a document type is refused.
 */
export class XesLog {
  private readonly sink: RowSink;
  private readonly columns: readonly string[];
  /** Attributes of events that no column reads. */
  private readonly others = new Set<string>();
  private readonly parser = new SaxesParser();
  private readonly path: string[] = [];
  private trace = new Map<string, string>();
  private event = new Map<string, string>();
  private eventCount = 0;
  private sinceTag = 0;

  constructor(mapping: Mapping, sink: RowSink) {
    this.columns = columnsOf(mapping);
    this.sink = sink;
    sink.head(this.columns, 1);
    const { parser } = this;
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', () => this.close());
    parser.on('doctype', () =>
      this.stop('it declares a document type, which event logs do not need', 'remove the line <!DOCTYPE …>'),
    );
    parser.on('error', ({ message }) =>
      this.stop(
        `it is not XML: ${message.replace(/^[\d:]+\s*/, '')}`,
        'export it again, or correct it there',
      ),
    );
  }

  /** Names of attributes of events that no column reads, sorted: the first 50 that were found. */
  get unused(): readonly string[] {
    return [...this.others].sort();
  }

  take(text: string): void {
    if (this.sink.isOver) return;
    this.sinceTag += text.length;
    this.parser.write(text);
    if (this.sinceTag > TAG_LENGTH_MAX) {
      this.stop(
        `a text or tag has more than ${TAG_LENGTH_MAX.toLocaleString('en-GB')} characters`,
        'name a log in XES',
      );
    }
  }

  end(): void {
    if (this.sink.isOver) return;
    this.parser.close();
    if (this.eventCount === 0) this.stop('it has no events', 'name a log in XES, with <trace> and <event>');
  }

  private open({ attributes, name }: SaxesTagPlain): void {
    this.sinceTag = 0;
    const parent = this.path.at(-1);
    this.path.push(name);
    if (this.path.length > DEPTH_MAX) {
      return this.stop(`elements are nested more than ${DEPTH_MAX} deep`, 'name a log in XES');
    }
    if (name === 'trace') this.trace = new Map();
    else if (name === 'event') this.event = new Map();
    else if (VALUES.includes(name) && (parent === 'trace' || parent === 'event')) {
      const { key, value } = attributes;
      if (key === undefined || value === undefined) return;
      if (parent === 'trace') this.trace.set(`${TRACE_PREFIX}${key}`, value);
      else {
        this.event.set(key, value);
        if (!this.columns.includes(key) && this.others.size < OTHERS_MOST) this.others.add(key);
      }
    }
  }

  private close(): void {
    this.sinceTag = 0;
    if (this.path.pop() !== 'event' || this.sink.isOver) return;
    this.eventCount++;
    const cells = this.columns.map((name) => this.event.get(name) ?? this.trace.get(name) ?? '');
    this.sink.row(cells, this.eventCount);
  }

  private stop(problem: string, remedy: string): void {
    const { column, line } = this.parser;
    this.sink.stop(problemOfLog(`line ${line}, character ${column}: ${problem}`, remedy));
  }
}
