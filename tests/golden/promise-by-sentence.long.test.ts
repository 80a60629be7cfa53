import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { formatCount } from '#base';
import { BREACHES } from '#engine';
import { auditedEvidence } from '#exports';
import { openLedger } from '#ledger';
import { parseRequirements, renderReference } from '#scenario';
import { answersOfRun, type EvaluatedRow, evaluation } from '#statements';
import { hashes } from '../../src/apps/shared/host.ts';
import { readScenario } from '../../src/index.ts';
import { ROOT, runInMemory, sha256, successOf } from '../running.ts';

/** The table of docs/promise-by-sentence.md: what each sentence of the promise became, and what a month of css-2014 shows of it. */

interface Sentence {
  /** Keys of a scenario that say it. */
  readonly keys: readonly string[];
  /** Invariants that judge it; none if it follows from the scenario. */
  readonly invariants: readonly string[];
  /** Seeded breaches, or a change of the scenario. */
  readonly brokenBy: { readonly breaches: readonly string[] } | { readonly change: string };
  readonly open: string;
}

const SENTENCES: Readonly<Record<string, Sentence>> = {
  's1-stored-first': {
    keys: ['promises.storedFirst', 'placements.primary'],
    invariants: ['R1'],
    brokenBy: { breaches: ['store-first-elsewhere'] },
    open: 'What customers see of it before a case is opened.',
  },
  's2-facilities': {
    keys: ['dataCentres.entity', 'centres.entity', 'entities.countries'],
    invariants: ['R9'],
    brokenBy: { breaches: ['unbound-subcontractor'] },
    open: 'The sentence permits something, so only a subcontractor who was not announced for the country breaks it.',
  },
  's3-premier': {
    keys: ['promises.zones', 'segments.promise'],
    invariants: ['R1'],
    brokenBy: { breaches: ['store-outside'] },
    open: 'Backups, because simulations make none.',
  },
  's4-channels': {
    keys: ['segments.channels'],
    invariants: [],
    brokenBy: { change: 'segments: { americas: { channels: { web: 0 } } }' },
    open: 'How well each channel serves customers: targets are about that.',
  },
  's5-day-and-night': {
    keys: ['centres.groups.shifts'],
    invariants: [],
    brokenBy: { change: 'a shift less, in the only group on duty' },
    open: 'The promise names no languages or tiers; each that customers ask for is counted.',
  },
  's6-escalation': {
    keys: ['work.escalation', 'routing.stages'],
    invariants: ['R10'],
    brokenBy: { breaches: ['false-reason'] },
    open: 'Whether a case needed the expertise: the simulation draws that at random.',
  },
  's7-safe-harbor': {
    keys: ['entities.instruments.framework'],
    invariants: ['R7'],
    brokenBy: { breaches: ['no-basis', 'employer-overlooked'] },
    open: 'Whether the framework’s principles were kept, which is more than being in it.',
  },
  's8-who-has-access': {
    keys: ['centres.groups', 'centres.access'],
    invariants: ['R20'],
    brokenBy: { breaches: ['anonymous-access'] },
    open: 'Whether customers find it clear.',
  },
  's9-where': {
    keys: ['centres.country', 'dataCentres.country', 'centres.groups.residence'],
    invariants: ['R18'],
    brokenBy: { breaches: ['unrecorded-view'] },
    open: 'Where each person is: the scenario says it only of groups.',
  },
  's10-own-duties': {
    keys: ['segments.encryption'],
    invariants: ['R28'],
    brokenBy: { breaches: ['untold-plain-items'] },
    open: 'Duties other than encrypting before sharing.',
  },
  's11-own-requirements': {
    keys: ['segments'],
    invariants: ['R24'],
    brokenBy: { breaches: ['nameless-customer'] },
    open: 'Whether the information is enough for a customer: `meridian evaluate` says what cannot be told.',
  },
  's12-agreement': {
    keys: ['segments.agreements.dataProcessing'],
    invariants: ['R9'],
    brokenBy: { breaches: ['without-agreement'] },
    open: 'What the agreement says.',
  },
  's13-health': {
    keys: ['segments.agreements.businessAssociate'],
    invariants: ['R9'],
    brokenBy: { breaches: ['without-agreement'] },
    open: 'css-2014 has no covered entities under HIPAA; `phi-subcontractor` has.',
  },
  's14-iso': {
    keys: ['entities.certificates.edition', 'promises.certifiedSupport'],
    invariants: ['R9'],
    brokenBy: { breaches: ['outside-scope'] },
    open: 'What an auditor of the standard finds.',
  },
  's14-products': {
    keys: ['entities.certificates.products'],
    invariants: [],
    brokenBy: { change: 'a certificate whose products leave one out' },
    open: 'Products that the scenario does not name.',
  },
  's15-equivalent': {
    keys: ['promises.subcontractorStandard', 'entities.flowDown'],
    invariants: ['R9'],
    brokenBy: { breaches: ['lesser-standard'] },
    open: 'What subcontractors do beyond certificates and duties in writing.',
  },
  's16-only-when-required': {
    keys: ['promises.subcontractorsOnly'],
    invariants: ['R27'],
    brokenBy: { breaches: ['needlessly-subcontracted', 'needlessly-consulted'] },
    open: 'Work to maintain support, which the promise names as well: R27 judges only who takes cases and who is consulted.',
  },
  's17-laws': {
    keys: ['entities.instruments', 'law'],
    invariants: ['R7', 'R8'],
    brokenBy: { breaches: ['any-recipient'] },
    open: 'Transfer laws other than those of the EEA, Switzerland and the United Kingdom; security measures.',
  },
};

