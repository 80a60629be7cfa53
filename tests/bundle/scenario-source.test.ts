import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarioJson } from '#scenario';
import { checkSource, type KeptSource, sourceNamedIn } from '../../src/bundle/scenario-source.ts';
import { meridian } from '../apps/cli/cli.ts';
import { loadScenario, ROOT } from '../running.ts';
import { makeBundle } from './small-bundle.ts';

const MAIN = 'css-2014-drill/scenario.yaml';
const onDisk = (path: string): string | null => {
  try {
    return readFileSync(join(ROOT, 'scenarios', path), 'utf8');
  } catch {
    return null;
  }
};
/** The drill, which extends another scenario, with one of its files changed. */
function sourceWith(path: string, change: (text: string) => string): KeptSource {
  return {
    main: MAIN,
    textOf: (wanted) => {
      const text = onDisk(wanted);
      return text === null || wanted !== path ? text : change(text);
    },
  };
}
const drill = loadScenario('css-2014-drill');

describe('the source of a scenario', () => {
  it('gives the scenario of the ledger, with all that it extends', () => {
    const checked = checkSource(sourceWith('', String), scenarioJson(drill));
    expect(checked).toEqual({
      ok: true,
      value: {
        detail: '2 files of source/ give scenario.json',
        files: [MAIN, 'css-2014/scenario.yaml'],
      },
    });
  });

  it('may be longer than the run was, which is reported', () => {
    const shorter = scenarioJson({ ...drill, horizonMs: 3_600_000 });
    const checked = checkSource(sourceWith('', String), shorter);
    expect(checked.ok && checked.value.detail).toContain('except for what was set for the run: horizonMs');
  });

  it('is reported if it differs, in the file itself or in one that it extends', () => {
    const own = checkSource(
      sourceWith(MAIN, (text) => text.replace(/^title: .*$/m, 'title: Another drill')),
      scenarioJson(drill),
    );
    expect(own).toEqual({ ok: false, problem: `source/${MAIN} gives another title` });
    const base = checkSource(
      sourceWith('css-2014/scenario.yaml', (text) => text.replaceAll('Europe/Dublin', 'Europe/London')),
      scenarioJson(drill),
    );
    expect(base.ok ? '' : base.problem).toContain(`source/${MAIN} gives another centres.`);
  });

  it('is reported if it cannot be read or a file is missing', () => {
    const torn = checkSource(
      sourceWith(MAIN, (text) => `${text}\nnonsense: 1\n`),
      scenarioJson(drill),
    );
    expect(torn.ok ? '' : torn.problem).toMatch(new RegExp(`^source/${MAIN}:\\d+: `));
    const alone = { main: MAIN, textOf: (path: string) => (path === MAIN ? onDisk(path) : null) };
    const checked = checkSource(alone, scenarioJson(drill));
    expect(checked.ok ? '' : checked.problem).toContain('no such file');
    expect(checkSource({ main: MAIN, textOf: () => null }, scenarioJson(drill))).toEqual({
      ok: false,
      problem: `source/${MAIN} is missing`,
    });
  });

  it('is reported as absent for a record that names none', () => {
    for (const record of [null, '{}', '{"source":7}', 'torn'])
      expect(sourceNamedIn(record, () => null).main).toBeNull();
    expect(
      checkSource(
        sourceNamedIn('{}', () => null),
        '',
      ),
    ).toEqual({ ok: true, value: { detail: 'not in this bundle', files: [] } });
  });
});

describe('a bundle', () => {
  it('has the files from which its scenario was read, byte for byte, and is verified with them', () => {
    const { files, folder } = makeBundle('german-night', '1 h');
    const sources = [...files.keys()].filter((path) => path.startsWith('source/'));
    expect(sources).toEqual(['source/german-night/scenario.yaml']);
    for (const path of sources) {
      const original = readFileSync(join(ROOT, 'scenarios', path.slice('source/'.length)));
      expect(files.get(path), path).toEqual(new Uint8Array(original));
    }
    const { out } = meridian('verify', folder, '--json');
    const { steps } = JSON.parse(out) as { steps: { what: string; difference: null; detail: string }[] };
    expect(steps).toContainEqual({
      what: 'source of the scenario',
      difference: null,
      detail: 'a file of source/ gives scenario.json, except for what was set for the run: horizonMs',
    });
  });
});
