import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogReading } from '../../../src/apps/studio/calls.ts';
import type { DroppedFile, ScenarioText } from '../../../src/apps/studio/protocol.ts';
import { type Answers, createAnswers } from '../../../src/apps/studio/worker/answers.ts';
import { Cancelled, Refusal, type Work } from '../../../src/apps/studio/worker/work.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { workbookOf } from '../../caselog/making-workbooks.ts';
import { meridian, newFolder } from '../cli/cli.ts';

/** A log in the page is read and used as the commands do it. */

const QUIET: Work = { signal: new AbortController().signal, progress: () => {}, breathe: async () => {} };
const EMPTY = { from: '', until: '', timeZone: '', zones: '', country: '', channel: '', runs: 2 };

function fileOf(path: string, text: string): DroppedFile {
  return { path, bytes: new TextEncoder().encode(text).buffer as ArrayBuffer };
}

function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

const SMALL = `Ticket,When,What,Who
a,2024-01-15 09:00,New,kim
a,2024-01-15 10:00,Closed,kim
b,2024-01-15 11:00,New,lee
`;

/** The cells of a text without quotes. */
function cellsOf(csv: string): readonly (readonly string[])[] {
  return csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

function meaningsOf({ columns }: LogReading): readonly string[] {
  return columns.map(({ meaning }) => meaning);
}

describe('a log given to the page', () => {
  let answers: Answers;
  const read = (path: string, text: string, mapping: string | null = null) =>
    answers.readLog({ file: fileOf(path, text), mapping, choice: null }, QUIET);

  const readBytes = (path: string, bytes: Uint8Array, mapping: string | null = null) =>
    answers.readLog({ file: { path, bytes: new Uint8Array(bytes).buffer }, mapping, choice: null }, QUIET);

  beforeAll(() => {
    answers = createAnswers();
  });

  it('is shown with the meaning that each column seems to have', async () => {
    const reading = await read('small.csv', SMALL);
    expect(reading.columns.map(({ name }) => name)).toEqual(['Ticket', 'When', 'What', 'Who']);
    expect(meaningsOf(reading).slice(0, 2)).toEqual(['case', 'time']);
    expect(reading.rows[0]).toEqual(['a', '2024-01-15 09:00', 'New', 'kim']);
    expect(reading.meanings).toContain('agent');
  });

  it('is read again with another meaning of a column, and its mapping says so', async () => {
    const before = await read('small.csv', SMALL);
    const named = await answers.readLog(
      { file: null, mapping: before.mapping, choice: { column: 'What', meaning: 'activity' } },
      QUIET,
    );
    const again = await answers.readLog(
      { file: null, mapping: named.mapping, choice: { column: 'Who', meaning: 'agent' } },
      QUIET,
    );
    expect(meaningsOf(again)).toEqual(['case', 'time', 'activity', 'agent']);
    expect(again.cases).toBe(2);
    const without = await answers.readLog(
      { file: null, mapping: again.mapping, choice: { column: 'Who', meaning: '' } },
      QUIET,
    );
    expect(meaningsOf(without)).toEqual(['case', 'time', 'activity', '']);
    expect(without.mapping).not.toContain('Who');
  });

  it('has a meaning moved from one column to another', async () => {
    const before = await read('small.csv', SMALL);
    const moved = await answers.readLog(
      { file: null, mapping: before.mapping, choice: { column: 'Who', meaning: 'case' } },
      QUIET,
    );
    expect(moved.columns.find(({ name }) => name === 'Ticket')?.meaning).toBe('');
    expect(moved.columns.find(({ name }) => name === 'Who')?.meaning).toBe('case');
  });

  it('can give the times of cases to columns where each row is a case', async () => {
    const text =
      'Number,Opened,Done,Team\n1,2024-01-15 09:00,2024-01-15 10:00,x\n2,2024-01-15 09:30,2024-01-15 10:10,y\n';
    const mapping =
      'meridian-mapping: 1\nrows: case\ntimeZone: UTC\ncolumns:\n  case: Number\ntimes:\n  opened: Opened\n';
    const before = await read('list.csv', text, mapping);
    expect(before.meanings).toContain('time of closed');
    const after = await answers.readLog(
      { file: null, mapping: before.mapping, choice: { column: 'Done', meaning: 'time of closed' } },
      QUIET,
    );
    expect(meaningsOf(after)).toEqual(['case', 'time of opened', 'time of closed', '']);
  });

  it('has rows that cannot be read listed with place and remedy, and the others read', async () => {
    const good = (await read('small.csv', SMALL)).mapping;
    const reading = await read('small.csv', `${SMALL}c,2014-11-31 10:00,New,kim\n`, good);
    expect(reading.refusedRows).toBe(1);
    expect(reading.issues[0]).toMatchObject({ in: 'log', row: 5, column: 'When', value: '2014-11-31 10:00' });
    expect(reading.issues[0]?.remedy).not.toBe('');
    expect(reading.cases).toBe(2);
  });

  it('has mistakes of a mapping listed by line', async () => {
    const reading = await read('small.csv', SMALL, 'meridian-mapping: 1\ncolums: {}\n');
    expect(reading.issues.some((one) => one.in === 'mapping' && one.row === 2)).toBe(true);
    expect(reading.cases).toBe(0);
    await expect(answers.calibrate(EMPTY, QUIET)).rejects.toThrow(Refusal);
  });

  it.each([
    ['empty', 'x.csv', ''],
    ['binary', 'x.csv', 'PK\u0003\u0004\u0000\u0000'],
    ['not the XML that its name promises', 'x.xes', '{}'],
    ['JSON of something else', 'x.json', '[1]'],
  ])('that is %s is refused with a reason', async (_, path, text) => {
    const reading = await read(path, text);
    expect(reading.cases).toBe(0);
    expect(reading.issues.length).toBeGreaterThan(0);
    expect(reading.issues[0]?.remedy).not.toBe('');
  });

  it('that is compressed in a way that the page does not unpack is refused with a remedy', async () => {
    await expect(read('x.csv.br', 'x')).rejects.toThrow(/Brotli.*unpack it first, or .*meridian import/);
    await expect(read('x.zip', 'x')).rejects.toThrow(/unpack it, and give what it holds/);
    await expect(read('x.xlsx.gz', 'x')).rejects.toThrow(/compressed twice: a workbook is a zip/);
  });

  it('in gzip is read as the same rows, in one member or in several', async () => {
    const plain = await read('small.csv', SMALL);
    const half = SMALL.length >> 1;
    const parts = [SMALL.slice(0, half), SMALL.slice(half), ''];
    for (const bytes of [gzipSync(SMALL), Buffer.concat(parts.map((part) => gzipSync(part)))]) {
      const packed = await readBytes('small.csv.gz', bytes, plain.mapping);
      expect(packed).toEqual({ ...plain, name: 'small.csv.gz', lines: packed.lines });
      expect(packed.cases).toBe(2);
    }
  });

  it.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, -10), /unexpected end of file/],
    ['changed', (whole: Buffer) => Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8)]), /data check/],
    ['no gzip', () => Buffer.from(SMALL), /incorrect header check/],
    ['empty', () => Buffer.alloc(0), /unexpected end of file/],
  ])('in gzip that is %s is refused with the reason, as by the command', async (what, spoil, why) => {
    const bytes = spoil(gzipSync(SMALL));
    await expect(readBytes('small.csv.gz', bytes)).rejects.toThrow(why);
    await expect(readBytes('small.csv.gz', bytes)).rejects.toThrow(/compress the whole log again/);
    const path = join(newFolder(), `${what.replaceAll(' ', '-')}.csv.gz`);
    writeFileSync(path, bytes);
    const refused = meridian('import', path, '--guess');
    expect([refused.code, words(refused.err)]).toEqual([
      2,
      expect.stringMatching(/cannot be decompressed as gzip/),
    ]);
  });

  it('in gzip that unpacks without bound is left before it fills the memory', async () => {
    const { mapping } = await read('small.csv', SMALL);
    const zeros = gzipSync(Buffer.alloc(1 << 27));
    const blank = await readBytes('blank.csv.gz', Buffer.concat([zeros, zeros, zeros]), mapping);
    expect(blank.issues[0]?.message).toMatch(/more than 1,048,576 characters/);
    const json = Buffer.concat([gzipSync('['), ...Array.from({ length: 2 }, () => zeros)]);
    await expect(readBytes('bomb.json.gz', json)).rejects.toThrow(
      /more than 128 MiB when it is decompressed/,
    );
  });

  it('in a workbook is read as the same rows, with its only visible sheet', async () => {
    const [head = [], ...rows] = cellsOf(SMALL);
    const sheets = [{ name: 'Tickets' }, { name: 'Old', state: 'hidden' }];
    const reading = await readBytes('small.xlsx', workbookOf({ rows: [head, ...rows], sheets }));
    expect(reading.columns.map(({ name }) => name)).toEqual(head);
    expect(reading.rows).toEqual(rows);
    expect([reading.sheet, reading.cases]).toEqual(['Tickets', (await read('small.csv', SMALL)).cases]);
    expect(reading.sheets).toEqual([
      { name: 'Tickets', isHidden: false },
      { name: 'Old', isHidden: true },
    ]);
    expect(reading.mapping).not.toContain('sheet:');
  });

  it('in a workbook with several sheets is read when one is chosen, and the mapping names it', async () => {
    const rows = cellsOf(SMALL);
    const sheets = [{ name: 'Tickets' }, { name: 'Notes' }];
    const asked = await readBytes('two.xlsx', workbookOf({ rows, sheets }));
    expect([asked.sheet, asked.cases, asked.issues]).toEqual([null, 0, []]);
    const ask = (sheet: string) => answers.readLog({ file: null, mapping: null, choice: null, sheet }, QUIET);
    const chosen = await ask('Tickets');
    expect([chosen.sheet, chosen.cases]).toEqual(['Tickets', 2]);
    expect(chosen.mapping).toMatch(/\nsheet: "Tickets"\n$/);
    const empty = await ask('Notes');
    expect(empty.cases).toBe(0);
    expect(empty.issues[0]?.remedy).not.toBe('');
    const back = await answers.readLog({ file: null, mapping: chosen.mapping, choice: null }, QUIET);
    expect(back).toEqual(chosen);
    const wrong = chosen.mapping.replace('"Tickets"', '"Tikets"');
    const refused = await answers.readLog({ file: null, mapping: wrong, choice: null }, QUIET);
    expect(refused.issues[0]?.message).toMatch(/has no sheet 'Tikets'/);
    expect(refused.issues[0]?.remedy).toMatch(/Tickets/);
  });

  it.each([
    ['a web page', '<html></html>', /web page/],
    ['text', 'Ticket,When', /no workbook/],
    ['nothing', '', /empty/],
    ['a zip of something else', zipSync({ 'a.csv': strToU8(SMALL) }), /a zip that holds a.csv/],
    [
      'a zip that grows without bound',
      workbookOf({ rows: cellsOf(SMALL), parts: { 'xl/worksheets/sheet1.xml': new Uint8Array(1 << 27) } }),
      /becomes more than/,
    ],
  ])('under the name of a workbook that is %s is refused as by the command', async (_, content, message) => {
    const bytes = typeof content === 'string' ? strToU8(content) : content;
    const reading = await readBytes('bad.xlsx', bytes);
    expect(reading.cases).toBe(0);
    const [issue] = reading.issues;
    expect(issue?.message).toMatch(message);
    const path = join(newFolder(), 'bad.xlsx');
    writeFileSync(path, bytes);
    const { code, err } = meridian('import', path, '--guess');
    expect(code).toBe(2);
    expect(words(err)).toContain(words(issue?.message ?? ''));
    expect(words(err)).toContain(words(issue?.remedy ?? ''));
  });

  it('can be called off while it is read', async () => {
    const work: Work = { ...QUIET, breathe: () => Promise.reject(new Cancelled()) };
    const file = fileOf('small.csv', SMALL);
    await expect(answers.readLog({ file, mapping: null, choice: null }, work)).rejects.toThrow(Cancelled);
  });
});

