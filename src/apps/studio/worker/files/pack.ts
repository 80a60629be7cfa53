import { hexOf, utf8Of } from '#base';
import { EXPORT_FORMATS, type ManifestFile } from '#bundle';
import { FIGURE_COLUMNS } from '#experiment';
import { auditJson, HashingSink, makeEvidence } from '#exports';
import { renderCellsCsv, renderGroupsCsv, renderProductLevelsCsv, renderReport } from '#report';
import { keptScenarioJson } from '#scenario';
import { storiesOf } from '../../../shared/evidence/audit-run.ts';
import { bundleSteps, keptOf } from '../../../shared/evidence/bundle-files.ts';
import { hashes } from '../../../shared/hashes-in-browsers.ts';
import { VERSION } from '../../../shared/version.ts';
import { type Reach, reachOf, readInPieces, writeInPieces } from '../in-pieces.ts';
import type { OpenRun } from '../run-scenario.ts';
import { Refusal, type Work } from '../work.ts';
import { Archive } from './archive.ts';
import { passingSigner } from './ed25519.ts';

/** Maximum number of entries for a bundle in a tab: each needs some 1.5 kB of memory. */
const BUNDLE_ENTRIES_MAX = 400_000;
/** Bytes copied between two checks for messages: some tens of milliseconds of work. */
const PIECE = 1 << 23;

/** A run folder as written by `meridian run`: ledger, scenario, summary, audit and report. */
export async function packRunFolder(run: OpenRun, work: Work) {
  const { audit, bytes, events, late, ledger, nearMisses, scenario, summary } = run;
  const zip = new Archive();
  const text = (name: string, content: string) => zip.add(name, utf8Of(content));
  const reach = reachOf(work, 'packing');
  const file = zip.open('ledger.bin');
  for (let at = 0; at < bytes.size; ) {
    await reach((0.75 * at) / bytes.size);
    for (const end = Math.min(bytes.size, at + PIECE); at < end; ) {
      const piece = bytes.read(at, end - at);
      file.write(piece);
      at += piece.length;
    }
  }
  file.end();
  await reach(0.75);
  text('scenario.json', `${keptScenarioJson(scenario)}\n`);
  text('run.json', `${JSON.stringify(recordOf(run), null, 2)}\n`);
  text('audit.json', auditJson(audit, scenario));
  if (summary !== null) {
    await reach(0.8);
    text('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
    text('service.csv', renderCellsCsv(summary, FIGURE_COLUMNS));
    text('groups.csv', renderGroupsCsv(summary, FIGURE_COLUMNS));
    const productLevels = renderProductLevelsCsv(summary);
    if (productLevels !== null) text('product-levels.csv', productLevels);
    await reach(0.9);
    const stories = storiesOf(ledger, audit, scenario);
    text(
      'report.html',
      renderReport({
        summary,
        audit,
        scenario,
        ledgerRoot: audit.root,
        stories,
        nearMisses,
        late,
        events,
      }),
    );
  }
  await reach(1);
  return { name: `${scenario.name}.zip`, zip: zip.finish() };
}

/** A bundle as written by `meridian bundle`, signed with a key of this page. */
export async function packBundle(run: OpenRun, work: Work) {
  const { audit: report, bytes, ledger, nearMisses, scenario, summary } = run;
  if (ledger.entryCount > BUNDLE_ENTRIES_MAX) {
    throw new Refusal(
      'this run is too large for a bundle in a page: download the run folder, and run meridian bundle on it',
    );
  }
  const zip = new Archive();
  const files: ManifestFile[] = [];
  const open = (path: string, origin: ManifestFile['origin']) => {
    const file = zip.open(path);
    const sink = new HashingSink(hashes, file.write);
    const end = () => {
      files.push({ path, sha256: hexOf(sink.finish()), bytes: sink.length, origin });
      file.end();
    };
    return { sink, end };
  };
  const evidence = makeEvidence(scenario, ledger, { report, nearMisses }, hashes);
  const steps = bundleSteps(
    {
      files,
      writeKept(path, make) {
        const { end, sink } = open(path, 'kept');
        make(sink);
        end();
      },
      writeBytes: (path, content) => zip.add(path, content),
    },
    keptOf(bytes, scenario, { record: recordOf(run), summary }),
    evidence,
    passingSigner(),
    { formats: EXPORT_FORMATS.filter(({ isDefault }) => isDefault), compress: false, isOneByOne: true },
  );
  const reach = reachOf(work, 'packing');
  for (const { files: made, part, share, visit } of steps) {
    const within: Reach = (done) => reach(share + done * part);
    await within(0);
    for (const file of made) {
      const { end, sink } = open(file.path, 'recomputed');
      await writeInPieces(file, sink, { evidence, ledger }, within);
      end();
    }
    if (visit !== null) await readInPieces(ledger, visit, within);
  }
  await reach(1);
  return { name: `${scenario.name}.bundle.zip`, zip: zip.finish() };
}

/** The record of how the run was made, as in a run folder. */
function recordOf({ events, ledger, made }: OpenRun) {
  const { engineVersion, replication, seed } = ledger.header;
  return {
    seed,
    replication,
    breach: made?.breach ?? null,
    engine: 'table',
    preference: null,
    versions: { engine: engineVersion || VERSION, timeZones: 'unknown' },
    root: hexOf(ledger.root),
    ...(events.length === 0 ? {} : { events }),
  };
}
