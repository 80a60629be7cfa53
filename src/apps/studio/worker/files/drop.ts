import { type AuditReport, auditLedger, reportUnreadable } from '#audit';
import { ownMember, textOfUtf8 } from '#base';
import { BUNDLE, type BundleVerdict, soundBundleText, verifierSteps } from '#bundle';
import type { Scenario } from '#domain';
import { hashScenario } from '#experiment';
import { makeEvidence, type OpenFile } from '#exports';
import { entryLimits, type LedgerPrefix, openLedgerPrefix } from '#ledger';
import { eventEffectsIn } from '#planning';
import { type DatedEvent, parseScenarioJson } from '#scenario';
import { bundleContents } from '../../../shared/evidence/bundle-contents.ts';
import { hashes, sha256 } from '../../../shared/hashes-in-browsers.ts';
import { VERSION } from '../../../shared/version.ts';
import { Chronicle } from '../../chronicle/chronicle.ts';
import type { DroppedFile } from '../../protocol.ts';
import { ByteStore, storeOf } from '../byte-store.ts';
import { reachOf, readInPieces, writeInPieces } from '../in-pieces.ts';
import type { Library } from '../library.ts';
import { auditInPieces, finishRun, type Ran } from '../run-scenario.ts';
import { Cancelled, pause, Refusal, type Work } from '../work.ts';
import { filesOfArchive, isArchive } from './archive.ts';
import { checkEd25519 } from './ed25519.ts';

/** What is found about dropped files. */
export interface DropVerdict extends Pick<BundleVerdict, 'steps' | 'trust'> {
  readonly isGenuine: boolean;
  readonly headline: string;
  readonly audit: AuditReport | null;
}

interface Dropped {
  readonly verdict: DropVerdict;
  /** The run of an intact ledger; null for any other. */
  readonly ran: Ran | null;
}

/** Verifies dropped files: an evidence bundle (folder or archive), or a ledger with or without its scenario. */
export async function verifyDropped(
  library: Library,
  dropped: readonly DroppedFile[],
  work: Work,
): Promise<Dropped> {
  await pause(work, 'reading', 0);
  const files = filesOf(dropped);
  if (files.has(BUNDLE.manifest) || files.has(BUNDLE.ledger)) return verifyAsBundle(files, work);
  const ledger = [...files].find(([path]) => /(^|\/)[^/]*\.bin$/.test(path))?.[1];
  if (ledger === undefined) throw new Refusal('these files contain neither a bundle nor a ledger (*.bin)');
  return verifyAsLedger(library, ledger, files, work);
}

/** Unpacks archives and removes a common top folder. */
function filesOf(dropped: readonly DroppedFile[]): ReadonlyMap<string, Uint8Array> {
  const all: { path: string; bytes: Uint8Array }[] = [];
  for (const { bytes: buffer, path } of dropped) {
    const bytes = new Uint8Array(buffer);
    if (!isArchive(bytes)) all.push({ path, bytes });
    else {
      const inside = filesOfArchive(bytes);
      if (inside === null) throw new Refusal(`${path} is a damaged archive`);
      all.push(...inside);
    }
  }
  const marks = [BUNDLE.manifest, BUNDLE.ledger, 'ledger.bin'];
  const marked = all.find(({ path }) => marks.some((mark) => path === mark || path.endsWith(`/${mark}`)));
  const mark = marks.find(
    (one) => marked !== undefined && (marked.path === one || marked.path.endsWith(`/${one}`)),
  );
  const root = marked === undefined || mark === undefined ? '' : marked.path.slice(0, -mark.length);
  return new Map(
    all
      .filter(({ path }) => path.startsWith(root))
      .map(({ bytes, path }) => [path.slice(root.length), bytes]),
  );
}

async function verifyAsBundle(files: ReadonlyMap<string, Uint8Array>, work: Work): Promise<Dropped> {
  const found = await verifyInPieces(files, work);
  const { audit, firstDifference, steps, trust } = found;
  const verdict: DropVerdict = {
    isGenuine: firstDifference === null,
    headline:
      firstDifference === null ? soundBundleText(found) : `Refused. First difference: ${firstDifference}`,
    steps,
    trust,
    audit,
  };
  const scenario = parseScenarioJson(textOfUtf8(files.get(BUNDLE.scenario) ?? new Uint8Array(0)));
  const ledger = files.get(BUNDLE.ledger);
  if (firstDifference !== null || !scenario.ok || ledger === undefined) return { verdict, ran: null };
  return { verdict, ran: await openedRun(ledger, scenario.value, datedIn(files), work) };
}

/** Share of a verification that is done when the ledger has been judged, and when all files have been compared. */
const [AUDITED, WRITTEN] = [0.2, 0.9];

/**
 * Verifies like `meridian verify`, without keys or checkpoints from elsewhere, and handles messages during long work.
 */
