import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hexOf, utf8Of } from '#base';
import { BUNDLE, type Manifest } from '#bundle';
import { auditedEvidence, auditJson } from '#exports';
import { entryLimits, openLedgerPrefix } from '#ledger';
import { keptScenarioJson } from '#scenario';
import { exampleCustomer } from '#statements';
import { audit } from '../../src/apps/cli/commands/audit.ts';
import { bundle as makeBundle } from '../../src/apps/cli/commands/bundle.ts';
import { exportRun } from '../../src/apps/cli/commands/export.ts';
import { openCases } from '../../src/apps/cli/commands/open-cases.ts';
import { query } from '../../src/apps/cli/commands/query.ts';
import { statement } from '../../src/apps/cli/commands/statement.ts';
import { trace } from '../../src/apps/cli/commands/trace.ts';
import { hashes } from '../../src/apps/shared/host.ts';
import { runCommand } from '../../src/apps/shared/run-command.ts';
import { verify } from '../../src/apps/shared/verify/verify.ts';
import { verifyDropped } from '../../src/apps/studio/worker/files/drop.ts';
import { Library } from '../../src/apps/studio/worker/library.ts';
import type { Files } from '../bundle/small-bundle.ts';
import { newKeyFile } from '../bundle/small-bundle.ts';
import { coreBundle, withManifest, writeFiles } from '../differential/verifiers/core-bundle.ts';
import { sha256, successOf } from '../running.ts';
import { type Mutant, mutantOf, namedLedger, SCENARIO, soundSummary } from './entry-mutants.ts';

/**
 * A process that reads changed ledgers with every reader, one after the other. `mutants.ts` starts it, watches its processor time and its
 * memory, and ends it if it does not come back.
 */

/** What one reader made of a ledger. */
export interface Read {
  readonly reader: string;
  readonly exitCode: number;
  readonly said: string;
}

export interface Answer {
  readonly told: string;
  /** What is wrong with the ledger as such; null if nothing is. */
  readonly damage: { readonly code: string; readonly message: string } | null;
  readonly reads: readonly Read[];
  readonly cpuMs: number;
  /** Folder of the bundle, for the second verifier. */
  readonly bundle: string;
}

export interface Request {
  readonly seed: number;
  /** Number of the mutant, or one of the ledgers with a name. */
  readonly round: number | Parameters<typeof namedLedger>[0];
}

