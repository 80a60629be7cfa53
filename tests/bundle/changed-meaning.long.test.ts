import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson, hexOf, utf8Of } from '#base';
import type { Scenario } from '#domain';
import { hashScenario } from '#experiment';
import { createLedgerWriter, entriesTo, type Ledger, openLedger } from '#ledger';
import { keptScenarioJson, parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { type Figures, Measured, NotInLedger, sixDigits } from '../../src/bundle/recount/counts/figure.ts';
import { summaryFigures } from '../../src/bundle/recount/figures/summary-figures.ts';
import { openRecount } from '../../src/bundle/recount/recount.ts';
import { meridian } from '../apps/cli/cli.ts';
import { sha256 } from '../running.ts';
import {
  makeBundle,
  newKeyFile,
  readFiles,
  type SmallBundle,
  textOf,
  verifyInMemory,
} from './small-bundle.ts';

/** What the attacker rewrites in a file of the scenario's source: every occurrence. */
type Rewriting = readonly [file: string, from: RegExp, to: string];

/**
 * An attacker who has the run rewrites what its numbers mean, and seals everything again: the files of the scenario, `scenario.json`, the
 * hash in the header of the ledger (whose entries stay as they are), the summary (whose figures are recounted as the verifier does), and
 * the bundle.
 */
function resealed(
  { runFolder }: SmallBundle,
  [file, from, to]: Rewriting,
  keyFile: string,
  textOfScenario: (scenario: Scenario) => string = keptScenarioJson,
): SmallBundle {
  const forged = `${runFolder}-forged-${to.replaceAll(/\W/g, '')}`;
  cpSync(runFolder, forged, { recursive: true });
  const source = join(forged, 'source', file);
  const text = readFileSync(source, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(source, text.replaceAll(from, to));
  const kept = parseScenarioJson(readFileSync(join(forged, 'scenario.json'), 'utf8'));
  const parsed = parseScenario({
    path: source,
    text: readFileSync(source, 'utf8'),
    readFile: (path) => ({ ok: true, value: readFileSync(path, 'utf8') }),
  });
  if (!parsed.ok || !kept.ok) throw new Error('the forged scenario cannot be read');
  const scenario = { ...parsed.value.scenario, horizonMs: kept.value.horizonMs };
  writeFileSync(join(forged, 'scenario.json'), `${textOfScenario(scenario)}\n`);
  const ledger = openLedger(sourceOf(readFileSync(join(runFolder, 'ledger.bin'))), sha256);
  if (!ledger.ok) throw new Error(ledger.problem.message);
  const blocks: Uint8Array[] = [];
  const writer = createLedgerWriter({
    header: { ...ledger.value.header, scenarioHash: hashScenario(scenario, sha256) },
    digest: sha256,
    write: (bytes) => blocks.push(bytes.slice()),
  });
  ledger.value.forEach(entriesTo(writer));
  const { root } = writer.seal();
  writeFileSync(join(forged, 'ledger.bin'), Buffer.concat(blocks));
  writeFileSync(join(forged, 'summary.json'), recountedSummary(scenario, ledger.value));
  const record = JSON.parse(readFileSync(join(forged, 'run.json'), 'utf8')) as object;
  writeFileSync(join(forged, 'run.json'), `${JSON.stringify({ ...record, root: hexOf(root) }, null, 2)}\n`);
  const { err } = meridian('bundle', forged, '--key', keyFile);
  const folder = `${forged}.bundle`;
  return { runFolder: forged, folder, keyFile, files: readFiles(folder, err) };
}

function recountedSummary(scenario: Scenario, { forEach, header }: Ledger): string {
  const recount = openRecount(scenario, 0);
  forEach(recount.visit);
  const figures = summaryFigures(recount.finish().tally, header);
  return `${JSON.stringify(plain(figures), null, 2)}\n`;
}

/** Figures as values that pass for them. */
function plain(figures: Figures): unknown {
  if (figures instanceof Measured) return sixDigits(figures.low);
  if (figures instanceof NotInLedger)
    return typeof figures.among === 'function' ? undefined : figures.among[0];
  if (Array.isArray(figures)) return figures.map(plain);
  if (typeof figures !== 'object' || figures === null) return figures;
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, plain(value)]));
}

