import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScenarioListing } from '../../../src/apps/shared/scenario/scenario-listing.ts';
import { sweepTextOf, variablesOf } from '../../../src/apps/studio/page/views/compare/sweep-text.ts';
import { variantGroups } from '../../../src/apps/studio/page/views/compare/variants.ts';
import type { RunProgress, ScenarioText } from '../../../src/apps/studio/protocol.ts';
import { createAnswers } from '../../../src/apps/studio/worker/answers.ts';
import {
  createPoolExecutor,
  type Helper,
  type HelperTask,
  serveReplications,
} from '../../../src/apps/studio/worker/experiments/replication-pool.ts';
import { Cancelled, Refusal, type Work } from '../../../src/apps/studio/worker/work.ts';
import { createLocalExecutor } from '../../../src/experiment/replications/local-executor.ts';
import { GUARD_NAMES } from '../../../src/experiment/staffing/staffing-evaluation.ts';
import { loadScenario, ROOT, sha256 } from '../../running.ts';
import { contentsOf, meridian, newFolder } from '../cli/cli.ts';

/** What is run in the page is what the commands run, in workers or not. */

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
  const library = readFileSync(join(ROOT, 'dist/studio/scenarios.json'));
  vi.stubGlobal('fetch', async () => new Response(library));
});
afterEach(() => vi.unstubAllGlobals());

interface Worked extends Work {
  readonly told: RunProgress[];
  readonly cancel: () => void;
}

/** `breaths`: it is called off when messages are let in that often. */
function worked(breaths = Number.POSITIVE_INFINITY): Worked {
  const controller = new AbortController();
  let left = breaths;
  const told: RunProgress[] = [];
  return {
    told,
    signal: controller.signal,
    cancel: () => controller.abort(),
    progress: (progress) => told.push(progress),
    async breathe() {
      if (--left < 0) controller.abort();
      if (controller.signal.aborted) throw new Cancelled();
    },
  };
}

