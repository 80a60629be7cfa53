import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LISTED_FILES, soundBundleText } from '#bundle';
import { checkEd25519 } from '../../../src/apps/shared/evidence/ed25519.ts';
import { checkBundle } from '../../../src/apps/shared/verify/verify.ts';
import { newFolder } from '../../apps/cli/cli.ts';
import { makeBundle, type SmallBundle } from '../../bundle/small-bundle.ts';
import { earlierFolder } from '../../earlier/earlier.ts';
import { programOf } from '../../programs.ts';
import { ROOT } from '../../running.ts';
import { Forged } from './forged-bundle.ts';
import { SECOND_VERIFIER, secondVerdicts } from './second-verifier.ts';

/** Bundles with other files or names than the closed list of FORMAT.md, signed again with the maker's own key. */

let made: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '10 min', { formats: ['csv'] });
});

const MAIN = 'source/german-night/scenario.yaml';
/** Nothing was asked for from elsewhere. */
const NOTHING = {
  check: checkEd25519,
  trustedKey: null,
  witnesses: [],
  policy: null,
  earlier: null,
  statement: null,
} as const;

/** What was changed, what the answer must name, and the change. */
type Tampering = readonly [what: string, named: string, change: (bundle: Forged) => void];

const foreign = (path: string): Tampering => [
  `${path} is added and named as kept`,
  path,
  (bundle) => bundle.write(path, 'All promises kept. Certified.\n'),
];
const stranger = (path: string): Tampering => [
  `${path} is added and not named`,
  path,
  (bundle) => {
    mkdirSync(dirname(bundle.at(path)), { recursive: true });
    writeFileSync(bundle.at(path), 'x');
  },
];
const missing = (path: string): Tampering => [`${path} is removed`, path, (bundle) => bundle.remove(path)];
const recorded = (what: string, change: (record: Record<string, unknown>) => object): Tampering => [
  `run.json says another ${what}`,
  'run.json',
  (bundle) => {
    const record = JSON.parse(bundle.text('run.json')) as Record<string, unknown>;
    bundle.write('run.json', `${JSON.stringify({ ...record, ...change(record) }, null, 2)}\n`);
  },
];

const TAMPERINGS: readonly Tampering[] = [
  ...['verdict.txt', 'ledger/verdict.txt', 'tables/letter.md', 'csv/verdict.csv', 'oscal/x.json'].map(
    foreign,
  ),
  ...['log/verdict.txt', 'log/tile/verdict', 'new/folder/verdict.txt'].map(foreign),
  ...['source/letter.md', 'source/german-night/letter.md', 'source/german-night/other.yaml'].map(foreign),
  ...['verdict.txt', 'ledger/verdict.txt', 'source/letter.md', 'log/tile/0/verdict', 'Run.json'].map(
    stranger,
  ),
  ...['FORMAT.md', 'tables/law.json', 'tables/zones.json', 'ledger/audit.json', 'ledger/cases.idx'].map(
    missing,
  ),
  ...['ledger/violations.csv', 'csv/law.csv', 'report.html', 'summary.json', 'run.json', MAIN].map(missing),
  [
    'a file is a link to its own bytes',
    'tables/zones.json is a link',
    (bundle) => {
      const aside = join(newFolder(), 'zones.json');
      renameSync(bundle.at('tables/zones.json'), aside);
      symlinkSync(aside, bundle.at('tables/zones.json'));
    },
  ],
  [
    'a folder is a link to its own files',
    'csv is a link',
    (bundle) => {
      const aside = join(newFolder(), 'csv');
      renameSync(bundle.at('csv'), aside);
      symlinkSync(aside, bundle.at('csv'));
    },
  ],
  [
    'an empty folder is added',
    'certified/ is an empty folder',
    (bundle) => mkdirSync(bundle.at('certified')),
  ],
  [
    'a pipe is added',
    'ledger/pipe is a pipe',
    (bundle) => expect(spawnSync('mkfifo', [bundle.at('ledger/pipe')]).status).toBe(0),
  ],
  [
    'a file has a name in other case',
    'RUN.json',
    (bundle) => {
      renameSync(bundle.at('run.json'), bundle.at('RUN.json'));
      bundle.renameInManifest('run.json', 'RUN.json');
    },
  ],
  [
    'a file is named as kept that follows from the ledger',
    'csv/law.csv',
    (bundle) => bundle.write('csv/law.csv', bundle.text('csv/law.csv'), 'kept'),
  ],
  [
    'the manifest has another name of the scenario',
    'ledger',
    (bundle) => bundle.change({ scenario: { ...bundle.scenario, name: 'certified' } }),
  ],
  [
    'the manifest has versions',
    'manifest.json has the key versions',
    (bundle) => bundle.change({ versions: { engine: '9.9.9', bundle: '9.9.9' } }),
  ],
  [
    'the manifest has another key',
    'manifest.json has the key verdict',
    (bundle) => bundle.change({ verdict: 'kept' }),
  ],
  [
    'the ledger in the manifest has another key',
    'manifest.json has the key ledger.verdict',
    (bundle) => bundle.change({ ledger: { ...bundle.ledger, verdict: 'kept' } }),
  ],
  [
    'a file in the manifest has another key',
    'manifest.json has the key files[',
    (bundle) => bundle.change({ files: bundle.files.map((file) => ({ ...file, verdict: 'kept' })) }),
  ],
  recorded('root', ({ root }) => ({ root: String(root).replace(/./g, '0') })),
  recorded('seed', () => ({ seed: '7' })),
  recorded('replication', () => ({ replication: 7 })),
  recorded('engine', ({ versions }) => ({ versions: { ...(versions as object), engine: '9.9.9' } })),
  recorded('key', () => ({ verdict: 'All promises kept. Certified.' })),
];

