import { isDeepStrictEqual } from 'node:util';
import { HOUR_MS, type RandomStream } from '#base';
import type { Scenario } from '#domain';
import { type ForeignReport, type LogIssue, startForeignAudit } from '#foreign';
import type { LogForm } from '../../src/foreign/events/log-event.ts';
import { bytesOf, CSV, eventsOf, JSON_LINES, reportOn, tableOf } from '../foreign/reading.ts';
import { loadScenario, runInMemory } from '../running.ts';
import { below, inRounds, oneOf } from './rounds.ts';

/**
 * Foreign case logs, damaged by up to four changes. Each must be read to its end, in time, with the same report or list of issues however
 * its bytes arrive and its lines are read. A log of many breaches must not become clean after a few of its lines have changed.
 */

/** Time limit for reading one of these logs, ms of processor time: they have a few hundred lines. */
const MOST_MS = 5000;
/** An invariant that is violated this often stays violated after changes to a few lines. */
const OFTEN = 12;

interface Base {
  readonly scenario: Scenario;
  readonly form: LogForm;
  readonly bytes: Uint8Array;
  /** Invariants that the log violates often. */
  readonly violated: readonly string[];
}

const CLEAN = ['german-night', 'chat-desk', 'break-glass', 'crash-dump', 'second-opinion', 'own-lines'].map(
  (name) => ({ name, breach: undefined, lines: 400 }),
);
const BROKEN = ['copy-outside', 'anonymous-access', 'no-basis', 'browse', 'false-reason'].map((breach) => ({
  name: 'german-night',
  breach,
  lines: 1500,
}));
let made: readonly Base[] | null = null;

/** Beginnings of runs that contain different things, as events and as a table. */
function bases(): readonly Base[] {
  made ??= [...CLEAN, ...BROKEN].flatMap(({ breach, lines, name }) => {
    const whole = loadScenario(name);
    const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, 12 * HOUR_MS) };
    const { ledger } = runInMemory(scenario, breach === undefined ? {} : { breach });
    const events = eventsOf(ledger, scenario).split('\n').slice(0, lines).join('\n');
    return [
      { scenario, form: JSON_LINES, bytes: bytesOf(events) },
      { scenario, form: CSV, bytes: bytesOf(tableOf(events)) },
    ].map((base) => {
      const { results } = reportOn(base.bytes, base.form, scenario);
      const often = results.filter(({ violations }) => violations >= OFTEN);
      return { ...base, violated: often.map(({ id }) => id) };
    });
  });
  return made;
}

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

/** Replacements of a value that keep lines well-formed but change their meaning. */
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

/** Changes of one line, or two. */
const LOCAL: readonly Mutation[] = [
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
  onLines((lines, stream) => {
    const [one, other] = [below(stream, lines.length), below(stream, lines.length)];
    const line = lines[one] as Uint8Array;
    lines[one] = lines[other] as Uint8Array;
    lines[other] = line;
  }),
  onLines((lines, stream) => {
    const at = below(stream, lines.length);
    const text = Buffer.from(lines[at] as Uint8Array).toString('latin1');
    const values = [...text.matchAll(/(?<=":)("[^"]*"|[\d.]+|null|true|false|\[[^\]]*\])|(?<=,)[^,\r\n]*/g)];
    const found = values[below(stream, Math.max(1, values.length))];
    if (found === undefined) return;
    const value = oneOf(stream, VALUES);
    lines[at] = bytesOf(text.slice(0, found.index) + value + text.slice(found.index + found[0].length));
  }),
];

/** Changes of any number of lines. */
const WIDE: readonly Mutation[] = [
  (bytes, stream) => bytes.subarray(0, below(stream, bytes.length)),
  (bytes, stream) => {
    const at = below(stream, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(stream, 60))]);
  },
  onLines((lines, stream) => {
    lines.splice(below(stream, lines.length), 1 + below(stream, 20));
  }),
  onLines((lines, stream) => {
    const at = below(stream, lines.length);
    lines.splice(at, 0, ...lines.slice(below(stream, lines.length), at));
  }),
];

type Outcome =
  | { readonly ok: true; readonly value: ForeignReport }
  | { readonly ok: false; readonly problem: readonly LogIssue[] };

/** The report on a log that arrives in pieces of any length, or its issues. */
function outcomeOf({ form, scenario }: Base, bytes: Uint8Array, stream: RandomStream): Outcome {
  const audit = startForeignAudit(scenario, form);
  for (let at = 0; at < bytes.length; ) {
    const to = at + 1 + below(stream, 1 << below(stream, 17));
    if (!audit.take(bytes.subarray(at, to))) break;
    at = to;
  }
  return audit.finish();
}

export const foreign = inRounds('foreign', 'damaged case logs', (stream) => {
  const base = oneOf(stream, bases());
  const isLocal = base.violated.length > 0;
  const mutations = isLocal || stream.uniform() < 0.5 ? LOCAL : [...LOCAL, ...WIDE];
  let { bytes } = base;
  for (let left = below(stream, 4); left >= 0 && bytes.length > 0; left--)
    bytes = oneOf(stream, mutations)(bytes, stream);
  const before = process.cpuUsage();
  const outcome = outcomeOf(base, bytes, stream);
  const tookMs = process.cpuUsage(before).user / 1000;
  if (tookMs > MOST_MS) return `it takes ${Math.round(tookMs)} ms`;
  const general = { ...base, form: { ...base.form, isGeneral: true } };
  if (!isDeepStrictEqual(outcomeOf(general, bytes, stream), outcome))
    return 'read in another way, it gives another outcome';
  if (!outcome.ok) return outcome.problem.length === 0 ? 'it is refused without a reason' : null;
  const { results } = outcome.value;
  const clean = base.violated.find((id) => {
    const result = results.find((one) => one.id === id);
    return result === undefined || (result.notCheckable === null && result.violations === 0);
  });
  return clean === undefined ? null : `${clean} is called kept, which is violated ${OFTEN} times and more`;
});