const work = mkdtempSync(join(tmpdir(), 'meridian-mutants-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const keyFile = newKeyFile();
const whole = namedLedger('sound').ledger;
const limits = entryLimits(SCENARIO);
const wholeFiles = bundleOf(whole);
const customer =
  exampleCustomer(auditedEvidence(SCENARIO, successOf(openLedgerPrefix(whole, sha256)), hashes), null) ?? '';
let made = 0;
// Each command listens to errors of both, and here many run in one process.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);

/** What the maker can sign: of a ledger that can be read, all that follows from it; otherwise the manifest names the ledger as it is. */
function bundleOf(ledger: Uint8Array): Files {
  const opened = openLedgerPrefix(ledger, sha256, () => limits);
  if (!opened.ok || opened.value.damage !== null) return replaced(wholeFiles, BUNDLE.ledger, ledger);
  const { audit: report } = auditedEvidence(SCENARIO, opened.value, hashes);
  return replaced(coreBundle(SCENARIO, ledger), BUNDLE.audit, utf8Of(auditJson(report, SCENARIO)));
}

/** The bundle with another file, which its manifest names. */
function replaced(files: Files, path: string, bytes: Uint8Array): Files {
  const manifest = JSON.parse(Buffer.from(files.get(BUNDLE.manifest) ?? []).toString()) as Manifest;
  const named = manifest.files.map((file) =>
    file.path === path ? { ...file, bytes: bytes.length, sha256: hexOf(sha256(bytes)) } : file,
  );
  const ledger = path === BUNDLE.ledger ? sealOf(bytes) : manifest.ledger;
  return withManifest(new Map(files).set(path, bytes), { ...manifest, ledger, files: named });
}

function sealOf(ledger: Uint8Array): Manifest['ledger'] {
  const trailer = Buffer.from(ledger.subarray(ledger.length - 84));
  return { root: trailer.subarray(20, 52).toString('hex'), entries: Number(trailer.readBigUInt64LE(8)) };
}

function runFolderOf(ledger: Uint8Array): string {
  const folder = join(work, `run-${made}`);
  mkdirSync(folder);
  const record = { seed: SCENARIO.seed, replication: 0, breach: null, engine: 'compiled', preference: null };
  const versions = { engine: 'test', timeZones: 'test' };
  writeFileSync(join(folder, 'ledger.bin'), ledger);
  writeFileSync(join(folder, 'scenario.json'), `${keptScenarioJson(SCENARIO)}\n`);
  writeFileSync(join(folder, 'summary.json'), soundSummary());
  writeFileSync(
    join(folder, 'run.json'),
    `${JSON.stringify({ ...record, versions, root: sealOf(ledger).root }, null, 2)}\n`,
  );
  return folder;
}

async function studio(folder: string, ledger: Uint8Array): Promise<'clean' | 'violation'> {
  const bytes = (from: Uint8Array) => from.slice().buffer as ArrayBuffer;
  const dropped = [
    { path: 'ledger.bin', bytes: bytes(ledger) },
    { path: 'scenario.json', bytes: bytes(utf8Of(`${keptScenarioJson(SCENARIO)}\n`)) },
  ];
  const { verdict } = await verifyDropped(new Library(), dropped, {
    signal: new AbortController().signal,
    progress: () => {},
    breathe: async () => {},
  });
  process.stdout.write(`${folder}: ${verdict.headline}\n`);
  return verdict.isGenuine ? 'clean' : 'violation';
}

/** What a command prints, and its exit code. An exception that the command does not turn into a sentence is an exit code of its own. */
async function said(reader: string, command: Parameters<typeof runCommand>[0]): Promise<Read> {
  const [out, err, exit] = [process.stdout.write, process.stderr.write, process.exit];
  let text = '';
  const take = (piece: string | Uint8Array) => {
    if (text.length < 5000) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
    return true;
  };
  process.stdout.write = take as typeof process.stdout.write;
  process.stderr.write = take as typeof process.stderr.write;
  process.exit = ((code: number) => {
    process.exitCode = code;
  }) as typeof process.exit;
  try {
    process.exitCode = 0;
    await runCommand(command);
    return { reader, exitCode: Number(process.exitCode), said: text };
  } finally {
    [process.stdout.write, process.stderr.write, process.exit] = [out, err, exit];
    process.exitCode = 0;
  }
}

async function answer({ ledger, told }: Mutant): Promise<Answer> {
  made++;
  const bundle = join(work, `bundle-${made}`);
  const folder = runFolderOf(ledger);
  writeFiles(bundle, bundleOf(ledger));
  const opened = openLedgerPrefix(ledger, sha256, () => limits);
  const damage = opened.ok ? opened.value.damage : opened.problem;
  const before = process.cpuUsage();
  const law = 'then' as const;
  const out = join(work, `out-${made}`);
  const reads = [
    await said('audit', () => audit(folder, { law })),
    await said('trace', () => trace(folder, '3', {})),
    await said('open-cases', () => openCases(folder, {})),
    await said('export', () => exportRun(folder, { format: ['csv', 'xes'], out })),
    await said('query', () => query(folder, ['select count(*) from cases'], { format: 'csv' } as never)),
    await said('statement', () => statement(folder, { customer, key: keyFile, out })),
    await said('statement of the bundle', () => statement(bundle, { customer, out })),
    await said('verify', () => verify(bundle, { core: true })),
    await said('studio', () => studio(folder, ledger)),
  ];
  const full = join(work, `full-${made}`);
  reads.push(
    await said('bundle', (context) =>
      makeBundle(folder, { key: keyFile, out: full, format: ['all'] }, context),
    ),
  );
  if (existsSync(full)) reads.push(await said('verify of all', () => verify(full, {})));
  const { system, user } = process.cpuUsage(before);
  rmSync(folder, { recursive: true });
  for (const made of [out, full]) rmSync(made, { recursive: true, force: true });
  return {
    told,
    reads,
    bundle,
    cpuMs: (system + user) / 1000,
    damage: damage === null ? null : { code: damage.code, message: damage.message },
  };
}

process.on('message', (request: Request | 'end') => {
  if (request === 'end') process.exit();
  const { round, seed } = request;
  const mutant = typeof round === 'string' ? namedLedger(round) : mutantOf(seed, round);
  void answer(mutant).then((given) => process.send?.(given));
});
process.send?.('ready');