/** The first difference that this project's verifier finds. */
function firstDifferenceIn(folder: string): string | null {
  return checkBundle(folder, NOTHING, false).verdict.firstDifference;
}

describe('a bundle of format 4, signed by its maker', () => {
  it('is in order for both verifiers if nothing is changed', () => {
    const folder = new Forged(made).sign();
    expect(firstDifferenceIn(folder)).toBeNull();
    expect(secondVerdicts([{ bundle: folder, core: false }])).toMatchObject([
      { differences: [], exitCode: 0 },
    ]);
  });

  it('is refused by both verifiers, with the file and the remedy, if its files or names are not those of the list', () => {
    const forged = TAMPERINGS.map(([what, named, change]) => {
      const bundle = new Forged(made);
      change(bundle);
      return { what, named, folder: bundle.sign() };
    });
    const second = secondVerdicts(forged.map(({ folder }) => ({ bundle: folder, core: false })));
    forged.forEach(({ folder, named, what }, i) => {
      const answers = [firstDifferenceIn(folder), second[i]?.differences[0]];
      for (const answer of answers) {
        // The second program gives no numbers of files.
        expect(answer?.replace(/files\[\d*\]/, 'files['), what).toContain(named);
        expect(answer, what).toContain('ask the maker for the bundle');
      }
      expect(second[i]?.exitCode, what).toBe(1);
    });
  });

  it('has exactly the files of the list with all formats, and the second program has the same list', () => {
    const { files } = makeBundle('german-night', '10 min', {
      formats: ['all'],
      against: 'promise-2014',
    });
    const listed = LISTED_FILES.flatMap(({ choice, isPackable, origin, paths }) =>
      paths.map((path) => [choice, origin, isPackable === true, path] as const),
    );
    const named = listed.map(([, , , path]) => path).filter((path) => path !== 'log/tile/…');
    const present = [...files.keys()].filter((path) => !path.startsWith('log/tile/'));
    expect(present.filter((path) => path !== MAIN).sort()).toEqual([...named].sort());
    const script = `import json, sys; sys.path.insert(0, sys.argv[1]); import verify; print(json.dumps([[c, o, p, f] for c, o, p, fs in verify.FILES for f in fs]))`;
    const { stdout } = spawnSync(programOf('python'), ['-B', '-c', script, dirname(SECOND_VERIFIER)], {
      encoding: 'utf8',
    });
    const byPath = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(byPath(JSON.parse(stdout) as unknown[][])).toEqual(byPath(listed));
  });
});

describe('the commands of the page on checking a bundle by hand', () => {
  const page = readFileSync(join(ROOT, 'docs/checking-a-bundle.md'), 'utf8');
  const commands = page.slice(page.indexOf('## By hand')).match(/^```sh\n(.*?)^```$/ms)?.[1] ?? '';
  const byHand = (folder: string) => {
    const { status, stderr, stdout } = spawnSync('bash', ['-c', commands], { cwd: folder, encoding: 'utf8' });
    return { status, lines: `${stdout}${stderr}`.trimEnd().split('\n') };
  };

  it('find a bundle in order, of either format', () => {
    for (const folder of [made.folder, join(earlierFolder(), 'bundle')]) {
      const { lines, status } = byHand(folder);
      const [note, manifest, checkpoint, sealed = '', seal, ...roots] = lines;
      expect([note, manifest, checkpoint]).toEqual([
        'the note is over this manifest',
        'Signature Verified Successfully',
        'Signature Verified Successfully',
      ]);
      expect(sealed).toBe(`${seal}  -`);
      expect(roots).toEqual(['manifest.json:1', 'run.json:1']);
      expect(status).toBe(0);
    }
  });

  it('show a foreign file, a link and another signature', () => {
    const bundle = new Forged(made);
    writeFileSync(bundle.at('verdict.txt'), 'All promises kept.');
    symlinkSync('verdict.txt', bundle.at('link'));
    const text = bundle.text('manifest.note').replace('evidence', 'evidences');
    writeFileSync(bundle.at('manifest.note'), text);
    const found = byHand(bundle.folder).lines.join('\n');
    expect(found).toContain('> verdict.txt');
    expect(found).toContain('./link');
    expect(found).toContain('Signature Verification Failure');
  });
});