async function verifyInPieces(files: ReadonlyMap<string, Uint8Array>, work: Work): Promise<BundleVerdict> {
  const steps = verifierSteps({
    store: storeOf(files),
    hashes,
    version: VERSION,
    check: checkEd25519,
    contents: bundleContents,
    trustedKey: null,
    witnesses: [],
    policy: null,
    earlier: null,
    statement: null,
    reader: 'page',
  });
  const reach = reachOf(work, 'verifying');
  for (;;) {
    const { done, value: step } = steps.next();
    if (done === true) return step;
    switch (step.kind) {
      case 'pause':
        await work.breathe();
        break;
      case 'audit': {
        const { ledger, scenario } = step;
        const close = await auditInPieces(step, (share) => reach(AUDITED * share));
        step.take(makeEvidence(scenario, ledger, close, hashes));
        break;
      }
      case 'files':
        for (const [i, one] of step.files.entries()) {
          const within = (share: number) =>
            reach(AUDITED + ((WRITTEN - AUDITED) * (i + share)) / step.files.length);
          await writeOrFail(one, () => writeInPieces(one.file, one.sink, step, within));
        }
        break;
      case 'entries':
        await readInPieces(step.ledger, step.visit, (share) => reach(WRITTEN + (1 - WRITTEN) * share));
        break;
    }
  }
}

/** Writes a file and reports a failure to do so. A cancellation is not reported as a failure of the file. */
async function writeOrFail({ fail }: OpenFile, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof Cancelled || fail === undefined) throw error;
    fail(error);
  }
}

async function verifyAsLedger(
  library: Library,
  bytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
  work: Work,
): Promise<Dropped> {
  const refused = (headline: string, audit: AuditReport | null): Dropped => ({
    verdict: { isGenuine: false, headline, steps: [], trust: '', audit },
    ran: null,
  });
  const opened = openLedgerPrefix(bytes, sha256);
  const beside = parseScenarioJson(textOfUtf8(files.get('scenario.json') ?? new Uint8Array(0)));
  if (!opened.ok) {
    const { code, message, offset } = opened.problem;
    const audit = beside.ok ? reportUnreadable(opened.problem, beside.value) : null;
    return refused(`Refused. The ledger is damaged (${code}) at byte ${offset}: ${message}`, audit);
  }
  const { continues } = opened.value.header;
  if (continues !== undefined) {
    return refused(
      `The ledger continues another one (root ${continues.root}), and its cases are not known without that one: drop the ledger of a run from the start. The command meridian audit takes both together.`,
      null,
    );
  }
  const scenario = await scenarioOf(library, opened.value, beside.ok ? beside.value : null);
  if (scenario === null) {
    return refused(
      `The ledger matches its own seal (${opened.value.entryCount} entries), but its scenario is missing: also drop scenario.json of the run`,
      null,
    );
  }
  // A second time, now that it is known what its entries can hold.
  const limits = entryLimits(scenario);
  const judged = openLedgerPrefix(bytes, sha256, () => limits);
  if (!judged.ok) throw new Refusal(judged.problem.message);
  const { damage } = judged.value;
  if (damage !== null) {
    const audit = auditLedger(judged.value, scenario);
    return refused(
      `Refused. The ledger is damaged (${damage.code}) at byte ${damage.offset}: ${damage.message}`,
      audit,
    );
  }
  const ran = await openedRun(bytes, scenario, datedIn(files), work);
  return {
    verdict: {
      isGenuine: true,
      headline: `Every byte of the ledger matches its seal: root ${ran.result.root}`,
      steps: [],
      trust:
        'The seal proves only that the ledger is consistent. Compare its root with one that was noted elsewhere.',
      audit: ran.result.audit,
    },
    ran,
  };
}

/** The scenario with the hash in the ledger: dropped with it, or from the page's folder. */
async function scenarioOf(
  library: Library,
  { header }: LedgerPrefix,
  beside: Scenario | null,
): Promise<Scenario | null> {
  const fits = (scenario: Scenario) => hashScenario(scenario, sha256) === header.scenarioHash;
  if (beside !== null) return fits(beside) ? beside : null;
  const { files, scenarios } = await library.scenarios();
  for (const { name, path } of scenarios) {
    if (name !== header.scenarioName) continue;
    const parsed = await library.parse({ path, text: ownMember(files, path) ?? '' });
    if (parsed.ok && fits(parsed.value.scenario)) return parsed.value.scenario;
  }
  return null;
}

/** The dated events that the record of a run names. */
function datedIn(files: ReadonlyMap<string, Uint8Array>): readonly DatedEvent[] {
  return eventEffectsIn(textOfUtf8(files.get(BUNDLE.run) ?? new Uint8Array(0))).map(({ event }) => event);
}

async function openedRun(
  bytes: Uint8Array,
  scenario: Scenario,
  dated: readonly DatedEvent[],
  work: Work,
): Promise<Ran> {
  const chronicle = new Chronicle(scenario);
  const store = new ByteStore();
  store.append(bytes);
  const ledger = openLedgerPrefix(store, sha256);
  if (!ledger.ok) throw new Refusal(ledger.problem.message);
  await readInPieces(ledger.value, chronicle.visit, reachOf(work, 'reading'));
  chronicle.finish(scenario.horizonMs);
  return finishRun(
    { scenario, chronicle, bytes: store, summary: null, made: null },
    { dated, isSimulated: false, opening: null, before: null },
    work,
  );
}
