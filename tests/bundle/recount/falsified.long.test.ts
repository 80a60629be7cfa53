import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditClosely } from '#audit';
import { definite, HOUR_MS, hexOf } from '#base';
import {
  BUNDLE,
  type Manifest,
  manifestNoteText,
  manifestText,
  parseManifest,
  signNote,
  soundBundleText,
} from '#bundle';
import { type Evidence, makeEvidence } from '#exports';
import { openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import type { Summary } from '#statistics';
import { bundleContents } from '../../../src/apps/shared/evidence/bundle-contents.ts';
import { signerOfPem } from '../../../src/apps/shared/evidence/ed25519.ts';
import { hashes } from '../../../src/apps/shared/host.ts';
import { bytesOf } from '../../exports/evidence-of.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';
import {
  auditedOnce,
  type Files,
  makeBundle,
  type SmallBundle,
  textOf as textIn,
  verifyInMemory,
} from '../small-bundle.ts';
import {
  checkedText,
  figuresOf,
  followingLeavesOf,
  type Place,
  pathOf,
  textOf,
  WORK,
  withMoreFigures,
} from './recounting.ts';

/** A summary that differs from its ledger, in a bundle that its maker has sealed again: signature, hashes, report and all. */

let whole: SmallBundle;
let auditOnce: ReturnType<typeof auditedOnce>;
let evidence: Evidence;
let summary: Summary;
let ledger: Uint8Array;

beforeAll(() => {
  whole = makeBundle('german-night', '3 h', { formats: ['oscal'] });
  auditOnce = auditedOnce(whole.files);
  summary = JSON.parse(textIn(whole.files, BUNDLE.summary)) as Summary;
  const scenario = parseScenarioJson(textIn(whole.files, BUNDLE.scenario));
  ledger = definite(whole.files.get(BUNDLE.ledger), 'the bundle has no ledger');
  const opened = openLedger(ledger, sha256);
  if (!scenario.ok || !opened.ok) throw new Error('the bundle is damaged');
  const audit = auditClosely(opened.value, scenario.value);
  evidence = makeEvidence(scenario.value, opened.value, audit, hashes);
});

/** The bundle with that summary, and the report that follows from it, sealed with the same key. */
function resealed(summaryText: string): Files {
  const files = new Map(whole.files);
  files.set(BUNDLE.summary, Buffer.from(summaryText));
  const report = bundleContents(evidence, () => summaryText, []).find(({ path }) => path === BUNDLE.report);
  files.set(BUNDLE.report, bytesOf(definite(report, 'there is no report'), evidence));
  const manifest = definite(parseManifest(textIn(files, BUNDLE.manifest)), 'there is no manifest');
  const entries = manifest.files.map((file): Manifest['files'][number] => {
    const bytes = definite(files.get(file.path), file.path);
    return { ...file, bytes: bytes.length, sha256: hexOf(sha256(bytes)) };
  });
  const text = manifestText({ ...manifest, files: entries });
  files.set(BUNDLE.manifest, Buffer.from(text));
  const signer = signerOfPem(readFileSync(whole.keyFile, 'utf8'));
  const [name = ''] = manifest.key.split('+');
  files.set(BUNDLE.manifestNote, Buffer.from(signNote(sha256, manifestNoteText(sha256, text), name, signer)));
  return files;
}

function differenceIn(files: Files): string | null {
  return verifyInMemory(files, { audit: auditOnce }).firstDifference;
}

function setIn(into: object, place: Place, value: unknown): void {
  const parent = place.slice(0, -1).reduce<unknown>((at, key) => at?.[key as never], into) as object;
  Object.assign(parent, { [place.at(-1) as string]: value });
}

/** The summary with another value in that place. */
function changed(place: Place, value: unknown): Summary {
  const copy = structuredClone(summary);
  setIn(copy, place, value);
  return copy;
}

/** The next value that a summary could show. For measured ones, the one after that, since a value between two may be shown as either. */
function nextTo(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}?`;
  if (value === null) return 1;
  const number = value as number;
  if (Number.isInteger(number) && Math.abs(number) < 1e5) return number + 1;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(number))) - 5);
  return Number((number + 2 * unit).toPrecision(6));
}

describe('a bundle', () => {
  it('that is sealed again unchanged is genuine, and is reported as recomputed', () => {
    const verdict = verifyInMemory(resealed(textOf(summary)));
    expect(verdict.firstDifference).toBeNull();
    const values = followingLeavesOf(summary).length;
    const step = verdict.steps.find(({ what }) => what === 'figures of service');
    expect(step?.detail).toBe(
      `${values} values of the summary follow from the ledger; the ledger does not give ${WORK} (it was drawn before anything happened)`,
    );
    const manifest = definite(parseManifest(textIn(whole.files, BUNDLE.manifest)), 'there is no manifest');
    const files = manifest.files.filter(({ origin }) => origin === 'recomputed').length;
    expect(verdict.recomputed).toEqual({ files, values, notInLedger: [WORK] });
    expect(soundBundleText(verdict)).toContain(`${values.toLocaleString('en-GB')} values in summary.json`);
    expect(soundBundleText(verdict)).toContain(`in run.json, ${WORK} in summary.json.`);
  });

  it('without a summary is reported to have none', () => {
    const text = soundBundleText({
      notOpened: [],
      earlier: null,
      recomputed: { files: 3, values: null, notInLedger: [] },
    });
    expect(text).toContain('It has no summary.json');
  });

  it('whose service level was improved is refused, with the value from the ledger', () => {
    const { serviceLevel } = summary.total;
    expect(differenceIn(resealed(textOf(changed(['total', 'serviceLevel'], 0.999))))).toBe(
      `summary.json: total.serviceLevel says 0.999, the ledger gives ${serviceLevel}`,
    );
  });

  it('is refused if any of its figures differs', () => {
    // No report can be rendered of more hours than the summary has, so a forger could not make one.
    const figures = followingLeavesOf(summary).filter(
      ({ place, value }) => typeof value === 'number' && place[0] !== 'horizonHours',
    );
    fc.assert(
      fc.property(fc.constantFrom(...figures), ({ place, value }) => {
        const difference = differenceIn(resealed(textOf(changed(place, nextTo(value)))));
        expect(difference).toContain(`summary.json: ${pathOf(place)} says ${nextTo(value)}`);
      }),
      { numRuns: 200, seed: 1913 },
    );
  });
});

describe('a summary', () => {
  const check = (text: string) => checkedText(text, evidence.scenario, ledger);

  it('is detected as false in each of its values, if all of them differ', () => {
    // With callbacks, messages, retries, refusals, targets, wages and weekly measures.
    const scenario = withMoreFigures({ ...loadScenario('proving-ground'), horizonMs: 24 * HOUR_MS });
    const run = runInMemory(scenario);
    const { compare } = figuresOf(scenario, run.ledger);
    const rich = JSON.parse(textOf(run.summary)) as Summary;
    expect(compare(rich).differences).toEqual([]);
    const leaves = followingLeavesOf(rich);
    for (const { place, value } of leaves) setIn(rich, place, nextTo(value));
    const found = compare(rich).differences.map(({ path }) => path);
    expect(new Set(found)).toEqual(new Set(leaves.map(({ place }) => pathOf(place))));
    expect(found.length).toBeGreaterThan(5000);
  });

  it('may say that other work was drawn, but not in another form, nor of other streams or stretches', () => {
    const { judgedOverTime } = summary;
    const { work = [] } = judgedOverTime ?? {};
    const [first, ...others] = work;
    const differenceWith = (other: unknown) =>
      check(textOf({ ...summary, judgedOverTime: { ...judgedOverTime, work: other } } as Summary)).difference;
    const drawn = first?.drawn ?? [];
    expect(differenceWith(work)).toBeNull();
    expect(differenceWith([{ ...first, drawn: drawn.map((value) => value + 1) }, ...others])).toBeNull();
    for (const other of [
      null,
      {},
      others,
      [...others, first],
      [{ ...first, drawn: drawn.slice(1) }, ...others],
      [{ ...first, drawn: drawn.map(() => -1) }, ...others],
      [{ ...first, note: 'good' }, ...others],
    ]) {
      expect(differenceWith(other)).toContain(`${WORK} says`);
    }
    expect(differenceWith(undefined), 'an older build').toBeNull();
  });

  it('is refused if a row is missing, duplicated or misplaced, or if there is an extra key', () => {
    const { cells, segments } = summary;
    const [first, second, ...others] = cells;
    for (const spoilt of [
      { ...summary, cells: cells.slice(1) },
      { ...summary, cells: [first, ...cells] },
      { ...summary, cells: [second, first, ...others] },
      { ...summary, segments: segments.map((row) => ({ ...row, note: 'good' })) },
      { ...summary, total: { ...summary.total, answered: undefined } },
      { ...summary, total: [] },
      null,
      'all is well',
    ]) {
      expect(check(textOf(spoilt)).difference).not.toBeNull();
    }
  });

  it('is refused if a key is duplicated, or if it is not JSON', () => {
    const twice = textOf(summary).replace('  "cases":', '  "cases": 1000000,\n  "cases":');
    expect(check(twice).difference).toContain('a key may be duplicated');
    expect(check('{').difference).toBe('it is not JSON');
  });
});
