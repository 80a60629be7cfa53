import { csvLine, numbered } from '#base';
import { type CaseLife, type CaseListener, CaseLives } from '#cases';
import { ACT_NUMBERS, CASE_STATES, openingIn, type Scenario, SESSION_STEPS } from '#domain';
import { startReplication } from '#experiment';
import { observerOf } from '#ledger';
import { sha256 } from '../running.ts';

/** A simulated run with software, as the two logs that a help desk would export: one of tickets, and one of sessions. Times to the second. */

const { 'follow-up': FOLLOW_UP, open: OPEN, session: SESSION } = ACT_NUMBERS;
const STEPS = numbered(SESSION_STEPS);

/** The mapping of the log of tickets. */
export const TICKET_MAPPING = `timeZone: Europe/Berlin
columns: { case: case, time: time, activity: state, tier: tier, agent: agent, group: group, centre: centre, severity: severity, channel: channel, product: product, segment: segment, country: country, language: language, customer: customer }
`;

/** What of a run the logs say. */
interface LogChoice {
  /** How a ticket of a customer who comes back after a contained session is known: by its number, or by its customer. */
  readonly backBy: 'case' | 'customer' | 'nothing';
}

interface SimulatedLogs {
  readonly tickets: string;
  readonly sessions: string;
}

export function simulatedLogs(scenario: Scenario, { backBy }: LogChoice): SimulatedLogs {
  const timeText = (ms: number) => wallText(scenario.startEpochMs + ms);
  const customerOf = new Map<number, number>();
  const idOf = new Map<number, string>();
  const sessions = new Map<
    number,
    { startMs: number; endMs: number | null; isContained: boolean; row: string[] }
  >();
  const rows: { readonly timeMs: number; readonly line: string }[] = [];
  const nameOf = (caseNumber: number) => idOf.get(caseNumber) ?? `T${caseNumber}`;
  const put = (life: CaseLife, timeMs: number, state: string, agent = '') => {
    const { centres, groups, languages, products, segments, streams } = scenario;
    const stream = streams[life.stream];
    const group = agent === '' ? undefined : groups[life.group];
    const line = csvLine([
      nameOf(life.caseNumber),
      timeText(timeMs),
      state,
      life.tier,
      agent,
      group?.id ?? '',
      centres[group?.centre ?? -1]?.id ?? '',
      'ABC'[life.severity] ?? '',
      stream?.channel ?? '',
      products[life.trueProduct]?.id ?? '',
      segments[stream?.segment ?? -1]?.id ?? '',
      stream?.country ?? '',
      languages[life.trueLanguage] ?? '',
      backBy === 'customer' ? `C${customerOf.get(life.caseNumber) ?? life.caseNumber}` : '',
    ]);
    rows.push({ timeMs, line });
  };
  const listener: CaseListener = {
    opened: (life) => put(life, life.openedMs, 'New'),
    taken: (life, timeMs) => put(life, timeMs, 'In Progress', `A${life.agent}`),
    resolved: (life, timeMs) => put(life, timeMs, 'Resolved'),
    gaveUp: (life, timeMs) => put(life, timeMs, 'abandoned'),
    moved: (life, timeMs, before) => {
      if (CASE_STATES[life.state] === 'closed' && CASE_STATES[before] === 'resolved')
        put(life, timeMs, 'Closed');
    },
  };
  const lives = new CaseLives(scenario, [listener]);
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    writeLedger: null,
    engineVersion: 'test',
    observer: observerOf((act) => {
      const { a, aux, caseNumber, d, kind, timeMs } = act;
      if (kind === OPEN) {
        const { trueProduct } = openingIn(act);
        const row = [scenario.products[trueProduct]?.id ?? '', scenario.streams[a]?.channel ?? ''];
        sessions.set(caseNumber, { startMs: timeMs, endMs: null, isContained: false, row });
      } else if (kind === FOLLOW_UP) {
        customerOf.set(caseNumber, customerOf.get(d) ?? d);
        if (backBy === 'case') idOf.set(caseNumber, `T${d}`);
      } else if (kind === SESSION) {
        const session = sessions.get(caseNumber);
        const isEnd = aux === STEPS.contained || aux === STEPS['handed over'];
        if (isEnd && session !== undefined) {
          session.endMs = timeMs;
          session.isContained = aux === STEPS.contained;
        }
      }
      lives.visit(act);
    }),
  });
  run.advance(scenario.horizonMs);
  rows.sort((one, other) => one.timeMs - other.timeMs);
  const bots = [...sessions].flatMap(([caseNumber, { endMs, isContained, row, startMs }]) =>
    endMs === null
      ? []
      : csvLine([
          `T${caseNumber}`,
          timeText(startMs),
          timeText(endMs),
          isContained ? 'contained' : 'handed-over',
          ...row,
          backBy === 'customer' ? `C${caseNumber}` : '',
        ]),
  );
  return {
    tickets: `case,time,state,tier,agent,group,centre,severity,channel,product,segment,country,language,customer\n${rows.map(({ line }) => line).join('')}`,
    sessions: `case,start,end,outcome,product,channel,customer\n${bots.join('')}`,
  };
}

/** Wall clock of Berlin in winter. */
function wallText(ms: number): string {
  return new Date(ms + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
