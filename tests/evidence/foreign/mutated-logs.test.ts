import { describe, expect, it } from 'vitest';
import { HOUR_MS, openStream, type RandomStream } from '#base';
import type { Scenario } from '#domain';
import { startForeignAudit } from '#evidence';
import type { LogForm } from '../../../src/evidence/foreign/log-form.ts';
import { loadScenario, runInMemory } from '../../running.ts';
import { bytesOf, CSV, eventsOf, JSON_LINES, tableOf } from './reading.ts';

/**
 * Damaged logs: whatever is done to one, it is read to its end, and gives a report or a list of issues. A short run belongs to the tests;
 * `MUTATED_LOGS=20000 npx vitest run tests/evidence/foreign/mutated-logs.test.ts` takes as many logs of each form as you like, and
 * `MUTATED_LOGS_SEED=<text>` begins elsewhere. A failure names the seed and the number of its log.
 */
const LOGS = Number(process.env.MUTATED_LOGS ?? 100);
const SEED = process.env.MUTATED_LOGS_SEED ?? '2014';
/** No log of these takes longer, ms of processor time: they have a few hundred lines. */
const MOST_MS = 5000;

interface Base {
  readonly scenario: Scenario;
  readonly form: LogForm;
  readonly bytes: Uint8Array;
}

const LINES = 400;

/** Beginnings of runs that tell of different things, as events and as a table. */
function bases(): readonly Base[] {
  return ['german-night', 'chat-desk', 'break-glass', 'crash-dump', 'second-opinion', 'own-lines'].flatMap(
    (name) => {
      const whole = loadScenario(name);
      const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, 12 * HOUR_MS) };
      const events = eventsOf(runInMemory(scenario).ledger, scenario).split('\n').slice(0, LINES).join('\n');
      return [
        { scenario, form: JSON_LINES, bytes: bytesOf(events) },
        { scenario, form: CSV, bytes: bytesOf(tableOf(events)) },
      ];
    },
  );
}

/** A whole number below `end`. */
const below = (stream: RandomStream, end: number): number => Math.floor(stream.uniform() * end);

const LF = 10;

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LF, from);
    const to = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return lines;
}

type Mutation = (bytes: Uint8Array, stream: RandomStream) => Uint8Array;

const onLines =
  (change: (lines: Uint8Array[], stream: RandomStream) => void): Mutation =>
  (bytes, stream) => {
    const lines = linesOf(bytes);
    change(lines, stream);
    return Buffer.concat(lines);
  };

const onBytes =
  (change: (copy: Uint8Array, at: number, stream: RandomStream) => void): Mutation =>
  (bytes, stream) => {
    const copy = Uint8Array.from(bytes);
    change(copy, below(stream, copy.length), stream);
    return copy;
  };

/** What stands where a value was, so that lines stay well formed and their meaning does not. */
const VALUES = [
  'null',
  '0',
  '-1',
  '1e308',
  '65535',
  '4294967295',
  '"x"',
  '""',
  '[]',
  '{}',
  'true',
  '"\\u0000"',
];

const MUTATIONS: readonly Mutation[] = [
  onBytes((copy, at, stream) => {
    copy[at] = (copy[at] as number) ^ (1 << below(stream, 8));
  }),
  onBytes((copy, at, stream) => {
    copy[at] = below(stream, 256);
  }),
  onBytes((copy, at) => {
    copy[at] = 0x30 + (((copy[at] as number) + 1) % 10);
  }),
  onBytes((copy, at) => {
    copy[at] = LF;
  }),
  (bytes, stream) => bytes.subarray(0, below(stream, bytes.length)),
  (bytes, stream) => {
    const at = below(stream, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(stream, 60))]);
  },
  onLines((lines, stream) => {
    const [one, other] = [below(stream, lines.length), below(stream, lines.length)];
    const line = lines[one] as Uint8Array;
    lines[one] = lines[other] as Uint8Array;
    lines[other] = line;
  }),
  onLines((lines, stream) => {
    lines.splice(below(stream, lines.length), 1 + below(stream, 20));
  }),
  onLines((lines, stream) => {
    const at = below(stream, lines.length);
    lines.splice(at, 0, ...lines.slice(below(stream, lines.length), at));
  }),
  onLines((lines, stream) => {
    const at = below(stream, lines.length);
    const text = Buffer.from(lines[at] as Uint8Array).toString('latin1');
    const values = [...text.matchAll(/(?<=":)("[^"]*"|[\d.]+|null|true|false|\[[^\]]*\])|(?<=,)[^,\r\n]*/g)];
    const found = values[below(stream, Math.max(1, values.length))];
    if (found === undefined) return;
    const value = VALUES[below(stream, VALUES.length)] as string;
    lines[at] = bytesOf(text.slice(0, found.index) + value + text.slice(found.index + found[0].length));
  }),
];

/** The report on a log that comes in pieces of any length, or its issues; and what both are made of. */
function outcomeOf({ form, scenario }: Base, bytes: Uint8Array, stream: RandomStream): unknown {
  const audit = startForeignAudit(scenario, form);
  for (let at = 0; at < bytes.length; ) {
    const to = at + 1 + below(stream, 1 << below(stream, 17));
    if (!audit.take(bytes.subarray(at, to))) break;
    at = to;
  }
  return audit.finish();
}

describe('a damaged log', () => {
  it(
    'gives a report or a list of issues, in time, and the same one however its lines are read',
    () => {
      const kinds = { reports: 0, issues: 0 };
      const all = bases();
      for (let number = 0; number < LOGS; number++) {
        const stream = openStream(SEED, number, 'mutated logs');
        const base = all[number % all.length] as Base;
        let { bytes } = base;
        for (let i = below(stream, 4); i >= 0; i--) {
          if (bytes.length > 0)
            bytes = (MUTATIONS[below(stream, MUTATIONS.length)] as Mutation)(bytes, stream);
        }
        const name = `seed ${SEED}, log ${number}`;
        const before = process.cpuUsage();
        const outcome = outcomeOf(base, bytes, stream) as { readonly ok: boolean };
        const { user } = process.cpuUsage(before);
        expect(user / 1000, name).toBeLessThan(MOST_MS);
        const general = { ...base, form: { ...base.form, isGeneral: true } };
        expect(outcomeOf(general, bytes, stream), name).toEqual(outcome);
        kinds[outcome.ok ? 'reports' : 'issues']++;
      }
      // Both come about, so that neither is tested in vain.
      expect(Math.min(kinds.reports, kinds.issues)).toBeGreaterThan(LOGS / 20);
    },
    180_000 + LOGS * 500,
  );
});