function sourceOf(bytes: Uint8Array) {
  return {
    size: bytes.length,
    read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
}

/** Storage outside the EEA, although the customer's promise is the EEA. */
function outsideOfEea({ files }: SmallBundle): number {
  return textOf(files, 'ledger/violations.csv').match(/^R1,.*outside EEA/gm)?.length ?? 0;
}

describe('a scenario rewritten under the same entries', () => {
  const keyFile = newKeyFile();
  const bundle = makeBundle('german-night', '9 h', { breach: 'store-outside', keyFile });
  const note = textOf(bundle.files, 'log/checkpoint');
  const moved: Rewriting = ['german-night/scenario.yaml', /(Washington", country:) US/g, '$1 IE'];

  it('hides violations, and the bundle alone does not reveal it', () => {
    expect(outsideOfEea(bundle)).toBeGreaterThan(0);
    const forged = resealed(bundle, moved, keyFile);
    expect(verifyInMemory(forged.files).firstDifference).toBeNull();
    expect(outsideOfEea(forged)).toBe(0);
  });

  it('is detected with an earlier checkpoint, which names the changed part', () => {
    const forged = resealed(bundle, moved, keyFile);
    const earlier = { note, scenario: null };
    expect(verifyInMemory(bundle.files, { earlier }).firstDifference).toBeNull();
    expect(verifyInMemory(forged.files, { earlier }).firstDifference).toBe(
      'the entries do not mean what they meant then; changed: scenario/dataCentres',
    );
  });

  it('is detected in the same way if it is sealed with another key', () => {
    const forged = resealed(bundle, moved, newKeyFile());
    const { steps } = verifyInMemory(forged.files, { earlier: { note, scenario: null } });
    const found = steps
      .filter(({ what }) => what === 'earlier checkpoint')
      .map(({ difference }) => difference);
    expect(found[0]).toContain('signed by');
    expect(found[1]).toContain('changed: scenario/dataCentres');
  });

  it('is shown value by value to a reader who kept the earlier bundle', () => {
    const forged = resealed(bundle, moved, keyFile);
    const { code, out } = meridian('verify', forged.folder, '--checkpoint', bundle.folder);
    expect(code).toBe(1);
    expect(out).toContain('dataCentres.0.country ("US" then, "IE" now)');
  });

  it('is detected if it invents a legal date or backdates a contract', () => {
    const made: Rewriting = [
      'german-night/scenario.yaml',
      /^products:/gm,
      'law: { SAFE_HARBOR_EU_US: { to: 2030-01-01 } }\nproducts:',
    ];
    const forged = resealed(bundle, made, keyFile);
    const { firstDifference } = verifyInMemory(forged.files, { earlier: { note, scenario: null } });
    expect(firstDifference).toContain('changed: scenario/law');
    const dated: Rewriting = ['german-night/scenario.yaml', /from: 2001-06-29/g, 'from: 2000-12-01'];
    const again = resealed(bundle, dated, keyFile);
    expect(verifyInMemory(again.files, { earlier: { note, scenario: null } }).firstDifference).toContain(
      'changed: scenario/entities',
    );
  });
});

describe('a scenario with calendars by the week', () => {
  const keyFile = newKeyFile();
  const bundle = makeBundle('chat-desk', '1 h', { keyFile, formats: ['csv'] });
  const note = textOf(bundle.files, 'log/checkpoint');
  const text = textOf(bundle.files, 'scenario.json');
  const unchanged: Rewriting = ['chat-desk/scenario.yaml', /^name: /gm, 'name: '];

  it('is detected if its hours are rewritten, and a reader of the earlier bundle sees which', () => {
    expect(text).toContain('"format":3');
    expect(verifyInMemory(bundle.files).firstDifference).toBeNull();
    const longer: Rewriting = ['chat-desk/scenario.yaml', /to: "18:00" \}\]/g, 'to: "20:00" }]'];
    const forged = resealed(bundle, longer, keyFile);
    expect(verifyInMemory(forged.files).firstDifference).toBeNull();
    const earlier = { note, scenario: text };
    expect(verifyInMemory(bundle.files, { earlier }).firstDifference).toBeNull();
    expect(verifyInMemory(forged.files, { earlier }).firstDifference).toMatch(
      /; changed: scenario\/centres, scenario\/targets, centres\.0\.open\.0\.toMs \(\d+ then, \d+ now\), targets\.0\.hours/,
    );
  });

  it('is also verified if an earlier version wrote all calendars out', () => {
    const old = resealed(bundle, unchanged, keyFile, scenarioJson);
    expect(textOf(old.files, 'scenario.json')).toContain('"format":2');
    expect(verifyInMemory(old.files, { earlier: { note, scenario: text } }).firstDifference).toBeNull();
  });

  it('is refused in any other text, even one that means the same', () => {
    const other = resealed(bundle, unchanged, keyFile, (scenario) => {
      const plain = JSON.parse(keptScenarioJson(scenario)) as { centres: { open: { days: unknown[] } }[] };
      plain.centres[0]?.open.days.push([]);
      return canonicalJson(plain);
    });
    expect(verifyInMemory(other.files).firstDifference).toBe(
      'scenario.json is not the text that Meridian writes for its scenario',
    );
  });
});

describe('rewritten clocks', () => {
  it('are detected by a host that knows the time zone', () => {
    const bundle = makeBundle('german-night', '3 h');
    const scenario = textOf(bundle.files, 'scenario.json');
    expect(scenario).toContain('"fromMs":[-172800000],"offsetMs":[0],"timeZone":"Europe/Dublin"');
    const wrong = scenario.replace(
      '"offsetMs":[0],"timeZone":"Europe/Dublin"',
      '"offsetMs":[3600000],"timeZone":"Europe/Dublin"',
    );
    const { steps } = verifyInMemory(new Map(bundle.files).set('scenario.json', utf8Of(wrong)));
    expect(steps.find(({ what }) => what === 'clocks')?.difference).toBe(
      'the clock of Europe/Dublin is not the one that this host knows, from 2014-11-02T00:00:00.000Z on: ' +
        'the scenario was changed, or the time-zone data has been since',
    );
  });
});
