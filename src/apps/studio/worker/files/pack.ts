import { hexOf, utf8Of } from '#base';
import {
  type BundleFile,
  type Evidence,
  EXPORT_FORMATS,
  HashingSink,
  type ManifestFile,
  makeEvidence,
  type Sink,
  writeTogether,
} from '#evidence';
import { renderCellsCsv, renderReport } from '#report';
import { scenarioJson } from '#scenario';
import { storiesOf } from '../../../cli/audit-run.ts';
import { bundleSteps } from '../../../cli/bundle-files.ts';
import { VERSION } from '../../../cli/version.ts';
import { hashes } from '../sha256.ts';
import type { OpenRun } from '../simulate.ts';
import { Refusal, type Work } from '../work.ts';
import { Archive } from './archive.ts';
import { passingSigner } from './ed25519.ts';
import { byteSourceOf } from './sources.ts';

/** A bundle has some 1.5 kB for each entry: beyond this the memory of a tab is better spared. */
const BUNDLE_ENTRIES_MAX = 400_000;
const PIECE = 1 << 20;

export interface Packed {
  readonly name: string;
  readonly zip: Blob;
}

/** The run folder as `meridian run` leaves it: ledger, scenario, summary, audit and report. */
export async function packRunFolder(run: OpenRun, work: Work): Promise<Packed> {
  const { audit, bytes, ledger, nearMisses, scenario, summary } = run;
  const zip = new Archive();
  const text = (name: string, content: string) => zip.add(name, (write) => write(utf8Of(content)));
  const before = async (share: number) => {
    work.progress({ share, stage: 'packing', cases: 0, waiting: 0 });
    await work.breathe();
  };
  await before(0);
  zip.add('ledger.bin', (write) => {
    for (let at = 0; at < bytes.size; at += PIECE) write(bytes.read(at, Math.min(PIECE, bytes.size - at)));
  });
  await before(0.5);
  text('scenario.json', `${scenarioJson(scenario)}\n`);
  text('run.json', recordOf(run));
  text('audit.json', `${JSON.stringify(audit, null, 2)}\n`);
  if (summary !== null) {
    await before(0.75);
    text('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
    text('service.csv', renderCellsCsv(summary));
    const stories = storiesOf(ledger, audit, scenario);
    text(
      'report.html',
      renderReport({ summary, audit, scenario, ledgerRoot: audit.root, stories, nearMisses }),
    );
  }
  return { name: `${scenario.name}.zip`, zip: zip.finish() };
}

/** Everything that an auditor takes away, as `meridian bundle` writes it, signed with a key of this page. */
export async function packBundle(run: OpenRun, work: Work): Promise<Packed> {
  const { audit: report, bytes, ledger, nearMisses, scenario, summary } = run;
  if (ledger.entryCount > BUNDLE_ENTRIES_MAX) {
    throw new Refusal(
      'this run is too large for a bundle in a page: download the run folder, and call meridian bundle with it',
    );
  }
  const zip = new Archive();
  const files: ManifestFile[] = [];
  const writeFile = (path: string, origin: ManifestFile['origin'], make: (sink: Sink) => void) =>
    zip.add(path, (write) => {
      const sink = new HashingSink(hashes, write);
      make(sink);
      files.push({ path, sha256: hexOf(sink.finish()), bytes: sink.length, origin });
    });
  const steps = bundleSteps(
    {
      files,
      writeKept: (path, make) => writeFile(path, 'kept', make),
      writeRecomputed(made, evidence) {
        for (const file of made)
          writeFile(file.path, 'recomputed', (sink) => writeAlone(file, sink, evidence));
      },
      writeBytes: (path, content) => zip.add(path, (write) => write(content)),
    },
    {
      ledger: bytes,
      scenario: byteSourceOf(utf8Of(`${scenarioJson(scenario)}\n`)),
      run: byteSourceOf(utf8Of(recordOf(run))),
      summary: summary === null ? null : byteSourceOf(utf8Of(`${JSON.stringify(summary, null, 2)}\n`)),
      sources: new Map(),
    },
    makeEvidence(scenario, ledger, { report, nearMisses }, hashes),
    passingSigner(),
    { formats: EXPORT_FORMATS, compress: false, isOneByOne: true },
  );
  for (const { share } of steps) {
    work.progress({ share, stage: 'packing', cases: 0, waiting: 0 });
    await work.breathe();
  }
  return { name: `${scenario.name}.bundle.zip`, zip: zip.finish() };
}

/** An archive holds one file after the other, so that tables of cases are not written together. */
function writeAlone(file: BundleFile, sink: Sink, evidence: Evidence): void {
  const fail = (error: unknown) => {
    throw error;
  };
  writeTogether([{ file, sink, fail }], evidence);
}

/** How the run was made, as a run folder has it. */
function recordOf({ ledger, made }: OpenRun): string {
  const { engineVersion, replication, seed, timeZoneVersion } = ledger.header;
  const record = {
    ...{ seed, replication, breach: made?.breach ?? null, engine: 'table', preference: null },
    versions: { engine: engineVersion || VERSION, timeZones: timeZoneVersion },
    root: hexOf(ledger.root),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
