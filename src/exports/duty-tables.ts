import { HOUR_MS, increase } from '#base';
import type { CaseHistory } from '#cases';
import { changesDuty, type RunMs } from '#domain';
import type { ReadEntry } from '#ledger';
import type { BundleFile } from './files/sinks.ts';
import type { ParquetColumn, ParquetValue } from './parquet/parquet-file.ts';
import type { TableEvidence } from './source/evidence.ts';
import { type TableForm, writeTable } from './whole-table.ts';

/**
 * Tables for planners: who was on duty, and what each group did in each half hour. Exports and workbooks have them, bundles do not. `query` computes
 * these rows in SQL from entries, cases and accesses, and a test compares them with those of an export.
 */
export const DUTY_TABLES = ['shifts', 'intervals'] as const;
export type DutyTable = (typeof DUTY_TABLES)[number];

export const DUTY_COLUMNS: Readonly<Record<DutyTable, readonly ParquetColumn[]>> = {
  shifts: [
    { name: 'agent_group', type: 'string' },
    { name: 'shift', type: 'integer' },
    { name: 'agents', type: 'integer' },
    { name: 'began', type: 'time' },
    { name: 'ended', type: 'time' },
  ],
  intervals: [
    { name: 'began', type: 'time' },
    { name: 'agent_group', type: 'string' },
    { name: 'on_duty', type: 'number' },
    { name: 'in_hand', type: 'number' },
    { name: 'waiting', type: 'number' },
    { name: 'arrived', type: 'integer' },
    { name: 'contacts', type: 'integer' },
    { name: 'answered', type: 'integer' },
    { name: 'answered_in_time', type: 'integer' },
  ],
};

const SLOT_MS = HOUR_MS / 2;

interface Duty {
  readonly group: string;
  readonly shift: number;
  readonly agents: number;
  readonly fromMs: RunMs;
  toMs: RunMs | null;
}

interface Span {
  readonly group: string | null;
  readonly fromMs: RunMs;
  /** Null: until the end. */
  readonly toMs: RunMs | null;
}

const MEANS = ['on_duty', 'in_hand', 'waiting'] as const;
const COUNTS = ['arrived', 'contacts', 'answered', 'answered_in_time'] as const;
type Figure = (typeof MEANS)[number] | (typeof COUNTS)[number];

/** Reads who was on duty from the entries, and work from the cases. Show it all entries, call `endEntries`, then show it all cases. */
export class DutyTally {
  private readonly evidence: TableEvidence;
  private readonly duties: Duty[] = [];
  private readonly open = new Map<string, Duty>();
  private readonly slots = new Map<string, { ms: number; group: string | null; of: Map<Figure, number> }>();
  private endMs: RunMs = 0;

  constructor(evidence: TableEvidence) {
    this.evidence = evidence;
  }

  entry({ a, aux, b, c, kind, timeMs }: ReadEntry): void {
    this.endMs = Math.max(this.endMs, timeMs);
    if (!changesDuty(kind)) return;
    const key = `${a} ${b}`;
    const before = this.open.get(key);
    if (before !== undefined) before.toMs = timeMs;
    this.open.delete(key);
    if (aux !== 1) return;
    const group = this.evidence.names.group(a);
    const duty: Duty = { group, shift: b, agents: c, fromMs: timeMs, toMs: null };
    this.duties.push(duty);
    this.open.set(key, duty);
  }

  endEntries(): void {
    for (const duty of this.duties) this.spread('on_duty', duty, duty.agents);
  }

  add({ accesses, firstWait: { isInTime, waitMs }, openedMs }: CaseHistory): void {
    const views = accesses.filter(({ purpose }) => purpose === 'support');
    const [first] = views.toSorted((one, other) => one.entry - other.entry);
    const group = first?.group ?? null;
    this.count('arrived', group, openedMs);
    for (const view of views) {
      this.count('contacts', view.group, view.fromMs);
      this.spread('in_hand', view, 1);
    }
    const answeredMs = accesses[0]?.fromMs;
    if (waitMs === null || answeredMs === undefined) return;
    this.count('answered', group, answeredMs);
    if (isInTime === true) this.count('answered_in_time', group, answeredMs);
    this.spread('waiting', { group, fromMs: answeredMs - waitMs, toMs: answeredMs }, 1);
  }

  /** The rows of a table, with all of its columns. */
  rows(table: DutyTable): readonly (readonly ParquetValue[])[] {
    return table === 'shifts' ? this.shiftRows() : this.intervalRows();
  }

  private shiftRows(): readonly (readonly ParquetValue[])[] {
    return this.duties.map(({ agents, fromMs, group, shift, toMs }) => [
      group,
      shift,
      agents,
      this.epochMs(fromMs),
      toMs === null ? null : this.epochMs(toMs),
    ]);
  }

  private intervalRows(): readonly (readonly ParquetValue[])[] {
    const order = new Map<string | null, number>(this.evidence.scenario.groups.map(({ id }, g) => [id, g]));
    const place = (group: string | null) => order.get(group) ?? order.size;
    return [...this.slots.values()]
      .toSorted((one, other) => one.ms - other.ms || place(one.group) - place(other.group))
      .map(({ group, ms, of }) => [ms, group, ...[...MEANS, ...COUNTS].map((figure) => of.get(figure) ?? 0)]);
  }

  private epochMs(timeMs: RunMs): number {
    return this.evidence.scenario.startEpochMs + timeMs;
  }

  private count(what: Figure, group: string | null, timeMs: RunMs): void {
    const ms = this.epochMs(timeMs);
    this.put(what, group, ms - (ms % SLOT_MS), 1);
  }

  /** Adds to each half hour the share of it that the span covers, once for each of `agents`. */
  private spread(what: Figure, { fromMs, group, toMs }: Span, agents: number): void {
    const from = this.epochMs(fromMs);
    const to = this.epochMs(toMs ?? this.endMs);
    for (let slot = from - (from % SLOT_MS); slot < to; slot += SLOT_MS) {
      const lastMs = Math.min(to, slot + SLOT_MS) - Math.max(from, slot);
      this.put(what, group, slot, (agents * lastMs) / SLOT_MS);
    }
  }

  private put(what: Figure, group: string | null, ms: number, n: number): void {
    const key = `${ms} ${group}`;
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = { ms, group, of: new Map() };
      this.slots.set(key, slot);
    }
    increase(slot.of, what, n);
  }
}

/** The tables as files of an export. */
export function dutyFiles(form: TableForm, evidence: TableEvidence): readonly BundleFile[] {
  return DUTY_TABLES.map((table) => ({
    path: `${form}/${table}.${form}`,
    open: (sink) => {
      const tally = new DutyTally(evidence);
      return {
        entry: (entry) => tally.entry(entry),
        endEntries: () => tally.endEntries(),
        ...(table === 'intervals' ? { oneCase: (history: CaseHistory) => tally.add(history) } : {}),
        end: () =>
          writeTable(form, { columns: DUTY_COLUMNS[table], rows: tally.rows(table) }, sink, evidence),
      };
    },
  }));
}