function textOf(name: string): ScenarioText {
  const path = `scenarios/${name}/scenario.yaml`;
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** The files that a command leaves, without what it keeps to go on from. One that takes long tells how far it is. */
function leftBy(...args: readonly string[]): Readonly<Record<string, string>> {
  const out = join(folder, String(Math.random()));
  const { err } = meridian(...args, '--out', out);
  expect(
    err.replaceAll(/^(staffing \d+: \d+ agent hours|(trying actions|choosing the target).*…)\n/gm, ''),
  ).toBe('');
  return contentsOf(out);
}

describe('an experiment in the page', () => {
  it('compares as `meridian compare` does: the same files, to the end of the run where nothing else is said', async () => {
    const work = worked();
    const scenarios = [textOf('german-night'), textOf('failover')];
    const asked = { scenarios, replications: 2, until: null, seed: null };
    const { extent, files, sections } = await createAnswers().compare(asked, work);
    const left = leftBy('compare', 'scenarios/german-night', 'scenarios/failover', '--replications', '2');
    expect(Object.keys(files)).toEqual(['comparison.json', 'comparison.csv', 'comparison.html']);
    for (const [name, text] of Object.entries(files)) expect(left[name], name).toBe(text);
    expect(extent.simulatedMs).toBe(extent.horizonMs);
    // What is shown are parts of that page.
    for (const section of sections) expect(files['comparison.html']).toContain(section);
    expect(sections[0]).toContain('<h2>The answer</h2>');
    expect(work.told.at(-1)).toEqual({ share: 1, stage: 'replicating', cases: 4, waiting: 4 });
  });

  it('takes another seed and another end where they are given, as the command does', async () => {
    const scenarios = [textOf('three-centres'), textOf('german-night')];
    const asked = { scenarios, replications: 2, until: '1 day', seed: '7' };
    const { extent, files } = await createAnswers().compare(asked, worked());
    const names = ['scenarios/three-centres', 'scenarios/german-night'];
    const left = leftBy('compare', ...names, '--replications', '2', '--until', '1 day', '--seed', '7');
    expect(left['comparison.json']).toBe(files['comparison.json']);
    expect(extent).toEqual({
      simulatedMs: 86_400_000,
      horizonMs: 14 * 86_400_000,
      text: '2 pairs of replications, seed 7',
    });
  });

  it('explains a change as `meridian explain-change` does, with what would win it back', async () => {
    const before = textOf('three-centres');
    const night = 'night: { agents: 2';
    expect(before.text).toContain(night);
    const after = { ...before, text: before.text.replace(night, 'night: { agents: 1') };
    const file = join(ROOT, 'scenarios/three-centres/changed-by-test.yaml');
    const asked = { before, after, replications: 2, until: '1 day', seed: '3', withActions: true };
    const { edited, extent, files, heading, sections } = await createAnswers().explainChange(asked, worked());
    writeFileSync(file, after.text);
    try {
      const options = ['--replications', '2', '--until', '1 day', '--seed', '3'];
      const left = leftBy('explain-change', 'scenarios/three-centres', relative(ROOT, file), ...options);
      expect(Object.keys(files)).toEqual(['change.json', 'change.csv', 'change.html']);
      for (const [name, text] of Object.entries(files)) expect(left[name], name).toBe(text);
    } finally {
      rmSync(file);
    }
    for (const section of sections) expect(files['change.html']).toContain(section);
    expect(sections[0]).toContain('<h2>Why it moved</h2>');
    expect(heading).toContain('(before)');
    expect(extent.text).toBe('2 replications of 2 scenarios, seed 3');
    expect(edited).toBeNull();
  });

  it('refuses to explain a change between scenarios that do not differ', async () => {
    const one = textOf('three-centres');
    const asked = { before: one, after: one, replications: 1, until: '1 h', seed: null, withActions: false };
    await expect(createAnswers().explainChange(asked, worked())).rejects.toThrow(
      new Refusal('three-centres and three-centres differ in nothing that a figure depends on'),
    );
  });

  it('tells differences of an edited text in words', async () => {
    const file = textOf('three-centres');
    const edited = { ...file, text: file.text.replace('night: { agents: 2', 'night: { agents: 1') };
    const asked = { scenarios: [file, edited], replications: 1, until: '2 h', seed: null };
    const { heading, sections } = await createAnswers().compare(asked, worked());
    expect(heading).toBe('three-centres (edited) against three-centres');
    expect(sections.join()).toContain('Dublin, First line, night shift, agents: 1 (was 2)');
  });

  it('finds the price as `meridian price` does, with the staff that buys the service back', async () => {
    const asked = { replications: 3, until: null, seed: null, withStaff: true };
    const scenario = textOf('break-glass');
    const { files, sections } = await createAnswers().price({ ...asked, scenario }, worked());
    const left = leftBy('price', 'scenarios/break-glass', '--replications', '3');
    const { comparison, staff } = JSON.parse(files['price.json'] ?? '');
    expect(staff.length).toBeGreaterThan(0);
    // Calls and e-mails have no common speed of answer.
    const ids: readonly string[] = comparison.measures.map(
      ({ measure }: { measure: { id: string } }) => measure.id,
    );
    expect(ids).toContain('speed of answer/phone');
    expect(ids).toContain('speed of answer/restricted customers/e-mail');
    expect(ids.filter((id) => /^(speed|wait)/.test(id) && !/\/(phone|e-mail|web)$/.test(id))).toEqual([]);
    expect(files['price.html']).toContain('Speed of answer, phone');
    expect(files['price.html']).not.toMatch(/<li>[^<]*restricted customers/);
    expect(files['price.html']).not.toMatch(/>Speed of answer(, restricted customers)?</);
    for (const [name, text] of Object.entries(files)) expect(left[name], name).toBe(text);
    expect(sections[0]).toContain('<h2>The price</h2>');
    for (const section of sections) expect(files['price.html']).toContain(section);
  });

  it('finds the staff that `meridian staff` finds, and writes it into the text', async () => {
    const work = worked();
    const scenario = textOf('three-centres');
    const goals = ['service level/germany>=70%'];
    const asked = { scenario, goals, guards: GUARD_NAMES, replications: 2, until: '2 h', seed: null };
    const { edited, files, sections } = await createAnswers().staff(asked, work);
    const extent = ['--until', '2 h', '--replications', '2'];
    const left = leftBy('staff', 'scenarios/three-centres', '--goal', goals[0] ?? '', ...extent);
    for (const [name, text] of Object.entries(files)) expect(left[name], name).toBe(text);
    for (const section of sections) expect(files['staff.html']).toContain(section);
    expect(sections[0]).toMatch(/class="headline">[\d,]+ agent hours instead of 54 in 2 hours/);
    expect(work.told.length).toBeGreaterThan(5);
    expect(work.told.every(({ stage, waiting }) => stage === 'searching' && waiting > 0)).toBe(true);
    // Only head counts are changed, to those of the proposal.
    const { shifts } = JSON.parse(files['staff.json'] ?? '') as {
      shifts: { before: number; after: number }[];
    };
    const without = (text = '') => text.replace(/agents: \d+/g, 'agents');
    expect(without(edited?.text)).toBe(without(scenario.text));
    const counts = [...(edited?.text ?? '').matchAll(/agents: (\d+)/g)].map(([, count]) => Number(count));
    expect(counts).toEqual(shifts.map(({ after }) => after));
    expect(shifts.some(({ after, before }) => after !== before)).toBe(true);
  });

  it('finds the best action that `meridian actions` finds, and writes it into the text', async () => {
    const work = worked();
    const scenario = textOf('three-centres');
    const asked = { scenario, replications: 3, until: '1 day', seed: null };
    const { edited, extent, files, sections } = await createAnswers().actions(asked, work);
    const left = leftBy('actions', 'scenarios/three-centres', '--until', '1 day', '--replications', '3');
    expect(Object.keys(files)).toEqual(['actions.json', 'actions.csv', 'actions.html']);
    for (const [name, text] of Object.entries(files)) expect(left[name], name).toBe(text);
    for (const section of sections) expect(files['actions.html']).toContain(section);
    expect(extent).toMatchObject({ simulatedMs: 86_400_000, horizonMs: 14 * 86_400_000 });
    // How many replications a search takes is known only roughly before its end.
    const shares = work.told.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((one, next) => one - next));
    expect(shares.at(-1)).toBeGreaterThan(0.5);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    const changed = scenario.text.replace('night: { agents: 2', 'night: { agents: 3');
    expect(edited?.text).toBe(changed);
  });

  it('sweeps as `meridian sweep` does, what was chosen in the page or what a file says', async () => {
    const answers = createAnswers();
    const scenario = textOf('first-steps');
    const { knobs } = await answers.check(scenario, worked());
    const variables = variablesOf(knobs);
    const [agents] = variables.filter(({ title }) => title.startsWith('Agents: Dublin'));
    const [demand] = variables.filter(({ title }) => title.startsWith('Demand'));
    if (agents === undefined || demand === undefined) throw new Error('both can be varied');
    const text = sweepTextOf(scenario.path, [
      { ...agents, range: 'values: 2..6 step 4' },
      { ...demand, range: 'times: 0.8..1.2 step 0.4' },
    ]).replace('replications: 5', 'replications: 2\nuntil: 1 day');
    const sweep = { path: 'scenarios/first-steps/sweep.yaml', text };
    const asked = { scenario, sweep, replications: null, goals: ['service level>=80%'], seed: '5' };
    const { extent, files, sections } = await answers.sweep(asked, worked());
    const file = join(folder, 'sweep.yaml');
    writeFileSync(
      file,
      text.replace('scenario: .', `scenario: ${relative(folder, join(ROOT, 'scenarios/first-steps'))}`),
    );
    const left = leftBy('sweep', file, '--goal', 'service level>=80%', '--seed', '5');
    for (const [name, made] of Object.entries(files)) expect(left[name], name).toBe(made);
    for (const section of sections) expect(files['sweep.html']).toContain(section);
    expect(sections[0]).toMatch(
      /^<section id="answer" class="answer (good|bad|unsure)"><h2>The answer<\/h2>/,
    );
    // Calls and e-mails have no common speed of answer: each channel has a chart, and all of them a column in the files only.
    const page = sections.join('');
    expect(page).toContain('Speed of answer, phone');
    expect(page).not.toMatch(/>Speed of answer</);
    expect(files['sweep.csv']).toMatch(/,speed_of_answer_s,.*,speed_of_answer_phone_s,/);
    expect(extent.text).toBe('4 points, 2 replications each, seed 5');
    const [found] = await answers.sweepFiles({ path: scenario.path }, worked());
    expect(found?.path).toBe('scenarios/first-steps/sweep.yaml');
    expect(await answers.sweepFiles({ path: 'scenarios/failover/scenario.yaml' }, worked())).toEqual([]);
    const other = { ...asked, scenario: textOf('failover') };
    await expect(answers.sweep(other, worked())).rejects.toThrow(
      'this sweep varies scenarios/first-steps/scenario.yaml: open that scenario',
    );
    const bad = { ...asked, sweep: { ...sweep, text: 'scenario: .\n' } };
    await expect(answers.sweep(bad, worked())).rejects.toThrow(/^the sweep has \d+ issues?$/);
    const impossible = { ...asked, sweep: { ...sweep, text: text.replace('2..6 step 4', '[2, none]') } };
    await expect(answers.sweep(impossible, worked())).rejects.toThrow(/^the sweep has \d+ issues?$/);
  });

  it('says what is wrong with a goal in the words of the page', async () => {
    const scenario = textOf('three-centres');
    const asked = { scenario, guards: ['cover'], replications: 1, until: '1 h', seed: null };
    const staff = createAnswers().staff({ ...asked, goals: ['luck>=1'] }, worked());
    await expect(staff).rejects.toThrow(/^the goal luck>=1/);
  });

  it('refuses one scenario alone, and a price of nothing', async () => {
    const asked = { replications: 2, until: '1 h', seed: null };
    const alone = createAnswers().compare({ ...asked, scenarios: [textOf('failover')] }, worked());
    await expect(alone).rejects.toThrow('choose another one to compare it with');
    const scenario = textOf('bench-mmc');
    const free = createAnswers().price({ ...asked, scenario, withStaff: false }, worked());
    await expect(free).rejects.toBeInstanceOf(Refusal);
  });

  it('ends when it is called off', async () => {
    const work = worked(3);
    const scenarios = [textOf('german-night'), textOf('failover')];
    const asked = { scenarios, replications: 100, until: null, seed: null };
    await expect(createAnswers().compare(asked, work)).rejects.toBeInstanceOf(Cancelled);
    expect(work.told.length).toBeLessThan(10);
  });
});

