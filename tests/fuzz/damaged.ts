import { posix } from 'node:path';
import { HOUR_MS, type RandomStream, textOfUtf8, UserProblem } from '#base';
import { type Manifest, parseManifest } from '#bundle';
import type { Evidence } from '#exports';
import { bundleContents } from '../../src/apps/shared/evidence/bundle-contents.ts';
import { manifestText } from '../../src/bundle/manifest.ts';
import { bytesOf, evidenceOf } from '../exports/evidence-of.ts';
import { loadScenario, runInMemory } from '../running.ts';
import { below, inRounds, oneOf } from './rounds.ts';

const whole = loadScenario('german-night');
const scenario = { ...whole, horizonMs: HOUR_MS };
let made: { readonly evidence: Evidence; readonly summary: string } | null = null;

/** A summary damaged by a disk or by hand gives a report or an error for the user; a manifest never names a file outside. */
export const damaged = inRounds('damaged', 'damaged summaries and manifests', (stream) =>
  stream.uniform() < 0.5 ? summaryAttack(stream) : manifestAttack(stream),
);

function summaryAttack(stream: RandomStream): string | null {
  made ??= { evidence: evidenceOf(scenario), summary: JSON.stringify(runInMemory(scenario).summary) };
  const text = stream.uniform() < 0.5 ? flipped(made.summary, stream) : replaced(made.summary, stream);
  const report = bundleContents(made.evidence, () => text, []).find(({ path }) => path === 'report.html');
  if (report === undefined) return 'there is no report';
  let page = '';
  try {
    page = textOfUtf8(bytesOf(report, made.evidence));
  } catch (error) {
    if (error instanceof UserProblem && page === '') return null;
    throw error;
  }
  return /<script|<iframe|onload=/.test(page) ? 'the report has a script' : null;
}

function flipped(text: string, stream: RandomStream): string {
  const bytes = Buffer.from(text, 'utf8');
  for (let left = 1 + below(stream, 3); left > 0; left--) {
    const at = below(stream, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(stream, 8));
  }
  return bytes.toString('utf8');
}

const VALUES = [
  null,
  {},
  [],
  '',
  -1,
  1e308,
  '__proto__',
  '<script>alert(1)</script>',
  true,
  [null],
  { a: [] },
];

/** Another value in place of one, at any depth. */
function replaced(text: string, stream: RandomStream): string {
  const root = { summary: JSON.parse(text) as unknown };
  let holder: Record<string, unknown> = root;
  let key = 'summary';
  for (;;) {
    const value = holder[key];
    const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
    if (keys.length === 0 || stream.uniform() < 0.15) break;
    holder = value as Record<string, unknown>;
    key = oneOf(stream, keys);
  }
  if (stream.uniform() < 0.3) delete holder[key];
  else holder[key] = oneOf(stream, VALUES);
  return JSON.stringify(root.summary) ?? '';
}

const STEPS = ['..', '.', '', 'csv', 'a', '/', '\\', 'C:', '\0', '...', '..\\', ' ', '~', 'log', '%2e%2e'];

function manifestAttack(stream: RandomStream): string | null {
  const path = Array.from({ length: 1 + below(stream, 5) }, () => oneOf(stream, STEPS)).join(
    stream.uniform() < 0.8 ? '/' : '\\',
  );
  const text = manifestText({
    format: 3,
    kind: 'meridian evidence bundle',
    seed: 's',
    replication: 0,
    key: 'k',
    scenario: { name: 'n', sha256: '' },
    ledger: { root: '', entries: 0 },
    files: [{ path, bytes: 0, sha256: '', origin: 'kept' }],
  } satisfies Manifest);
  if (parseManifest(text) === null) return null;
  const reached = posix.normalize(`/bundle/${path}`);
  return reached === `/bundle/${path}` && !path.includes('\\')
    ? null
    : `${JSON.stringify(path)} was accepted`;
}
