import { isAccepted, meanWait, shareRefused } from '../measures.ts';
import { longRun, perMinute } from '../scenario-text.ts';
import { waitingRoom } from '../theory-chains.ts';
import { exact, measure, type ValidationCase } from '../validation-case.ts';

const RATE = 3.5;
const AGENTS = 3;
const LINES = 7;
const EXACT = 'M/M/c/K of both channels together';

const TEXT = `
centres: { home: { groups: { agents: { shifts: { always: { agents: ${AGENTS} } } } } } }
segments:
  customers:
    channels: { phone: 0.7, web: 0.3 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(RATE)} }]
work:
  patience: { phone: none, web: none }
  handle: { tier1: { phone: exponential 1 min, web: exponential 1 min } }
lines: { phone: { total: 100 }, shared: [{ channels: [phone, web], total: ${LINES} }] }
`;

const theory = waitingRoom({ lambda: RATE, mu: 1, c: AGENTS, theta: 0, places: LINES });

export const D25: ValidationCase = {
  id: 'D25',
  title: 'Lines that two channels share',
  model: `M/M/${AGENTS}/${LINES}: calls and chats, ${RATE} a minute together, of 1 min each.`,
  points: [
    {
      id: 'two channels',
      setups: [longRun(TEXT, { arrivals: 30_000, rate: RATE, warmUp: 50, drain: 60 })],
      replications: { full: 40, short: 10 },
      measures: [
        measure('share refused', '', (run) => shareRefused(run), exact(theory.blocked, EXACT)),
        measure(
          'mean wait of the accepted',
          'min',
          (run) => meanWait(run, isAccepted),
          exact(theory.meanWait, EXACT),
        ),
      ],
    },
  ],
};
