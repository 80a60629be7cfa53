import { describe, expect, it } from 'vitest';
import { renderStaffing, renderStaffingText } from '../../../src/report/staff/staffing.ts';
import { staffingAnswer } from '../../../src/report/staff/staffing-answer.ts';
import type { StaffingPage } from '../../../src/report/staff/staffing-page.ts';
import { stretchesOf } from '../../../src/report/staff/staffing-week.ts';

const estimate = (mean: number, halfWidth: number) => ({
  mean,
  halfWidth,
  deviation: 1,
  count: 20,
  level: 0.95,
});
const share = { unit: 'share', better: 'more' } as const;
const less = { unit: 's', better: 'less' } as const;

/** Agents on duty on Monday and Tuesday, from 06:00 to 22:00 and around the clock. */
const weekOf = (day: number, night: number) =>
  Array.from({ length: 336 }, (_, slot) => {
    if (slot >= 96) return null;
    const hour = (slot % 48) / 2;
    return hour >= 6 && hour < 22 ? day : night;
  });

const PAGE: StaffingPage = {
  title: 'Three centres',
  law: [],
  currency: 'EUR',
  level: 0.95,
  checked: 20,
  evaluations: 44,
  isProved: false,
  horizonDays: 14,
  hours: { before: 1000, after: 800 },
  fte: { before: 12.5, after: 10 },
  wages: { before: 30_000, after: 24_000 },
  isConfident: true,
  isGuarded: true,
  goals: [
    {
      id: 'service level/germany',
      title: 'Service level, Germany',
      ...share,
      guard: null,
      bound: 0.8,
      today: estimate(0.87, 0.01),
      found: estimate(0.82, 0.01),
      isMet: true,
      binding: 'at its bound',
    },
  ],
  guards: [
    {
      id: 'sojourn',
      title: 'Time to resolution',
      ...less,
      guard: 'resolution',
      bound: 3900,
      today: estimate(3800, 100),
      found: estimate(3850, 100),
      isMet: true,
      binding: 'one agent fewer breaks it',
    },
  ],
  guardsOn: ['resolution', 'abandonment', 'cover'],
  guardsOff: ['backlog'],
  shifts: [
    {
      group: 'Dublin, First line',
      shift: 'day shift',
      before: 9,
      after: 6,
      hours: 160,
      holds: ['guard:sojourn'],
    },
    { group: 'Dublin, First line', shift: 'night shift', before: 2, after: 1, hours: 80, holds: ['cover'] },
    { group: 'Denver, First line', shift: 'around shift', before: 9, after: 9, hours: 0, holds: [] },
  ],
  weeks: [
    {
      title: 'Dublin, First line',
      timeZone: 'Europe/Dublin',
      scheduled: weekOf(9, 2),
      required: weekOf(6, 1),
    },
  ],
  absences: [{ group: 'Dublin, First line', share: 0.12 }],
  shrinkage: [{ group: 'Dublin, First line', share: 0.3 }],
  unprotected: [
    {
      id: 'abandonment/india',
      title: 'Abandonment, India',
      unit: 'share',
      better: 'less',
      today: estimate(0.01, 0.01),
      found: estimate(0.02, 0.01),
      difference: estimate(0.01, 0.02),
    },
    {
      id: 'service level/india',
      title: 'Service level, India',
      ...share,
      today: estimate(0.98, 0.01),
      found: estimate(0.9, 0.01),
      difference: estimate(-0.08, 0.01),
    },
  ],
  channels: ['phone'],
};

describe('the proof of a roster', () => {
  const answerWith = (isProved: boolean) => {
    const roster = {
      tours: [],
      cost: 24_000,
      candidates: 12,
      before: [],
      after: [],
      pareto: null,
      proof: { isProved, bound: 20_000, failed: 3 },
    };
    return staffingAnswer({ ...PAGE, roster }).join(' ');
  };

  it('calls rosters tried, since those to which the checks object are not simulated', () => {
    expect(answerWith(true)).toContain('or misses a goal or guard (3 rosters tried).');
    expect(answerWith(false)).toContain('there may be a cheaper one (3 rosters tried, and none holds).');
  });
});