/** Helpers in this thread, which answer in turns of its event loop. */
function helpers(spoil: (task: HelperTask) => string | null = () => null) {
  const all: (Helper & { isTerminated: boolean })[] = [];
  const launch = (): Helper => {
    const helper: (typeof all)[number] = {
      isTerminated: false,
      onmessage: null,
      onerror: null,
      terminate() {
        this.isTerminated = true;
      },
      postMessage(data) {
        setTimeout(() => {
          if (helper.isTerminated) return;
          const message = spoil(data);
          if (message === null) line.onmessage?.({ data });
          else helper.onerror?.({ message });
        });
      },
    };
    const line: Parameters<typeof serveReplications>[0] = {
      onmessage: null,
      postMessage: (data) => {
        if (!helper.isTerminated) helper.onmessage?.({ data });
      },
    };
    serveReplications(line);
    all.push(helper);
    return helper;
  };
  return { all, launch };
}

describe('helpers that make replications', () => {
  const scenario = { ...loadScenario('german-night'), horizonMs: 6 * 3_600_000 };
  const jobs = Array.from({ length: 5 }, (_, replication) => ({ scenario: 0, seed: '1', replication }));

  it('give what one worker gives, however many there are, and go on with other scenarios', async () => {
    const { all, launch } = helpers();
    const pool = createPoolExecutor(3, launch, () => {});
    const alone = createLocalExecutor(sha256, { engine: 'table' });
    for (const horizonMs of [scenario.horizonMs, scenario.horizonMs / 2]) {
      for (const executor of [pool, alone]) await executor.begin([{ ...scenario, horizonMs }]);
      expect(await Promise.all(jobs.map(pool.run))).toEqual(await Promise.all(jobs.map(alone.run)));
    }
    expect(all.length).toBe(3);
    await pool.end();
    expect(all.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('are replaced if one stops, and its job is reported as failed', async () => {
    let isFirst = true;
    const { all, launch } = helpers((task) => {
      if (!('job' in task) || !isFirst) return null;
      isFirst = false;
      return 'out of memory';
    });
    const pool = createPoolExecutor(1, launch, () => {});
    await pool.begin([scenario]);
    const results = await Promise.all(jobs.map(pool.run));
    expect(results.map((result) => ('failed' in result ? result.failed : 'made'))).toEqual([
      'its worker stopped: out of memory',
      ...['made', 'made', 'made', 'made'],
    ]);
    expect(all.length).toBe(2);
    await pool.end();
  });

  it('end at once when they are interrupted, also in the middle of a replication', async () => {
    const { all, launch } = helpers();
    const pool = createPoolExecutor(2, launch, () => {});
    await pool.begin([scenario]);
    const results = Promise.all(jobs.map(pool.run));
    await Promise.resolve();
    pool.interrupt();
    expect((await results).every((result) => 'failed' in result)).toBe(true);
    expect(all.every(({ isTerminated }) => isTerminated)).toBe(true);
  });
});

describe('scenarios to compare with', () => {
  const listing = (
    path: string,
    bases: readonly string[] = [],
    origin: ScenarioListing['origin'] = 'served',
  ): ScenarioListing => ({
    name: path,
    title: path,
    path,
    bases,
    origin,
  });

  it('are told apart by how near they are to the one that is open', () => {
    const all = [
      listing('org/dublin/night.yaml'),
      listing('org/dublin/scenario.yaml', ['org/base/scenario.yaml']),
      listing('org/dublin/staffed.yaml', ['org/dublin/scenario.yaml', 'org/base/scenario.yaml']),
      listing('org/base/scenario.yaml'),
      listing('org/other/scenario.yaml'),
      listing('scenarios/failover/scenario.yaml', [], 'shipped'),
    ];
    const groups = variantGroups(all, 'org/dublin/scenario.yaml');
    expect(groups.map(({ scenarios, title }) => [title, ...scenarios.map(({ path }) => path)])).toEqual([
      ['Extend this scenario', 'org/dublin/staffed.yaml'],
      ['Extended by this scenario', 'org/base/scenario.yaml'],
      ['In the same folder', 'org/dublin/night.yaml'],
      ['Your other scenarios', 'org/other/scenario.yaml'],
      ['Shipped with Meridian', 'scenarios/failover/scenario.yaml'],
    ]);
  });

  it('are those of the package that extend one another', () => {
    const { scenarios } = JSON.parse(readFileSync(join(ROOT, 'dist/studio/scenarios.json'), 'utf8'));
    const [first] = variantGroups(scenarios, 'scenarios/css-2014/scenario.yaml');
    expect(first?.title).toBe('Extend this scenario');
    expect(first?.scenarios.map(({ name }) => name)).toContain('css-2014-unrestricted');
  });
});