describe('a bundle of format 3, made at the beginning of December 2026', () => {
  const earlier = earlierFolder('2026-12-01');
  const keyFile = join(earlier, 'key/key.pem');

  it.each([
    ['bundle', 0],
    ['broken-bundle', 1],
  ])(
    '%s follows from its ledger under the earlier names of columns, and the first line says so',
    (name, exitCode) => {
      const { verdict } = checkBundle(join(earlier, name), NOTHING, false);
      expect(verdict.firstDifference).toBeNull();
      expect(verdict.earlier?.rewritten).not.toContain('gdpr/sub-processors.csv');
      const text = 'This bundle has format 3, whose tables have other names of columns.';
      expect(soundBundleText(verdict)).toContain(text);
      const { stdout } = spawnSync(programOf('python'), [SECOND_VERIFIER, join(earlier, name)], {
        encoding: 'utf8',
      });
      expect(stdout.split('\n')[0]).toContain(text);
      expect(secondVerdicts([{ bundle: join(earlier, name), core: false }])).toMatchObject([
        { differences: [], exitCode },
      ]);
    },
  );

  it.each(['csv/accesses.csv', 'ledger/violations.csv', 'ledger/violations.ndjson'])(
    'is refused if %s is that of a newer bundle',
    (path) => {
      const bundle = new Forged({ folder: join(earlier, 'broken-bundle'), keyFile });
      const text = bundle.text(path);
      const changed = text.replaceAll('case', 'case_number');
      expect(changed).not.toBe(text);
      bundle.write(path, changed, 'recomputed');
      expect(firstDifferenceIn(bundle.sign())).toContain(`${path} differs from what the ledger gives`);
    },
  );

  it.each([stranger('verdict.txt'), missing('ledger/audit.json'), recorded('root', () => ({ root: '0' }))])(
    'is refused by both if %s',
    (_, named, change) => {
      const bundle = new Forged({ folder: join(earlier, 'bundle'), keyFile });
      change(bundle);
      const forged = bundle.sign();
      expect(firstDifferenceIn(forged)).toContain(named);
      expect(secondVerdicts([{ bundle: forged, core: false }])[0]?.differences[0]).toContain(named);
    },
  );
});

describe('a bundle of format 2, made at the end of November 2026', () => {
  const folder = join(earlierFolder(), 'bundle');
  const keyFile = join(dirname(folder), 'key/key.pem');

  it('is in order for both verifiers, and the first line says what it cannot show', () => {
    const { verdict } = checkBundle(folder, NOTHING, false);
    expect(verdict.firstDifference).toBeNull();
    expect(soundBundleText(verdict)).toContain(
      'This bundle has format 2, which cannot show that no export was left out',
    );
    // The page on the format has changed since, and is not called recomputed.
    expect(soundBundleText(verdict)).toMatch(/This version writes .*\bFORMAT.md\b.* otherwise/);
    const { stdout } = spawnSync(programOf('python'), [SECOND_VERIFIER, folder], { encoding: 'utf8' });
    expect(stdout.split('\n')[0]).toContain('This bundle has format 2, which cannot show');
    expect(secondVerdicts([{ bundle: folder, core: false }])).toMatchObject([
      { differences: [], exitCode: 0 },
    ]);
  });

  it.each([
    foreign('ledger/verdict.txt'),
    stranger('verdict.txt'),
    missing('ledger/audit.json'),
    recorded('root', () => ({ root: '0' })),
  ])('is refused by both if %s', (_, named, change) => {
    const bundle = new Forged({ folder, keyFile });
    change(bundle);
    const forged = bundle.sign();
    expect(firstDifferenceIn(forged)).toContain(named);
    expect(secondVerdicts([{ bundle: forged, core: false }])[0]?.differences[0]).toContain(named);
  });

  it('is refused if its audit leaves out a violation', () => {
    const bundle = new Forged({ folder, keyFile });
    const audit = bundle.text('ledger/audit.json').replace(/"violations": 0/, '"violations": 1');
    bundle.write('ledger/audit.json', audit, 'recomputed');
    expect(firstDifferenceIn(bundle.sign())).toContain(
      'its number of violations of R1 is 1, the ledger gives 0',
    );
  });
});
