import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '#engine';
import { inlineYaml, parseRequirements, problemOfKeys, SUBJECT_NAMES, type TreeValue } from '#scenario';
import { merged } from '../../../src/statements/requirements/answer.ts';
import { ROOT, successOf } from '../../running.ts';
import {
  CHANGES,
  type ChangeName,
  evaluated,
  FILE,
  file,
  INPUT,
  ROWS,
  RULES,
  SHIPPED,
} from './known-world.ts';

/** Keys as the top of a file. */
function inBlocks(keys: ReturnType<typeof merged>): string {
  return Object.entries(keys)
    .map(([key, value]) => `${key}: ${inlineYaml(value)}`)
    .join('\n');
}

const outcomesOf = ({ rows }: ReturnType<typeof evaluated>) =>
  Object.fromEntries(rows.map(({ id, outcome }) => [id, outcome]));

describe('an evaluation of a world whose answers are known', () => {
  it('gives each requirement its answer, and each of the four outcomes', () => {
    const result = evaluated(FILE, null, null);
    expect(outcomesOf(result)).toEqual(Object.fromEntries(ROWS.map(([id, , outcome]) => [id, outcome])));
    expect(new Set(result.rows.map(({ outcome }) => outcome)).size).toBe(4);
  });

  it.each(Object.keys(CHANGES) as ChangeName[])('turns the answers that “%s” changes', (name) => {
    const own = ROWS.filter(([, , , change]) => change === name);
    const asked = file(own.map(([id, asks]) => `${id}: { says: ${id}, ${asks} }`));
    const result = evaluated(asked, CHANGES[name], faultsOf(name) === null ? null : name);
    expect(outcomesOf(result)).toEqual(Object.fromEntries(own.map(([id, , , , changed]) => [id, changed])));
  });

  it('counts only what happened under a control, and names the keys that are missing', () => {
    const asked = file([
      'control: { says: control, control: not CN }',
      'citizens: { says: c, citizenship: EU }',
    ]);
    const [sold] = evaluated(asked, CHANGES['sold to China'], null).rows;
    expect(sold?.first?.time).toMatch(/^2014-11-04T1[5-9]/);
    expect(sold?.text).toMatch(/: Sofia subcontractor, controlled from China \(\d+ /);
    expect(sold?.count).toBeLessThan(sold?.chances ?? 0);
    const [control, citizens] = evaluated(asked, null, null).rows;
    expect(control?.text).toContain('no key entities.vendor.control');
    expect(citizens?.text).toContain('no key centres.dublin.groups.german.citizenship');
  });

  it('names the option for proofs to a terminal alone', () => {
    const [inTerminal, onPage] = (['terminal', 'page'] as const).map((reader) =>
      JSON.stringify(evaluated(FILE, null, null, { reader })),
    );
    expect(inTerminal?.match(/ \(--prove\)/g)?.length).toBeGreaterThan(0);
    expect(onPage).toBe(inTerminal?.replaceAll(' (--prove)', ''));
    expect(JSON.stringify(evaluated(FILE, null, null))).toBe(inTerminal);
  });

  it('names keys that meet what is broken', () => {
    const asked = file([
      'storage: { says: storage, storage: EEA }',
      'access: { says: access, access: EEA }',
      'erased: { says: erased, erasure: 6 h }',
      'told: { says: told, subcontractors: { announced: 90 days } }',
    ]);
    const { answer, change, rows } = evaluated(asked, null, null);
    expect(answer[0]).toBe('It meets 0 of 4 requirements; 4 are broken (storage, access, erased and told).');
    expect(rows.every(({ outcome }) => outcome === 'broken')).toBe(true);
    const elsewhere = {
      segments: { twin: { placement: 'eea' } },
      promises: { default: { storedFirst: 'ANY' } },
    };
    const met = evaluated(asked, inBlocks(merged(change, elsewhere)), null);
    expect(met.answer).toEqual(['It meets 4 of 4 requirements.']);
  });
});

describe('the change for several requirements', () => {
  const changeFor = (rows: readonly string[]) =>
    inlineYaml(
      evaluated(file(rows.map((asks, i) => `r${i}: { says: r, for: twin, ${asks} }`)), null, null).change,
    );

  it('names the narrower of two zones, in whatever order they are asked for', () => {
    const both = ['access: EU', 'access: EEA'];
    expect(changeFor(both)).toContain('zones: { access: EU, processing: EU }');
    expect(changeFor(both.toReversed())).toBe(changeFor(both));
  });

  it('lets nobody in under escort where another requirement confines access', () => {
    expect(changeFor(['escorted: EEA'])).toContain('escorted: { by: EEA }');
    expect(changeFor(['escorted: EEA', 'access: EEA'])).not.toContain('escorted');
    expect(changeFor(['escorted: EEA', 'access: EEA, unless: escort'])).toContain('escorted: { by: EEA }');
  });
});

describe('keys that the checks of scenarios refuse', () => {
  const asked = file([
    'swiss: { says: s, storage: CH, for: premier }',
    'seen: { says: a, access: EU, for: twin }',
  ]);
  const problemOf = (keys: Readonly<Record<string, TreeValue>>) => problemOfKeys(INPUT, keys);

  it('are not named, and the answer says which requirement stays broken, and why', () => {
    const { answer, change, notSaid } = evaluated(asked, null, null, { problemOf });
    expect(inlineYaml(change)).toContain('access: EU');
    expect(inlineYaml(change)).not.toContain('CH');
    expect(problemOf(change)).toBeNull();
    expect(answer.at(-1)).toMatch(
      /^No such keys are named for swiss, because the scenario would fail its checks \(ledger\.dataCentres: no data centre /,
    );
    expect(notSaid.join()).not.toContain('was not checked');
  });

  it('are named where no file can be checked, which is said', () => {
    const { change, notSaid } = evaluated(asked, null, null);
    expect(inlineYaml(change)).toContain('storage: CH');
    expect(notSaid).toContain(
      'Whether the scenario allows the changes named here was not checked: meridian validate does.',
    );
  });
});

describe('several places', () => {
  const changeFor = (places: string) =>
    evaluated(file([`one: { says: one, access: ${places}, for: premier }`]), null, null).rows[0]?.change;

  it('are promised as one zone if it is the same countries throughout', () => {
    expect(changeFor('[EEA, CH]')).toContain('zones: { access: EU_EFTA, processing: EU_EFTA }');
    expect(changeFor('[IS, LI, "NO"]')).toContain('access: EEA_EFTA');
    // Premier customers are promised the EEA already.
    expect(changeFor('[EU_EFTA, not CH]')).toBe('{ promises: { premier-eea: { breakGlass: null } } }');
  });

  it('are no promise if no zone is the same: Norway is missing, or one country too many is there', () => {
    for (const places of ['[EU, CH]', '[IE, NL]', '[EU_EFTA, not IS]', 'not US'])
      expect(changeFor(places), places).toMatch(/^a promise names one zone, and none is /);
  });
});

describe('a file of requirements', () => {
  it('is refused with everything that is wrong with it', () => {
    const text = `meridian-requirements: 1
title: Wrong
requirements:
  slip: { says: A slip, storge: EEA }
  place: { says: A place, access: Atlantis }
  none: { says: No subject }
  two: { says: Two subjects, storage: EEA, access: EEA }
  rule: { says: A rule, rule: R99 }
  silent: { storage: EEA }
  bound: { says: A destination, storage: EEA, to: US }
`;
    const parsed = parseRequirements('wrong.yaml', text, RULES);
    const found = parsed.ok ? [] : parsed.problem;
    expect(found.map(({ code, line, path }) => `${line} ${code} ${path}`)).toEqual([
      '4 unknown-key requirements.slip.storge',
      '5 unknown-zone requirements.place.access',
      '6 alternatives requirements.none',
      '7 alternatives requirements.two',
      '8 unknown-word requirements.rule.rule',
      '9 missing-key requirements.silent.says',
      '10 alternatives requirements.bound.to',
    ]);
    expect(found[0]?.remedy).toBe("did you mean 'storage'?");
    for (const { column, remedy } of found) expect([column > 0, remedy.length > 0]).toEqual([true, true]);
  });

  it.each(readdirSync(SHIPPED))('%s comes with the program, and names a source for each line', (name) => {
    const parsed = successOf(parseRequirements(name, readFileSync(join(SHIPPED, name), 'utf8'), RULES));
    for (const { confidence, date, id, source } of parsed.requirements)
      expect([source, date, confidence].includes(null), id).toBe(false);
  });

  it('has a page that names every subject', () => {
    const page = readFileSync(join(ROOT, 'src/statements/REQUIREMENTS.md'), 'utf8');
    for (const subject of SUBJECT_NAMES) expect(page, subject).toContain(`\`${subject}\``);
  });
});