describe('the answer about staffing', () => {
  it('says what changes, what holds, what was searched, and what binds or is not protected', () => {
    expect(staffingAnswer(PAGE)).toEqual([
      '800 agent hours instead of 1,000 in 14 days (20.0 % fewer; 10 instead of 12.5 FTE), and 24,000 instead of 30,000 EUR of wages: Dublin, First line, day shift 9 → 6; Dublin, First line, night shift 2 → 1.',
      'The goal is met with 95.0 % confidence: Service level, Germany 82.0 % ± 1.0 points (at least 80.0 %); guards held against today: resolution, cover; switched off: backlog.',
      'Cheapest of those searched: head counts of 2 shifts in 1 group, 44 staffings simulated. There may be a cheaper one, which a longer search may find (--proof <number>). Not searched: other hours, skills and promises.',
      'One agent fewer breaks: Time to resolution (guard) in 1 shift and Minimum cover in 1 shift; at the bound: Service level, Germany; not protected: Service level, India goes from 98.0 % to 90.0 %.',
    ]);
  });

  it('begins with missed goals, and says if only confidence is lacking', () => {
    const [goal] = PAGE.goals;
    if (goal === undefined) throw new Error('there is a goal');
    const missed = (mean: number): StaffingPage => ({
      ...PAGE,
      isConfident: false,
      goals: [{ ...goal, found: estimate(mean, 0.02), isMet: false, binding: 'missed' }],
    });
    expect(staffingAnswer(missed(0.78))[0]).toBe(
      'Not every goal and guard holds: Service level, Germany 78.0 % ± 2.0 points (at least 80.0 %).',
    );
    expect(staffingAnswer(missed(0.81))[0]).toContain('reached without 95.0 % confidence');
  });

  it('says if nothing changes', () => {
    const shifts = PAGE.shifts.map((shift) => ({ ...shift, after: shift.before }));
    expect(staffingAnswer({ ...PAGE, shifts })[0]).toMatch(/^Today's staff stays/);
  });
});

describe('the page about staffing', () => {
  it('groups days with the same hours', () => {
    const [week] = PAGE.weeks;
    if (week === undefined) throw new Error('there is a week');
    expect(stretchesOf(week).map(({ required, scheduled, when }) => [when, scheduled, required])).toEqual([
      ['Mon, Tue 00:00–06:00', 2, 1],
      ['Mon, Tue 06:00–22:00', 9, 6],
      ['Mon, Tue 22:00–24:00', 2, 1],
    ]);
  });

  it('shows the answer first, then required against scheduled, then the tables', () => {
    const html = renderStaffing(PAGE);
    const places = [
      'id="answer"',
      'id="required"',
      'Goals and guards',
      'Agents by shift',
      'What nothing protects',
    ];
    const found = places.map((place) => html.indexOf(place));
    expect(found.every((at) => at > 0)).toBe(true);
    expect([...found].sort((one, other) => one - other)).toEqual(found);
    // Nothing was tried for a shift without agent hours, which a cell must not leave open.
    expect(html).toMatch(/data-head="One agent fewer breaks"[^>]*>–</);
  });

  it('folds guards away that are not at their bound, where there are many; a terminal has them all', () => {
    const [guard] = PAGE.guards;
    if (guard === undefined) throw new Error('there is a guard');
    const guards = Array.from({ length: 8 }, (_, g) => ({
      ...guard,
      title: `Guarded ${g}`,
      binding: g === 3 ? ('at its bound' as const) : guard.binding,
    }));
    const html = renderStaffing({ ...PAGE, guards });
    const [open = '', fold = ''] = html
      .slice(html.indexOf('Goals and guards'), html.indexOf('>Agents by shift<'))
      .split('Show 7 more guards: none at its bound');
    expect(open.match(/Guarded \d/g)).toEqual(['Guarded 3']);
    expect(fold.match(/Guarded \d/g)).toHaveLength(7);
    const text = renderStaffingText({ ...PAGE, guards }, { colour: (_, words) => words, width: 200 });
    expect(new Set(text.match(/Guarded \d/g)).size).toBe(8);
    expect(renderStaffing(PAGE)).not.toContain('more guard');
  });

  it('names options of the command in a terminal alone', () => {
    const page = { ...PAGE, guardsOff: [] };
    const text = renderStaffingText(page, { colour: (_, words) => words, width: 200 });
    expect(text).toContain('which a longer search may find (--proof <number>).');
    expect(text).toContain('Each guard can be switched off: --without-guard <name>.');
    const html = renderStaffing(page).replace(/<style>.*?<\/style>/s, '');
    expect(html).toContain('which a longer search may find.');
    expect(html).toContain('Each guard can be switched off.');
    expect(html).not.toMatch(/--[a-z]/);
  });

  it('describes guards, absences, unworked shifts and unprotected channels in words', () => {
    const text = renderStaffingText(PAGE, { colour: (_, words) => words, width: 200 });
    for (const words of [
      'These guards were not observed today: abandonment.',
      'Switched off: backlog.',
      'Shifts that are not worked in the time simulated keep their agents.',
      'Dublin, First line: agents are away 12.0 % of the time on average.',
      '1 measure is plainly worse than today',
      'No goal or guard names these channels: phone.',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/Service level, India +98\.0 % ± 1\.0 points +90\.0 % ± 1\.0 points +yes/);
    expect(text).toMatch(/Abandonment, India .* not plainly/);
  });
});
