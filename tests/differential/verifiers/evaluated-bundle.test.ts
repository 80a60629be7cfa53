import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE } from '#bundle';
import { type Evaluation, evaluationCsv } from '#statements';
import { meridian, newFolder } from '../../apps/cli/cli.ts';
import { makeBundle, type SmallBundle } from '../../bundle/small-bundle.ts';
import { Forged } from './forged-bundle.ts';
import { secondVerdicts } from './second-verifier.ts';

/** A bundle that keeps requirements, and copies of it in which an answer, a requirement or a page is false, signed again by its maker. */

const ASKED = `meridian-requirements: 1
title: A bank
requirements:
  inside: { says: Stored in the EEA., storage: EEA, for: premier }
  here: { says: Stored in Ireland., storage: IE, for: premier }
  first: { says: Stored first in Ireland., storedFirst: IE }
  seen: { says: Nobody in the EEA sees data., access: not EEA }
  begun: { says: Somebody in the EEA sees it first., initiated: EEA, for: premier, unless: emergency }
  held: { says: All that happens is in the EEA or the United States., processing: [EEA, US] }
  resident: { says: Residents of Ireland see it., residence: IE, for: premier }
  citizen: { says: Citizens of the EU see it., citizenship: EU }
  nobody: { says: Nobody else's data rests in the EEA., storage: EEA, for: gold }
  local: { says: No copies in centres., workingCopy: not EEA, for: premier }
  kept: { says: Places are kept., rule: R1 }
  gone: { says: Data is gone after an hour., erasure: 1 h }
  answered: { says: Calls are answered., targets: { within: 4 h, share: 0.8 } }
  clear: { says: Agents are cleared., otherEvidence: clearances }
`;

let made: SmallBundle;
let asked: string;
beforeAll(() => {
  asked = join(newFolder(), 'bank.yaml');
  writeFileSync(asked, ASKED);
  made = makeBundle('german-night', '3 h', { formats: ['csv'], against: asked });
});

const [JSON_FILE, CSV_FILE, PAGE] = BUNDLE.evaluation;

const FALSE: readonly (readonly [what: string, named: string, change: (bundle: Forged) => void])[] = [
  [
    'an answer says met instead of broken',
    `${JSON_FILE} differs`,
    (bundle) => {
      const told = JSON.parse(bundle.text(JSON_FILE)) as Evaluation;
      const rows = told.rows.map((row) => (row.id === 'here' ? { ...row, outcome: 'met' } : row));
      bundle.write(JSON_FILE, `${JSON.stringify({ ...told, rows }, null, 2)}\n`, 'recomputed');
    },
  ],
  [
    'a line of the table says met instead of broken',
    `${CSV_FILE} differs`,
    (bundle) => bundle.write(CSV_FILE, bundle.text(CSV_FILE).replace(',broken,', ',met,'), 'recomputed'),
  ],
  [
    'the page leaves out a requirement',
    `${PAGE} differs`,
    (bundle) => bundle.write(PAGE, bundle.text(PAGE).replace('Stored in Ireland.', ''), 'recomputed'),
  ],
  [
    'the requirements ask for less than was answered',
    `${JSON_FILE} differs`,
    (bundle) => bundle.write(BUNDLE.requirements, ASKED.replace('storage: IE', 'storage: EU')),
  ],
  [
    'the requirements cannot be read',
    `${JSON_FILE} cannot be recomputed: ${BUNDLE.requirements}:4:`,
    (bundle) => bundle.write(BUNDLE.requirements, ASKED.replace('storage: EEA', 'storge: EEA')),
  ],
  ['the requirements are missing', BUNDLE.requirements, (bundle) => bundle.remove(BUNDLE.requirements)],
  ['the table is missing', CSV_FILE, (bundle) => bundle.remove(CSV_FILE)],
];

describe('a bundle with requirements', () => {
  it('keeps them with the answers that evaluate gives of the run', () => {
    const { out } = meridian('evaluate', made.runFolder, '--against', asked, '--json');
    const told = JSON.parse(new Forged(made).text(JSON_FILE)) as Evaluation;
    expect(told).toEqual(JSON.parse(out));
    const outcomes = new Map(told.rows.map(({ id, outcome }) => [id, outcome]));
    expect(['inside', 'here', 'clear'].map((id) => outcomes.get(id))).toEqual([
      'met',
      'broken',
      'cannot be told',
    ]);
    expect(new Forged(made).text(BUNDLE.requirements)).toBe(ASKED);
  });

  it('is found sound by both verifiers', () => {
    const { code, out } = meridian('verify', made.folder);
    expect(code).toBe(0);
    expect(out).toContain('files follow from ledger and scenario, byte for byte');
    const second = secondVerdicts([{ bundle: made.folder, core: false }]);
    expect(second).toMatchObject([{ differences: [], exitCode: 0 }]);
  });

  it('is refused by the second verifier, too, if table and rows differ', () => {
    const bundle = new Forged(made);
    bundle.write(CSV_FILE, bundle.text(CSV_FILE).replace(',broken,', ',met,'), 'recomputed');
    const [verdict] = secondVerdicts([{ bundle: bundle.sign(), core: false }]);
    expect(verdict?.differences).toEqual([`${CSV_FILE} says something else than ${JSON_FILE}`]);
  });

  it.each([
    ['inside', { outcome: 'broken' }],
    ['inside', { chances: 1 }],
    ['here', { outcome: 'met', count: 0 }],
    ['seen', { count: 1 }],
    ['first', { asked: ['NL'] }],
    ['resident', { first: null }],
    ['here', { first: { case: '999', time: '2014-11-03T00:00:00.000Z', story: [] } }],
    ['nobody', { outcome: 'met' }],
    ['kept', { outcome: 'broken' }],
    ['gone', { outcome: 'met' }],
  ])(
    'is refused by the second verifier, too, if the answer “%s” is false in both files: %o',
    (id, change) => {
      const bundle = new Forged(made);
      const told = JSON.parse(bundle.text(JSON_FILE)) as Evaluation;
      const rows = told.rows.map((row) => (row.id === id ? { ...row, ...change } : row));
      const evaluation = { ...told, rows } as Evaluation;
      bundle.write(JSON_FILE, `${JSON.stringify(evaluation, null, 2)}\n`, 'recomputed');
      bundle.write(CSV_FILE, evaluationCsv(evaluation), 'recomputed');
      const [verdict] = secondVerdicts([{ bundle: bundle.sign(), core: false }]);
      expect(verdict?.differences).toEqual([expect.stringContaining(`${JSON_FILE}, ${id}: it `)]);
    },
  );

  it.each(FALSE)('is refused if %s', (_, named, change) => {
    const bundle = new Forged(made);
    change(bundle);
    const { code, err, out } = meridian('verify', bundle.sign());
    expect(code).toBe(1);
    expect(out + err).toContain(named);
  });

  it('is not made, and nothing is written, if they are wrong', () => {
    const wrong = join(newFolder(), 'wrong.yaml');
    writeFileSync(wrong, ASKED.replace('storage: IE', 'storage: Eire'));
    const out = join(newFolder(), 'bundle');
    const { code, err } = meridian('bundle', made.runFolder, '--against', wrong, '--out', out);
    expect([code, err]).toEqual([2, expect.stringContaining('wrong.yaml:5:')]);
    expect(meridian('verify', out).code).not.toBe(0);
  });
});
