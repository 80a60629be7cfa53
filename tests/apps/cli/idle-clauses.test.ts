import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assert, escapeMarkup } from '#base';
import { idleClauseSentences } from '#domain';
import { parseScenarioJson } from '#scenario';
import { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import { factsOf } from '../../../src/apps/studio/worker/facts.ts';
import { sheetsOf } from '../../report/workbook/read-workbook.ts';
import { meridian, newFolder } from './cli.ts';

/** A desk whose second data centre is in India, under clauses between controllers, although its company is a processor. */
const DESK = `meridian: 1
name: idle-clauses
start: 2014-11-03T00:00:00Z
horizon: 1 day
products: { mail: {} }
entities:
  vendor: { kind: vendor, country: IE }
  india: { kind: affiliate, country: IN, instruments: [{ clauses: SCC_2001_C2C, from: 2010-01-01 }] }
dataCentres:
  dublin-dc: { country: IE, entity: vendor }
  india-dc: { country: IN, entity: india }
placements: { default: { primary: [dublin-dc], replica: [india-dc] } }
promises: { default: { title: No boundary, zones: { storage: ANY } } }
centres:
  dublin:
    country: IE
    timeZone: Europe/Dublin
    entity: vendor
    region: emea
    at: [53.3, -6.3]
    access: remote view
    hours: 24x7
    groups:
      all: { tier: 1, languages: [en], products: all, shifts: { day: { agents: 2, days: daily, from: "00:00", to: "24:00" } } }
segments:
  irish:
    promise: default
    placement: default
    products: { mail: 1 }
    severities: { B: 1 }
    channels: { phone: 1 }
    customers:
      - { country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 40/day }
work:
  patience: { phone: exponential 5 min, e-mail: none, web: none }
  handle:
    tier1: &handle { phone: fixed 10 min, e-mail: fixed 10 min, web: fixed 10 min }
    tier2: *handle
    tier3: *handle
  escalation: { tier1: 0, tier2: 0 }
retention: { eraseAfter: 1 day }
`;
const SENTENCE =
  "the clauses SCC_2001_C2C of 'india' carry nothing: they are for C2C, and data comes to it as C2P and P2P";

function fileWith(text: string): string {
  const path = join(newFolder(), 'scenario.yaml');
  writeFileSync(path, text);
  return path;
}

describe('clauses for the wrong roles', () => {
  it('carry nothing: validate warns at their line, and the first lines of run say so, beside the verdict on the promises', () => {
    const file = fileWith(DESK);
    const checked = meridian('validate', file);
    expect(checked.code).toBe(0);
    expect(checked.err).toContain(
      `scenario.yaml:8:67  warning carries-nothing at entities.india.instruments[0].clauses: ${SENTENCE}`,
    );
    const made = meridian('run', file, '--out', join(newFolder(), 'run'));
    expect(made.code).toBe(0);
    const first = made.out.slice(0, made.out.indexOf(' resolutions')).replaceAll(/\s+/g, ' ');
    expect(first).toMatch(
      /(Promises and law: .+|No promise was broken \(.+\)\.) The clauses SCC_2001_C2C of 'india' carry nothing: they are for C2C/,
    );
    const { idle } = JSON.parse(meridian('run', file, '--out', join(newFolder(), 'run'), '--json').out) as {
      readonly idle: readonly string[];
    };
    expect(idle).toEqual([`T${SENTENCE.slice(1)}.`]);
  });

  it('are named by the same sentence in report, workbook and studio', () => {
    const [run, out] = [join(newFolder(), 'run'), join(newFolder(), 'export')];
    expect(meridian('run', fileWith(DESK), '--out', run).code).toBe(0);
    const parsed = parseScenarioJson(readFileSync(join(run, 'scenario.json'), 'utf8'));
    assert(parsed.ok, 'the scenario is as it was written');
    const scenario = parsed.value;
    const [sentence = ''] = idleClauseSentences(scenario);
    expect(sentence).toBe(`T${SENTENCE.slice(1)}.`);
    expect(readFileSync(join(run, 'report.html'), 'utf8').includes(`<p>${escapeMarkup(sentence)}</p>`)).toBe(
      true,
    );
    expect(meridian('export', run, '--format', 'xlsx', '--out', out).code).toBe(0);
    const sheets = sheetsOf(readFileSync(join(out, 'idle-clauses.xlsx')));
    expect(sheets.get('Answer')).toContainEqual([escapeMarkup(sentence)]);
    expect(factsOf(scenario, new Chronicle(scenario)).idleClauses).toEqual([sentence]);
  });

  it('are not mentioned where the clauses fit', () => {
    const file = fileWith(
      DESK.replace('SCC_2001_C2C, from: 2010-01-01', 'SCC_2010_C2P, from: 2011-01-01, signedFor: customers'),
    );
    expect(meridian('validate', file).err).not.toContain('carries-nothing');
    expect(meridian('run', file, '--out', join(newFolder(), 'run')).out).not.toContain('carry nothing');
  });
});