const RULES = INVARIANTS.map(({ id }) => id);
const PAGE = join(ROOT, 'docs/promise-by-sentence.md');
const [BEGIN, END] = ['<!-- table -->', '<!-- end of table -->'];

/** Simulated again whenever the test runs, as well as the month without a breach. `npm run keep` simulates a month of each breach. */
const CHECKED = ['store-outside', 'lesser-standard'];

/** What a month of css-2014 with a breach says of a sentence; null if the breach changes nothing in it. */
type Month = ReadonlyMap<string, string> | null;

function lineOf(
  { brokenRuns, chances, count, id, outcome, says }: EvaluatedRow,
  cellOf: (breach: string, id: string) => string,
): string {
  const { brokenBy, invariants, keys, open } = SENTENCES[id] as Sentence;
  const [first = ''] = [
    chances === 0 ? 'by what the scenario says' : `${formatCount(count)} of ${formatCount(chances)}`,
  ];
  const how = outcome === 'cannot be told' ? '' : `, ${first}`;
  const seen = `${brokenRuns > 0 ? '**broken**' : outcome}${how}`;
  const breaches = 'breaches' in brokenBy ? brokenBy.breaches : [];
  const breach =
    breaches.map((name) => `\`${name}\``).join(', ') || ('change' in brokenBy && brokenBy.change);
  const broken = breaches.map((name) => cellOf(name, id)).join(', ') || '–';
  const asked = keys.map((key) => `\`${key}\``).join(', ');
  return `| ${says} | ${asked} | ${invariants.join(', ') || '–'} | ${breach} | ${broken} | ${seen} | ${open} |`;
}

describe('the promise of 2014, sentence by sentence', () => {
  const asked = readFileSync(join(ROOT, 'examples/requirements/promise-2014-css.yaml'), 'utf8');

  it('has a row for each of its seventeen sentences, with keys, invariants and breaches that exist', () => {
    const numbers = new Set(Object.keys(SENTENCES).map((id) => Number(/^s(\d+)-/.exec(id)?.[1])));
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 17 }, (_, k) => k + 1));
    const known = renderReference().replaceAll(/\.⟨[^⟩]*⟩|\[\]/g, '');
    for (const { brokenBy, invariants, keys } of Object.values(SENTENCES)) {
      for (const key of keys)
        expect(known).toMatch(new RegExp(`^\\| \\**${key.replaceAll('.', '\\.')}\\b`, 'm'));
      expect(RULES).toEqual(expect.arrayContaining([...invariants]));
      for (const breach of 'breaches' in brokenBy ? brokenBy.breaches : []) {
        const reported = BREACHES.find(({ name }) => name === breach)?.reportedBy ?? [];
        expect(
          invariants.some((id) => (reported as readonly string[]).includes(id)),
          breach,
        ).toBe(true);
      }
    }
  });

  it('is answered by a month of css-2014 as its page says, with breaches and without', () => {
    const scenario = successOf(readScenario('scenarios/css-2014'));
    const file = successOf(parseRequirements('promise-2014-css.yaml', asked, RULES));
    const monthOf = (breach: string | null, plainRoot = '') => {
      const run = runInMemory(scenario, breach === null ? {} : { breach });
      if (run.root === plainRoot) return null;
      const evidence = auditedEvidence(scenario, successOf(openLedger(run.ledger, sha256)), hashes);
      const sources = [answersOfRun(file, evidence, run.summary)];
      const { rows } = evaluation(file, { of: 'scenario', scenario, sources, proofs: null, assumptions: [] });
      return { root: run.root, rows };
    };
    const plain = monthOf(null);
    const rows = plain?.rows ?? [];
    expect(rows.map(({ id }) => id).sort()).toEqual(Object.keys(SENTENCES).sort());
    const isKept = process.env.KEEP_RESULTS === '1';
    const page = readFileSync(PAGE, 'utf8');
    const months = new Map<string, Month>();
    for (const { brokenBy } of Object.values(SENTENCES)) {
      for (const breach of 'breaches' in brokenBy ? brokenBy.breaches : []) {
        if (months.has(breach) || !(isKept || CHECKED.includes(breach))) continue;
        const found = monthOf(breach, plain?.root);
        const cells = found?.rows.map(
          ({ chances, count, id }) => [id, `${formatCount(count)} of ${formatCount(chances)}`] as const,
        );
        months.set(breach, cells === undefined ? null : new Map(cells));
      }
    }
    /** The cell of a breach that is not simulated now stays as it is on the page. */
    const cellOf = (breach: string, id: string) => {
      if (months.has(breach)) return months.get(breach)?.get(id) ?? 'changes nothing';
      const says = rows.find((row) => row.id === id)?.says ?? '';
      const line = page.split('\n').find((one) => one.startsWith(`| ${says} |`)) ?? '';
      const own = SENTENCES[id]?.brokenBy;
      const at = own !== undefined && 'breaches' in own ? own.breaches.indexOf(breach) : -1;
      return (line.split(' | ')[4] ?? '').split(', ')[at] ?? '';
    };
    const head = [
      '| sentence | keys | invariants | broken by | a month with it | a month of css-2014 | left open |',
      '|---|---|---|---|---|---|---|',
    ];
    const lines = rows.map((row) => lineOf(row, cellOf));
    const table = `${BEGIN}\n\n${[...head, ...lines].join('\n')}\n\n${END}`;
    const made = page.slice(0, page.indexOf(BEGIN)) + table + page.slice(page.indexOf(END) + END.length);
    if (isKept) writeFileSync(PAGE, made);
    expect(readFileSync(PAGE, 'utf8')).toBe(made);
    expect(table).not.toMatch(/\| *\|/);
  });
});