describe('a scenario made in the page', () => {
  const folder = newFolder();
  const at = (name: string) => join(folder, name);
  const csv = simulatedList(shortThreeCentres('10 days'));
  const zones = ['DE=Europe/Berlin', 'IN=Asia/Kolkata', 'US=America/Denver'];

  beforeAll(() => {
    // The page's own folder is empty.
    vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
    vi.stubGlobal('fetch', async () => Response.json({ files: {}, scenarios: [], initial: null }));
    writeFileSync(at('desk.csv'), csv);
    writeFileSync(at('mapping.yaml'), LIST_MAPPING);
    expect(meridian('import', at('desk.csv'), '--map', at('mapping.yaml')).code).toBe(0);
    const given = ['--out', at('desk'), '--until', '2025-03-12', '--runs', '2'];
    const named = zones.flatMap((zone) => ['--zone', zone]);
    expect(meridian('calibrate', at('desk.case-log'), ...given, ...named).code).toBe(0);
  });
  afterAll(() => vi.unstubAllGlobals());

  it('has the same files as meridian import and meridian calibrate leave', async () => {
    const answers = createAnswers();
    const file = fileOf('desk.csv', csv);
    const reading = await answers.readLog({ file, mapping: LIST_MAPPING, choice: null }, QUIET);
    expect(reading.refusedRows).toBe(0);
    const shares: number[] = [];
    const work: Work = { ...QUIET, progress: ({ share }) => shares.push(share) };
    const answer = await answers.calibrate({ ...EMPTY, until: '2025-03-12', zones: zones.join(', ') }, work);
    expect(Object.keys(answer.files).sort()).toEqual([
      'calibration.html',
      'calibration.json',
      'scenario.yaml',
    ]);
    for (const [name, text] of Object.entries(answer.files))
      expect(text, name).toBe(readFileSync(join(folder, 'desk', name), 'utf8'));
    expect(answer.edited?.text).toBe(answer.files['scenario.yaml']);
    expect(shares).toEqual([0, 0.5, 1]);
  });

  describe('that starts from the open cases of the log', () => {
    let answers: Answers;
    let scenario: ScenarioText;
    const open = (at: string) => answers.openCases({ scenario, at }, QUIET);

    beforeAll(async () => {
      answers = createAnswers();
      await answers.readLog({ file: fileOf('desk.csv', csv), mapping: LIST_MAPPING, choice: null }, QUIET);
      // Other names of files than in the page: they do not matter.
      scenario = { path: 'desk/scenario.yaml', text: readFileSync(at('desk/scenario.yaml'), 'utf8') };
    });

    it('has the file that meridian open-cases writes, byte for byte', async () => {
      const moment = '2025-03-11T14:00:00Z';
      const given = ['--scenario', at('desk'), '--at', moment, '--out', at('open.csv')];
      const written = meridian('open-cases', at('desk.case-log'), ...given);
      expect(written.code, written.err).toBe(0);
      const { assumptions, csv: made, sentences } = await open(moment);
      expect(made).toBe(readFileSync(at('open.csv'), 'utf8'));
      for (const line of assumptions) expect(words(written.err)).toContain(words(line));
      expect(sentences[0]).toMatch(
        /^desk\.csv: [1-9]\d* open cases? and \d+ that may be opened again, at 11 March 2025 14:00 UTC\.$/,
      );
      expect(sentences[1]).toMatch(
        /The run starts when the scenario does, at 2025-03-12T00:00:00Z, 10 h later/,
      );
    });

    it('has the root, the figures and the answer of meridian run --backlog', async () => {
      const moment = '2025-03-11T14:00:00Z';
      const given = ['--backlog', at('desk.case-log'), '--at', moment, '--until', '1 day', '--json'];
      const ran = meridian('run', at('desk'), ...given, '--out', at('run'));
      expect(ran.code, ran.err).toBeLessThan(2);
      const result = JSON.parse(ran.out);
      const { taken } = await open(moment);
      const request = { ...scenario, seed: null, until: '1 day', breach: null };
      const run = await answers.run({ ...request, openCases: taken }, QUIET);
      expect(run.opening?.sentences[1]).toMatch(/10 h later/);
      expect(run.root).toBe(result.ledger.root);
      const cold = await answers.run(request, QUIET);
      expect(cold.root).not.toBe(run.root);
      expect(cold.drawings.backlog).toBeUndefined();
      const report = readFileSync(at('run/report.html'), 'utf8');
      expect(run.drawings.backlog).toMatch(/Open at the start: \d+ cases/);
      expect(report).toContain(run.drawings.backlog);
      expect(report).toContain(run.overview.answer);
      expect(report).toContain(run.drawings['waiting-times']);
    });

    it('has the ages of the cases at another start, if the scenario is changed afterwards', async () => {
      const moment = '2025-03-11T14:00:00Z';
      const { taken } = await open(moment);
      const text = scenario.text.replace(/^start: .*$/m, `start: ${moment}`);
      expect(text).not.toBe(scenario.text);
      writeFileSync(at('desk/moved.yaml'), text);
      const given = ['--backlog', at('desk.case-log'), '--until', '6 h', '--json', '--out', at('moved')];
      const ran = meridian('run', at('desk/moved.yaml'), ...given);
      expect(ran.code, ran.err).toBeLessThan(2);
      const moved = { path: 'desk/moved.yaml', text, seed: null, until: '6 h', breach: null };
      const run = await answers.run({ ...moved, openCases: taken }, QUIET);
      expect(run.root).toBe(JSON.parse(ran.out).ledger.root);
      expect(run.opening?.sentences).toHaveLength(1);
    });

    it('is refused once open cases were taken from another log', async () => {
      const others = createAnswers();
      const give = () =>
        others.readLog({ file: fileOf('desk.csv', csv), mapping: LIST_MAPPING, choice: null }, QUIET);
      await give();
      const { taken } = await others.openCases({ scenario, at: '' }, QUIET);
      await give();
      await others.openCases({ scenario, at: '' }, QUIET);
      const request = { ...scenario, seed: null, until: '1 h', breach: null, openCases: taken };
      await expect(others.run(request, QUIET)).rejects.toThrow(/from another log since/);
    });

    it('takes the end of the log if no moment is chosen', async () => {
      const events = await answers.readLog(
        { file: fileOf('desk.csv', csv), mapping: LIST_MAPPING, choice: null },
        QUIET,
      );
      expect((await open('')).taken.at).toBe(events.span?.end);
      expect((await open(` ${events.span?.end} `)).csv).toBe((await open('')).csv);
    });

    it('is refused for a moment that is none, or at which nothing is open, with a remedy', async () => {
      await expect(open('soon')).rejects.toThrow(/Moment soon is no instant; write date, time and offset/);
      await expect(open('2020-01-01T00:00:00Z')).rejects.toThrow(
        /no case is open at 2020.*its events are from 2025.*choose another instant with Moment/,
      );
    });

    it('is not made if cases fit the scenario badly: each is listed with row, value and remedy, as by the command', async () => {
      const text = scenario.text;
      const other = { path: 'desk/other.yaml', text: text.replaceAll(/\bIN\b/g, 'BR') };
      expect(other.text).not.toBe(text);
      writeFileSync(at('desk/other.yaml'), other.text);
      const moment = '2025-03-11T14:00:00Z';
      const refused = meridian(
        'open-cases',
        at('desk.case-log'),
        '--scenario',
        at('desk/other.yaml'),
        '--at',
        moment,
      );
      expect(refused.code).toBe(2);
      const found = await answers.openCases({ scenario: other, at: moment }, QUIET);
      expect(found.csv).toBeNull();
      const run = { ...other, seed: null, until: '1 day', breach: null, openCases: found.taken };
      await expect(answers.run(run, QUIET)).rejects.toThrow(/cannot be taken over.*The first: row \d+: case/);
      expect(found.issues.length).toBeGreaterThan(0);
      expect(found.sentences.at(-1)).toMatch(/cannot be taken over, so no run starts from them/);
      for (const { message, remedy, row } of found.issues) {
        expect(row).toBeGreaterThan(1);
        expect(words(refused.err)).toContain(words(message));
        expect(words(refused.err)).toContain(words(remedy));
      }
    });
  });

  describe('that is compared with days kept out', () => {
    let answers: Answers;
    const choices = { ...EMPTY, zones: zones.join(', '), cut: '2025-03-12' };

    beforeAll(async () => {
      const given = ['--scenario', at('desk'), '--from', '2025-03-12', '--runs', '2', '--out', at('kept')];
      const compared = meridian('validate-against', at('desk.case-log'), ...given);
      expect(compared.code, compared.err).toBe(0);
      answers = createAnswers();
      await answers.readLog({ file: fileOf('desk.csv', csv), mapping: LIST_MAPPING, choice: null }, QUIET);
    });

    const expectSame = (files: Readonly<Record<string, string>>) => {
      for (const name of ['validation.json', 'validation.html'])
        expect(files[name], name).toBe(readFileSync(join(at('kept'), name), 'utf8'));
    };

    it('has the files of meridian calibrate --until and validate-against --from', async () => {
      const answer = await answers.holdOut({ ...choices, scenario: null }, QUIET);
      expectSame(answer.files);
      expect(answer.files['scenario.yaml']).toBe(readFileSync(at('desk/scenario.yaml'), 'utf8'));
      expect(answer.extent.text).toBe('2 runs compared with cases that the scenario was not made from');
      for (const markup of answer.sections) expect(answer.files['validation.html']).toContain(markup);
    });

    it('says whether it was made from these days, too, as far as the page knows', async () => {
      const scenario = { path: 'desk/scenario.yaml', text: readFileSync(at('desk/scenario.yaml'), 'utf8') };
      const given = await answers.holdOut({ ...choices, scenario }, QUIET);
      expectSame(given.files);
      expect(given.edited).toBeNull();
      expect(given.extent.text).toContain('the page cannot know');
      const { edited } = await answers.calibrate({ ...EMPTY, zones: choices.zones }, QUIET);
      const whole = await answers.holdOut({ ...choices, scenario: edited }, QUIET);
      expect(whole.extent.text).toMatch(
        /not only with new ones: the scenario was made from those until 2025-03-1/,
      );
    });

    it('is refused for a cut that leaves too few cases before or after it', async () => {
      const ask = (cut: string) => answers.holdOut({ ...choices, cut, scenario: null }, QUIET);
      await expect(ask('soon')).rejects.toThrow(/Kept out from soon is no date/);
      await expect(ask('2030-01-01')).rejects.toThrow(/0 cases between Kept out from and Until/);
      await expect(ask('2025-03-03')).rejects.toThrow(/between From and Kept out from/);
    });
  });

  it('is refused with a sentence for choices that cannot be used', async () => {
    const answers = createAnswers();
    await answers.readLog({ file: fileOf('desk.csv', csv), mapping: LIST_MAPPING, choice: null }, QUIET);
    const ask = (choices: Partial<typeof EMPTY>) => answers.calibrate({ ...EMPTY, ...choices }, QUIET);
    await expect(ask({ until: 'soon' })).rejects.toThrow(/soon is no date/);
    await expect(ask({ zones: 'Berlin' })).rejects.toThrow(/names no country/);
    await expect(ask({ channel: 'fax' })).rejects.toThrow(/fax is no channel/);
    await expect(ask({ from: '2030-01-01' })).rejects.toThrow(/0 cases/);
  });
});
