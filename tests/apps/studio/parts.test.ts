import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS } from '#domain';
import { hashes, sha256 as ofTheBrowser } from '../../../src/apps/shared/hashes-in-browsers.ts';
import { choosable } from '../../../src/apps/studio/build/themes.ts';
import type { RunResult } from '../../../src/apps/studio/calls.ts';
import type { Client } from '../../../src/apps/studio/page/client.ts';
import { fragmentOf, questionField, sharedOf } from '../../../src/apps/studio/page/share-link.ts';
import {
  givenResult,
  questionIn,
  questionText,
  resultFile,
} from '../../../src/apps/studio/page/shared-question.ts';
import {
  placeAt,
  type SchemaPart,
  suggestionsAt,
} from '../../../src/apps/studio/page/views/edit/schema-words.ts';
import { arrowsOf } from '../../../src/apps/studio/page/views/world/arrows.ts';
import { nearestOf, placeCards } from '../../../src/apps/studio/page/views/world/cards.ts';
import {
  isInTrouble,
  stateWords,
  troublesOf,
} from '../../../src/apps/studio/page/views/world/centre-state.ts';
import { momentsOf } from '../../../src/apps/studio/page/views/world/events.ts';
import { subsolarPoint } from '../../../src/apps/studio/page/views/world/night.ts';
import { KNOBS_MOST, type KnobTurn, SHIFTS_MOST } from '../../../src/apps/studio/protocol.ts';
import { ByteStore } from '../../../src/apps/studio/worker/byte-store.ts';
import { Archive, filesOfArchive } from '../../../src/apps/studio/worker/files/archive.ts';
import { knobsOf, turned } from '../../../src/apps/studio/worker/knobs.ts';
import { textChanges } from '../../../src/apps/studio/worker/text-changes.ts';
import { BadScenario } from '../../../src/apps/studio/worker/work.ts';
import { scenarioJsonSchema } from '../../../src/scenario/json-schema.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import type { ScenarioInput } from '../../../src/scenario/source.ts';
import { ROOT, sha256 } from '../../running.ts';

const BUILT = join(ROOT, 'dist/studio');

const readFile = (file: string) => ({ ok: true as const, value: readFileSync(join(ROOT, file), 'utf8') });

