import { formatCount, formatDecimal, formatMoney, plural } from '#base';
import { inNumbers, inWords } from '../document/columns.ts';
import { inTerminal, onPage, type Part, table } from '../document/parts.ts';
import { formatEstimate, formatMeasured } from '../experiments/comparison-text.ts';
import type { Pareto, ParetoPoint, RosterPart, RosterTour } from './roster-part.ts';
import type { StaffingPage } from './staffing-page.ts';

type Priced = Pick<StaffingPage, 'currency'>;

/** `12 345 EUR`, or `320 agent hours` if nobody has a wage. */
export function costText({ currency }: Priced, cost: number): string {
  return currency === null ? `${formatDecimal(cost, 1)} agent hours` : `${formatMoney(cost)} ${currency}`;
}

/** What is proved of the cost, and what is not. */
export function proofSentence(page: Priced, { cost, proof }: RosterPart): string {
  const { bound, failed, isProved } = proof;
  if (isProved) {
    const ways = failed === 0 ? '' : ` (${plural(failed, 'roster')} tried)`;
    return `Proved for these runs: every roster of the shift shapes that costs less breaks a limit or a check, or misses a goal or guard${ways}.`;
  }
  const least =
    bound === null
      ? 'no lower bound is known'
      : `no roster holds below ${costText(page, Math.max(0, bound))}, and between that and ${costText(page, cost)} there may be a cheaper one`;
  return `Best found, not proved to be the cheapest: ${least} (${plural(failed, 'roster')} tried, and none holds). --proof <number> tries more.`;
}

/** What a reader has to know about the proposal. */
function rosterNotes({ horizonDays }: StaffingPage, { candidates }: RosterPart): readonly string[] {
  return [
    `${formatCount(candidates)} working weeks were to choose among: each shape with every length, start, place of breaks and choice of days. Those that are the same within the time simulated count once.`,
    ...(horizonDays < 7
      ? ['Less than a week was simulated, so nothing is known of the other days of these working weeks.']
      : []),
    'The runs of the final check also chose among rosters, so their intervals are somewhat too favourable for the one chosen.',
    'Costs count wageFactor and perShift of the shapes; the wages of a run do not.',
  ];
}

function tourColumns(page: Priced) {
  const words = (head: string, cell: (tour: RosterTour) => string) => inWords(head, cell);
  return [
    words('Group', ({ group }) => group),
    words('Shape', ({ shape }) => shape),
    words('Local time', ({ when }) => when),
    words('Breaks', ({ breaks }) => breaks),
    inNumbers('Agents', ({ agents }: RosterTour) => formatCount(agents)),
    inNumbers('Cost', ({ cost }: RosterTour) => costText(page, cost)),
  ];
}

export function paretoColumns(page: Priced, { better, title, unit }: Pareto) {
  const number = (head: string, cell: (point: ParetoPoint) => string) => inNumbers(head, cell);
  const orNothing = (value: number | null, text: (value: number) => string) =>
    value === null ? '–' : text(value);
  return [
    number(`${title} ${better === 'more' ? 'at least' : 'at most'}`, ({ level }) =>
      formatMeasured(level, unit),
    ),
    number('Cost', ({ cost }) => orNothing(cost, (value) => costText(page, value))),
    number('Agent hours', ({ hours }) => orNothing(hours, (value) => formatDecimal(value, 1))),
    number('Found', ({ found }) => formatEstimate(found, unit)),
    inWords('Cheapest?', ({ bound, kind }: ParetoPoint) =>
      kind === 'best found' && bound !== null
        ? `best found; none below ${costText(page, Math.max(0, bound))}`
        : kind,
    ),
  ];
}

/** The tours, with what a reader has to know about them. */
export function toursPart(page: StaffingPage, roster: RosterPart): Part {
  const tours = table(roster.tours, {
    caption: 'Working weeks of the proposal, local time',
    label: 'Working weeks',
    columns: tourColumns(page),
  });
  const notes = rosterNotes(page, roster);
  return [onPage(...notes), tours, inTerminal(...notes)];
}

/** The tours and the curve for a terminal. */
export function rosterText(page: StaffingPage, roster: RosterPart): readonly Part[] {
  const { pareto } = roster;
  return [
    toursPart(page, roster),
    pareto === null
      ? null
      : table(pareto.points, { caption: 'Cost and service', columns: paretoColumns(page, pareto) }),
  ];
}