describe('what the browser loads', () => {
  /** Compressed size in bytes above which somebody has to give a reason. */
  const BUDGETS = {
    'studio.js': 77_000,
    'worker.js': 820_000,
    'world.json': 100_000,
    // The grid of the week and tables of whiskers took 300 bytes more than the sliders and charts before them.
    'studio.css': 12_300,
  } as const;

  it.each(Object.entries(BUDGETS))('%s stays within its budget', (name, most) => {
    const size = gzipSync(readFileSync(join(BUILT, name))).length;
    expect(size).toBeGreaterThan(1000);
    expect(size).toBeLessThan(most);
  });

  it('is all that a program loads at once: only the editor of text comes later', () => {
    expect(readdirSync(join(BUILT, 'chunks'))).toEqual(['code-editor.js']);
    for (const name of ['studio.js', 'worker.js']) {
      const loaded = readFileSync(join(BUILT, name), 'utf8').match(/\b(?:from|import)["']\.{1,2}\/[^"']+/g);
      expect(loaded, name).toBeNull();
    }
  });

  it('is set in a font of its own, of at most 60 kB, with its licence beside it', () => {
    const styles = readFileSync(join(BUILT, 'studio.css'), 'utf8');
    const [, name = ''] = /@font-face\s*\{[^}]*url\(["']?([\w.]+)["']?\)/.exec(styles) ?? [];
    const font = readFileSync(join(BUILT, name));
    expect(font.toString('latin1', 0, 4)).toBe('wOF2');
    expect(font.length).toBeLessThanOrEqual(60_000);
    expect(readFileSync(join(BUILT, 'OFL.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
  });

  it('follows the chosen theme in every colour', () => {
    const styles = readFileSync(join(BUILT, 'studio.css'), 'utf8');
    expect(styles).not.toContain('prefers-color-scheme');
    expect(styles).toMatch(/--paper:light-dark\(#fbfbf9,#0f1215\)/);
    expect(styles).toMatch(/--weekend:light-dark/);
    expect(() => choosable(':root{--a:#fff}')).toThrow(/palette/);
  });

  it('contains no script that asks for a package', () => {
    // The index of the site is text for searching.
    const programs = readdirSync(BUILT, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.js') && !name.endsWith('search-index.js'),
    );
    expect(programs.length).toBeGreaterThan(2);
    for (const name of programs) {
      const text = readFileSync(join(BUILT, name), 'utf8');
      // Prose of FORMAT.md is in the scripts, too: "from `open.working`". Only import(…) may take a template.
      const imported = [...text.matchAll(/\b(?:from\s*["']|import\s*\(?["'`])([\w@./-]+)["'`]/g)].map(
        (match) => match[1] ?? '',
      );
      expect(
        imported.filter((path) => !/^\.{1,2}\//.test(path)),
        name,
      ).toEqual([]);
    }
  });
});

describe('the digests of the worker', () => {
  it("equal Node's, in one piece and in several", () => {
    for (const length of [0, 1, 55, 56, 64, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff);
      expect(Buffer.from(ofTheBrowser(bytes)).equals(sha256(bytes)), String(length)).toBe(true);
      expect(hashes.crc32(bytes)).toBe(crc32(bytes));
      const running = hashes.openSha256();
      running.update(bytes.subarray(0, length >> 1));
      running.update(bytes.subarray(length >> 1));
      expect(Buffer.from(running.digest()).equals(sha256(bytes))).toBe(true);
    }
  });
});

describe('ByteStore', () => {
  it('gives back what was appended, across its pieces', () => {
    const store = new ByteStore();
    const piece = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
    for (let i = 0; i < 9; i++) store.append(piece.subarray(i));
    expect(store.size).toBe(9 * (1 << 20) - 36);
    let at = 0;
    for (let i = 0; i < 9; i++) {
      const wanted = piece.subarray(i);
      for (let done = 0; done < wanted.length; ) {
        const got = store.read(at + done, wanted.length - done);
        expect(got.length).toBeGreaterThan(0);
        expect(Buffer.from(got).equals(wanted.subarray(done, done + got.length))).toBe(true);
        done += got.length;
      }
      at += wanted.length;
    }
    expect(store.read(store.size, 10).length).toBe(0);
  });
});

describe('archives', () => {
  const content = new TextEncoder().encode('what stands in it, in several pieces');

  const packed = async (files: Readonly<Record<string, readonly Uint8Array[]>>) => {
    const archive = new Archive();
    for (const [path, pieces] of Object.entries(files)) {
      const file = archive.open(path);
      for (const piece of pieces) file.write(piece);
      file.end();
    }
    return new Uint8Array(await archive.finish().arrayBuffer());
  };

  it('unpack to the files that were packed, as the same bytes', async () => {
    const files = { 'a.txt': [content.subarray(0, 5), content.subarray(5)], 'folder/ü.bin': [] };
    const bytes = await packed(files);
    const again = filesOfArchive(bytes);
    expect(again?.map(({ path }) => path)).toEqual(['a.txt', 'folder/ü.bin']);
    expect(Buffer.from(again?.[0]?.bytes ?? []).toString()).toBe('what stands in it, in several pieces');
    expect(Buffer.from(await packed(files)).equals(bytes)).toBe(true);
  });

  it('keep what was written even if the writer reuses its buffer', async () => {
    const archive = new Archive();
    const buffer = Uint8Array.of(1, 2);
    const file = archive.open('a');
    file.write(buffer);
    buffer.fill(9);
    file.write(buffer);
    file.end();
    const bytes = new Uint8Array(await archive.finish().arrayBuffer());
    expect([...(filesOfArchive(bytes)?.[0]?.bytes ?? [])]).toEqual([1, 2, 9, 9]);
  });

  it('are null if they are damaged', async () => {
    expect(filesOfArchive(Uint8Array.of(0x50, 0x4b, 3, 4))).toBeNull();
    expect(filesOfArchive((await packed({ 'a.txt': [content] })).slice(0, -8))).toBeNull();
  });
});

describe('links', () => {
  const shared = {
    path: 'scenarios/x/scenario.yaml',
    seed: 'ä & b',
    until: '2 days',
    breach: '',
    view: 'cases',
    caseNumber: 7,
    look: { segment: 'premier', channel: 'e-mail', centre: 'dublin', timeZone: 'Europe/Berlin' },
    stretch: { fromMs: 6 * 3_600_000, toMs: 14.5 * 3_600_000 },
  } as const;

  it('are restored, including a changed text', async () => {
    const text = `name: x\n# ${'a remark, '.repeat(300)}`;
    const fragment = await fragmentOf({ ...shared, text }, { path: shared.path, text: 'name: x' });
    expect(fragment.length).toBeLessThan(600);
    expect(await sharedOf(fragment)).toEqual({ ...shared, text, question: null });
  });

  it('omit a text that equals the file, and ignore invalid links', async () => {
    const original = { path: shared.path, text: 'name: x' };
    expect((await sharedOf(await fragmentOf({ ...shared, text: 'name: x' }, original)))?.text).toBeNull();
    expect(await sharedOf('')).toBeNull();
    expect(await sharedOf('#scenario=x&text=%%%&view=nowhere&case=-1')).toMatchObject({
      text: null,
      view: 'overview',
      caseNumber: null,
    });
  });

  it('of earlier versions look at everything, and so do those with hours that are none', async () => {
    const everything = { segment: null, channel: null, centre: null, timeZone: null };
    for (const more of ['', '&hours=9', '&hours=9-9', '&hours=14-6', '&hours=-1-6', '&hours=x-y'])
      expect(await sharedOf(`#scenario=x&view=service${more}`), more).toMatchObject({
        look: everything,
        stretch: null,
      });
  });
});

describe('a result that is passed on', () => {
  const path = 'scenarios/x/scenario.yaml';
  const files = { [path]: 'name: x' };
  /** The worker, as far as it knows files. */
  const client = {
    ask: async (_: string, ask: { path: keyof typeof files }) =>
      ask.path in files ? { path: ask.path, text: files[ask.path] } : null,
  } as unknown as Client;
  const edited = { path, text: 'name: y' };
  const ask = { scenarios: [{ path, text: 'name: x' }, edited], replications: 3, until: null, seed: '7' };
  const question = { name: 'compare', ask } as const;

  it('is the same question by link, which has the texts only of what was edited', async () => {
    const text = await questionText(client, question);
    expect(text).toContain('name: y');
    expect(text).not.toContain('name: x');
    const field = await questionField(text);
    const shared = await sharedOf(`#scenario=${path}&view=compare&${field}`);
    expect(shared?.question).toBe(text);
    expect(await questionIn(client, shared?.question ?? '')).toEqual(question);
    expect((await sharedOf(`#scenario=${path}`))?.question).toBeNull();
  });

  it('is the same question and its files by file; other files are none', async () => {
    const given = { ...question, files: { 'comparison.csv': 'a,b' } };
    expect(givenResult(resultFile(given))).toEqual(given);
    for (const other of [
      '',
      '{}',
      '{"meridian-result": 1',
      '{"meridian-result": 2, "name": "compare", "ask": {}, "files": {}}',
      '{"meridian-result": 1, "name": "run", "ask": {}, "files": {}}',
      '{"meridian-result": 1, "name": "compare", "ask": [], "files": {}}',
    ])
      expect(givenResult(other), other).toBeNull();
    expect(await questionIn(client, '{"name":"run","ask":{}}')).toBeNull();
  });
});

describe('completion', () => {
  const schema = scenarioJsonSchema() as SchemaPart;
  const labels = (text: string) => {
    const place = placeAt(text);
    return place === null ? [] : suggestionsAt(schema, place).map(({ label }) => label);
  };

  it('knows the keys of the file, and those below a key', () => {
    expect(labels('me')).toEqual(expect.arrayContaining(['meridian', 'horizon', 'centres', 'segments']));
    expect(labels('centres:\n  dublin:\n    ti')).toEqual(
      expect.arrayContaining(['title', 'timeZone', 'access', 'groups']),
    );
    expect(labels('centres:\n  dublin:\n    groups:\n      line:\n        ')).toEqual(
      expect.arrayContaining(['tier', 'languages', 'shifts']),
    );
  });

  it('knows the words of a closed list', () => {
    expect(labels('centres:\n  dublin:\n    access: rem')).toEqual(
      expect.arrayContaining(['remote view', 'local system']),
    );
  });

  it('works in maps on one line', () => {
    expect(labels('entities:\n  vendor: { title: x, ki')).toEqual(
      expect.arrayContaining(['kind', 'country']),
    );
    expect(labels('entities:\n  vendor: { kind: aff')).toEqual(
      expect.arrayContaining(['affiliate', 'subcontractor']),
    );
  });

  it('works in the items of a list, on the line of the dash and on those below it', () => {
    const exceptions = expect.arrayContaining(['segment', 'product', 'hours', 'handle', 'patience']);
    expect(labels('work:\n  exceptions:\n    - seg')).toEqual(exceptions);
    expect(labels('work:\n  exceptions:\n    - segment: premier\n      ')).toEqual(exceptions);
    expect(labels('work:\n  exceptions:\n  - product: azure\n    patience: none\n  - ')).toEqual(exceptions);
    expect(labels('work:\n  exceptions:\n  - product: azure\n  - segment: premier\n    ha')).toEqual(
      exceptions,
    );
    expect(labels('work:\n  exceptions:\n    - segment: premier\n      handle:\n        ')).toEqual(
      expect.arrayContaining(['tier1', 'tier2', 'tier3']),
    );
    expect(labels('work:\n  exceptions:\n    - handle:\n        tier1: fixed 1 h\n      ')).toEqual(
      exceptions,
    );
    expect(labels('work:\n  exceptions:\n    - segment: premier\n  ')).toEqual(
      expect.arrayContaining(['handle', 'exceptions', 'patienceAgain']),
    );
    expect(labels('routing:\n  allocation:\n    kinds:\n      - bestOf: 2\n        by: ')).toEqual(
      expect.arrayContaining(['shortest queue', 'least load']),
    );
    expect(labels('promises:\n  eea:\n    except:\n      case metadata:\n        ')).toEqual(
      expect.arrayContaining(['storage', 'backup']),
    );
  });

  it('is silent in comments', () => {
    expect(placeAt('name: x # and')).toBeNull();
  });
});

describe('cards on the map', () => {
  const box = [0, 0, 100, 60] as const;
  const card = (x: number, y: number) => ({ at: [x, y] as const, width: 20, height: 8 });

  it('stand below their marks if there is room, otherwise where they cover neither another card nor a mark', () => {
    const [dublin, munich] = [card(50, 20), card(54, 24)];
    const marks = [dublin.at, munich.at];
    const [first, second] = placeCards([dublin, munich], marks, box, 2);
    if (!first || !second) throw new Error('there is room');
    expect(placeCards([dublin], [dublin.at], box, 2)).toEqual([{ left: 40, right: 60, top: 22, bottom: 30 }]);
    const covers = (one: typeof first, [x, y]: readonly [number, number]) =>
      x > one.left && x < one.right && y > one.top && y < one.bottom;
    for (const placed of [first, second]) for (const mark of marks) expect(covers(placed, mark)).toBe(false);
    expect(
      first.left < second.right &&
        second.left < first.right &&
        first.top < second.bottom &&
        second.top < first.bottom,
    ).toBe(false);
  });

  it('leave the lines of other cards free', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => card(40 + (i % 4) * 4, 24 + Math.floor(i / 4) * 4));
    const placed = placeCards(
      crowd,
      crowd.map(({ at }) => at),
      box,
      2,
    );
    expect(placed.filter((one) => one !== null).length).toBeGreaterThan(5);
    placed.forEach((one, i) => {
      const at = crowd[i]?.at;
      if (one === null || at === undefined) return;
      const [x, y] = nearestOf(one, at);
      const middle = [(x + at[0]) / 2, (y + at[1]) / 2] as const;
      const over = placed.filter(
        (other, k) =>
          k !== i &&
          other !== null &&
          middle[0] > other.left &&
          middle[0] < other.right &&
          middle[1] > other.top &&
          middle[1] < other.bottom,
      );
      expect(over, `card ${i}`).toEqual([]);
    });
  });

  it('are omitted if there is no room, and outside the visible part', () => {
    const crowd = Array.from({ length: 60 }, () => card(50, 30));
    const placed = placeCards(crowd, [], box, 2).filter((place) => place !== null);
    expect(placed.length).toBeGreaterThan(3);
    expect(placed.length).toBeLessThan(30);
    expect(placeCards([card(190, 20)], [], box, 2)).toEqual([null]);
  });
});

describe('a centre of the map', () => {
  const tiers = (one: number, two: number, three = 0) => [one, two, three];
  const facts = {
    centres: [{ id: 'dublin', title: 'Dublin', tiers: [1, 2], open: [0, 100], country: 'IE' }],
    dataCentres: [],
    countries: ['US'],
    countryNames: ['United States of America'],
  } as unknown as RunResult['facts'];
  const at = (timeMs: number, level: Partial<Record<'busy' | 'onDuty' | 'queue', number[]>>, isUp = 1) =>
    ({
      timeMs,
      onDuty: tiers(0, 0),
      busy: tiers(0, 0),
      queue: tiers(0, 0),
      centreUp: [isUp],
      ...level,
    }) as unknown as Parameters<typeof stateWords>[1];

  it.each([
    ['down', at(5, { queue: tiers(3, 0) }, 0), 'Dublin: down, 3 wait'],
    ['closed', at(200, { queue: tiers(3, 0) }), null],
    ['nobody on duty', at(5, { queue: tiers(3, 0) }), 'Dublin: nobody on duty, 3 wait'],
    ['nobody on duty', at(5, {}), null],
    [
      'nobody on duty in tier 2',
      at(5, { onDuty: tiers(8, 0), queue: tiers(0, 2) }),
      'Dublin: nobody on duty in tier 2, 2 wait',
    ],
    [
      'nobody free in tier 1',
      at(5, { onDuty: tiers(2, 2), busy: tiers(2, 1), queue: tiers(5, 1) }),
      'Dublin: nobody free in tier 1, 6 wait',
    ],
    [
      'nobody free',
      at(5, { onDuty: tiers(2, 1), busy: tiers(2, 1), queue: tiers(5, 3) }),
      'Dublin: nobody free, 8 wait',
    ],
    ['open', at(5, { onDuty: tiers(2, 1), busy: tiers(2, 1) }), null],
    ['open', at(5, { onDuty: tiers(2, 1), busy: tiers(1, 1), queue: tiers(4, 0) }), null],
  ] as const)('is %s, which is a trouble only where somebody waits', (words, now, trouble) => {
    expect(stateWords(facts, now, 0)).toBe(words);
    expect(troublesOf(facts, now)).toEqual(trouble === null ? [] : [trouble]);
    expect(isInTrouble(facts, now, 0)).toBe(trouble !== null);
  });

  it('has arrows for cases or for data, as wide as the root of their number, which say if they leave the boundary', () => {
    const layout = { places: [[0, 0]], countries: [[50, 0]] } as const;
    const flow = (kind: 'hand-over' | 'seen' | 'taken', from: number, to: number, count: number) => ({
      kind,
      from,
      to,
      count,
    });
    const flows = [flow('seen', 1, 0, 100), flow('taken', 1, 0, 100), flow('hand-over', 0, 1, 25)];
    const view = { facts, layout, inside: new Set(['IE']), pixel: 1 };
    const arrows = arrowsOf(flows, 'cases', view);
    expect(arrows.map(({ style, width, words }) => [style, width, words])).toEqual([
      ['taken', 8, 'United States of America to Dublin: 100 cases'],
      ['leaves', 4, 'Dublin to United States of America: 25 cases, out of the boundary'],
    ]);
    expect(arrowsOf(flows, 'data', view).map(({ style }) => style)).toEqual(['seen']);
    // There and back bow apart, and a head points at its end.
    expect(arrows[0]?.line).toMatch(/^M50\.0 0\.0Q25\.0 8\.0 /);
    expect(arrows[1]?.line).toMatch(/^M0\.0 0\.0Q25\.0 -8\.0 /);
  });
});

describe('what happened in a run', () => {
  it('says of each outage what goes down, as a sentence', () => {
    const place = [{ title: 'Amsterdam' }];
    const down = (kind: string) => ({ kind, index: 0, isUp: false, timeMs: 0 });
    const run = {
      audit: { invariants: [] },
      events: [down('centre'), down('data centre')],
      dated: [{ timeMs: 0, toMs: 1, text: 'a tenth more cases surge' }],
      facts: { centres: place, dataCentres: place, law: [], horizonMs: 1 },
    } as unknown as RunResult;
    expect(momentsOf(run).map(({ text }) => text)).toEqual([
      'Amsterdam goes down',
      'Data centre Amsterdam goes down',
      'a tenth more cases surge',
    ]);
    const named = {
      ...run,
      facts: { ...run.facts, dataCentres: [{ title: 'Lisbon data centre' }] },
    } as RunResult;
    expect(momentsOf(named).map(({ text }) => text)).toContain('Lisbon data centre goes down');
  });
});

describe('a text that is not a scenario', () => {
  it('gives the number of all issues, not only of those that are listed', () => {
    const text = `meridian: 1\n${Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join('\n')}\n`;
    const parsed = parseScenario({ path: 'x.yaml', text, readFile });
    if (parsed.ok) throw new Error('it is a scenario');
    expect(parsed.problem.length).toBeLessThan(1000);
    const [, count = ''] =
      /^the scenario has ([\d,]+) issues$/.exec(new BadScenario(parsed.problem).message) ?? [];
    expect(Number(count.replaceAll(',', ''))).toBeGreaterThan(5000);
  });
});

describe('knobs', () => {
  const inputOf = (name: string): ScenarioInput => {
    const path = `scenarios/${name}/scenario.yaml`;
    return { path, text: readFileSync(join(ROOT, path), 'utf8'), readFile };
  };
  const scenarioOf = (input: ScenarioInput) => {
    const parsed = parseScenario(input);
    if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
    return parsed.value.scenario;
  };
  const shiftsOf = (input: ScenarioInput) => knobsOf(input).filter((knob) => knob.kind === 'shift');

  it('are no more than can be drawn, however long the text is', () => {
    const centres = Array.from({ length: 5000 }, (_, i) => `  c${i}: { title: C${i} }`);
    const knobs = knobsOf({ path: 'long.yaml', text: `centres:\n${centres.join('\n')}\n`, readFile });
    expect(knobs.filter(({ kind }) => kind === 'outage')).toHaveLength(KNOBS_MOST);
    expect(knobs.length).toBeLessThanOrEqual(4 * KNOBS_MOST);
    const shifts = Array.from({ length: 5000 }, (_, i) => `          s${i}: { agents: 1 }`);
    const text = `centres:\n  a:\n    groups:\n      g:\n        shifts:\n${shifts.join('\n')}\n`;
    expect(knobsOf({ path: 'long.yaml', text, readFile })).toHaveLength(SHIFTS_MOST + 1);
  });

  it('name a data centre once, and say which customers, channels and severities a target is about', () => {
    const titles = (kind: 'outage' | 'target') =>
      knobsOf(inputOf('nimbus')).flatMap((knob) => (knob.kind === kind ? [knob.title] : []));
    expect(titles('outage')).toContain('Lisbon data centre');
    expect(titles('outage')).toContain('Data centre Frankfurt');
    expect(titles('target')).toEqual([
      'phone, severity A',
      'phone, severity B, C',
      'web, severity A',
      'web, severity B, C',
      'e-mail, severity A',
      'e-mail, severity B, C',
      'Germany, phone',
    ]);
  });

  it('are one for each shift of each group, which no other has the name of', () => {
    const shifts = shiftsOf(inputOf('three-centres'));
    const names = shifts.map(
      ({ centre, group, shift, weekdays }) => `${centre}, ${group}, ${shift}, ${weekdays.join('')}`,
    );
    expect(names.slice(0, 5)).toEqual([
      'Dublin, First line, day shift, 01234',
      'Dublin, First line, weekend shift, 56',
      'Dublin, First line, night shift, 0123456',
      'Dublin, Second line, day shift, 0123456',
      'Dublin, Second line, night shift, 0123456',
    ]);
    for (const name of ['three-centres', 'css-2014']) {
      const named = shiftsOf(inputOf(name)).map(({ centre, group, shift }) => [centre, group, shift].join());
      expect(new Set(named).size).toBe(named.length);
    }
    expect(shiftsOf(inputOf('css-2014')).length).toBeGreaterThan(200);
  });

  it('change the agents and the hours of one shift, and of no other', () => {
    const input = inputOf('three-centres');
    const { path, text } = input;
    const id = 'dublin/first-line/night';
    expect(turned(input, { path, text, kind: 'agents', id, value: '5' })).toBe(
      text.replace('night: { agents: 2, days', 'night: { agents: 5, days'),
    );
    expect(turned(input, { path, text, kind: 'shift hours', id, value: '21:00-05:30' })).toBe(
      text.replace(
        'from: "22:00", to: "06:00" }\n      second',
        'from: "21:00", to: "05:30" }\n      second',
      ),
    );
    expect(() => turned(input, { path, text, kind: 'agents', id: 'dublin/none', value: '5' })).toThrow(
      'shift dublin/none does not exist',
    );
  });

  it.each(['german-night', 'css-2014', 'css-2014-drill'])('turn %s, which stays a scenario', (name) => {
    const input = inputOf(name);
    const { path } = input;
    const turnedBy = (kind: KnobTurn['kind'], id: string, value: string): ScenarioInput => ({
      ...input,
      text: turned(input, { path, text: input.text, kind, id, value }),
    });
    const before = scenarioOf(input);
    const [shift, ...others] = shiftsOf(input);
    const agents = turnedBy('agents', shift?.id ?? '', '33');
    expect(shiftsOf(agents)[0]?.agents).toBe(33);
    expect(shiftsOf(agents).slice(1)).toEqual(others);
    scenarioOf(agents);
    const segment = before.segments[0];
    const demand = scenarioOf(turnedBy('demand', segment?.id ?? '', '1.5'));
    const rateOf = ({ streams }: typeof before) =>
      streams
        .filter((stream) => stream.segment === 0)
        .reduce((sum, { rate }) => sum + (rate.perMs[0] ?? 0), 0);
    expect(rateOf(demand) / rateOf(before)).toBeCloseTo(1.5, 4);
    const bound = before.segments.findIndex(({ id }) => id.startsWith('premier'));
    const promise = scenarioOf(turnedBy('promise', before.segments[bound]?.id ?? '', 'default'));
    expect(promise.promises[promise.segments[bound]?.promise ?? -1]?.id).toBe('default');
    const at = new Date(before.startEpochMs + 3_600_000).toISOString().replace('.000Z', 'Z');
    const down = scenarioOf(turnedBy('outage', 'centres/dublin', at)).centres.find(
      ({ id }) => id === 'dublin',
    )?.plannedOutages;
    expect(down).toContainEqual({ fromMs: 3_600_000, toMs: 5 * 3_600_000 });
    const up = scenarioOf(turnedBy('outage', 'centres/dublin', '')).centres.find(({ id }) => id === 'dublin');
    expect(up?.plannedOutages).toEqual([]);
    const [place] = before.dataCentres;
    const withoutIt = scenarioOf(turnedBy('outage', `dataCentres/${place?.id}`, at)).dataCentres[0];
    expect(withoutIt?.plannedOutages).toContainEqual({ fromMs: 3_600_000, toMs: 5 * 3_600_000 });
    const later = turnedBy('shift hours', shift?.id ?? '', '05:30-20:30');
    scenarioOf(later);
    expect(shiftsOf(later)[0]).toEqual({ ...shift, hours: { from: 330, to: 1230 } });
    expect(shiftsOf(later).slice(1)).toEqual(others);
    const opening = knobsOf(input).find((knob) => knob.kind === 'opening');
    if (opening === undefined) return;
    const opened = turnedBy('opening', opening.id, '00:00-24:00');
    scenarioOf(opened);
    expect(knobsOf(opened).find(({ id, kind }) => kind === 'opening' && id === opening.id)).toEqual({
      ...opening,
      hours: { from: 0, to: 1440 },
    });
  });

  describe('one day of a shift', () => {
    const input = inputOf('three-centres');
    const turn = (id: string, value: string, from = input): ScenarioInput => ({
      ...from,
      text: turned(from, { path: from.path, text: from.text, kind: 'agents', id, value }),
    });
    const onDuty = (of: ScenarioInput, group: string) =>
      WEEKDAYS.map((_, day) =>
        shiftsOf(of)
          .filter(({ id, weekdays }) => id.startsWith(`${group}/night`) && weekdays.includes(day))
          .map(({ agents }) => agents),
      );
    const GROUP = 'dublin/first-line';

    it('gets a shift of its own with the same hours, whatever the others have', () => {
      const changed = turn(`${GROUP}/night`, '4 on tue');
      scenarioOf(changed);
      expect(onDuty(changed, GROUP)).toEqual([[2], [4], [2], [2], [2], [2], [2]]);
      const spans = shiftsOf(changed).filter(({ id }) => id.startsWith(`${GROUP}/night`));
      expect(spans.map(({ hours }) => hours)).toEqual(spans.map(() => ({ from: 1320, to: 360 })));
    });

    it('is changed in place once it is alone', () => {
      const once = turn(`${GROUP}/night`, '4 on tue');
      const twice = turn(`${GROUP}/night-tue`, '6 on tue', once);
      expect(onDuty(twice, GROUP)).toEqual([[2], [6], [2], [2], [2], [2], [2]]);
      expect(shiftsOf(twice)).toHaveLength(shiftsOf(once).length);
    });
  });

  describe('targets', () => {
    it('change their share or their time, in the file or in a list that it extends', () => {
      for (const name of ['three-centres', 'css-2014']) {
        const input = inputOf(name);
        const knobs = knobsOf(input).filter((knob) => knob.kind === 'target');
        const [first] = knobs;
        expect(first).toMatchObject({ kind: 'target', within: expect.stringMatching(/^\d+ \w+$/) });
        const id = first?.id ?? '';
        const turn = (of: ScenarioInput, value: string): ScenarioInput => ({
          ...of,
          text: turned(of, { path: of.path, text: of.text, kind: 'target', id, value }),
        });
        const changed = turn(turn(input, 'target 0.55'), 'within 7 min');
        const before = scenarioOf(input).serviceLevels;
        const other = scenarioOf(changed).serviceLevels.filter(
          (level, i) => JSON.stringify(level) !== JSON.stringify(before[i]),
        );
        expect(other.length).toBeGreaterThan(0);
        for (const level of other) expect(level).toMatchObject({ target: 0.55, withinMs: 420_000 });
      }
    });
  });
});

describe('what knobs write', () => {
  const path = 'scenarios/german-night/scenario.yaml';
  const text = readFileSync(join(ROOT, path), 'utf8');
  const readFile = () => ({ ok: false as const, problem: 'nothing is extended' });
  const changed = (kind: KnobTurn['kind'], id: string, value: string) =>
    turned({ path, text, readFile }, { path, text, kind, id, value });

  it('is what a careful author would write: comments, quotes and layout stay', () => {
    expect(changed('shift hours', 'dublin/german/day', '08:00-18:30')).toBe(
      text.replace('from: "07:00", to: "19:00"', 'from: "08:00", to: "18:30"'),
    );
    expect(changed('outage', 'centres/sofia', '2014-11-05T22:00:00Z')).toBe(
      text.replace(
        /( {2}sofia:[\s\S]*?around: \{ agents: 2.*\n)/,
        '$1    outages: { planned: [{ from: 2014-11-05T22:00:00Z, for: 4 h }] }\n',
      ),
    );
    expect(changed('outage', 'centres/dublin', '')).toBe(
      text.replace('[{ from: 2014-11-05T21:00:00Z, for: 9 h }]', '[]'),
    );
    expect(changed('promise', 'premier', 'default')).toBe(
      // With the promise, the data centres of its customers go, too.
      text.replace(
        '    promise: premier-eea\n    placement: eea\n',
        '    promise: default\n    placement: default\n',
      ),
    );
  });
});

describe('the changes of a text', () => {
  const inputOf = (text: string): ScenarioInput => ({ path: 'x.yaml', text, readFile });
  const file = [
    'a: 1',
    'centres:',
    '  dublin: { country: IE }',
    '  denver: { country: US }',
    'b: 2',
    'c: 3',
    '',
  ];
  const textOf = (lines: readonly string[]) => lines.join('\n');
  const changed = (lines: readonly string[]) => textChanges(inputOf(textOf(file)), inputOf(textOf(lines)));

  it('are taken back one by one, also in neighbouring lines, wherever lines came or went', () => {
    const edited = [
      '# a remark',
      'a: 1',
      'centres:',
      '  dublin: { country: DE }',
      '  denver: { country: CA }',
      'c: 4',
      'd: 5',
      '',
    ];
    const changes = changed(edited);
    expect(changes.map(({ words }) => words)).toEqual([
      [],
      ['Dublin, country: DE (was IE)'],
      ['Denver, country: CA (was US)'],
      // These two lines do not go apart: the file would have a key twice.
      ['B: not given (was 2)', 'C: 4 (was 3)', 'D: 5 (was not given)'],
    ]);
    expect(changes[1]?.without).toBe(textOf(edited).replace('DE', 'IE'));
    expect(changes[2]?.without).toBe(textOf(edited).replace('CA', 'US'));
    // Taken back one after the other, they leave the file.
    let text = textOf(edited);
    for (let i = 0; i < changes.length; i++)
      text = textChanges(inputOf(textOf(file)), inputOf(text))[0]?.without ?? '';
    expect(text).toBe(textOf(file));
  });

  it('are none of the same text, and one where everything is another', () => {
    expect(changed(file)).toEqual([]);
    const whole = changed(['x: 9', '']);
    expect(whole.length).toBe(1);
    expect(whole[0]?.without).toBe(textOf(file));
  });

  it('are none while the text cannot be read', () => {
    expect(changed(['a: [', ''])).toEqual([]);
  });
});

describe('the night', () => {
  /** Declination and the equation of time of an almanac, to about a degree. */
  it.each([
    ['2014-11-03T12:00:00Z', -4.1, -15],
    ['2014-06-21T12:00:00Z', 0.4, 23.4],
    ['2014-03-20T16:57:00Z', -72.4, 0],
  ])('lies opposite the sun: %s', (instant, longitude, latitude) => {
    const [x, y] = subsolarPoint(Date.parse(instant));
    expect(Math.abs(x - longitude)).toBeLessThan(1);
    expect(Math.abs(y - latitude)).toBeLessThan(1.2);
  });
});
