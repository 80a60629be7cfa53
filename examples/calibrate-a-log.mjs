// From an export of a ticket system to a calibrated scenario and a run of it. The export is made here: four weeks of a desk of four.
import { calibrate, importLog, simulate } from 'meridian';

const day = (n) => new Date(Date.UTC(2025, 2, 3 + n)).toISOString().slice(0, 10);
const clock = (minutes) => new Date(60_000 * Math.round(minutes)).toISOString().slice(11, 16);
let seed = 7;
const random = () => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};

const rows = ['ticket,changed,state,agent'];
for (let n = 0; n < 28; n++) {
  if (n % 7 > 4) continue; // the desk is closed at weekends
  const free = [480, 480, 480, 480];
  for (let at = 480 + 20 * random(), k = 0; at < 1050; at += -12 * Math.log(1 - random()), k++) {
    const agent = free.indexOf(Math.min(...free));
    const began = Math.max(at, free[agent]);
    free[agent] = began + 5 + 30 * random();
    const row = (minutes, state, who = '') =>
      rows.push(`${n}-${k},${day(n)} ${clock(minutes)},${state},${who}`);
    row(at, 'New');
    row(began, 'In progress', `agent ${agent + 1}`);
    row(free[agent], 'Resolved', `agent ${agent + 1}`);
  }
}

const mapping = `
meridian-mapping: 1
timeZone: Europe/Dublin
columns: { case: ticket, time: changed, activity: state, agent: agent }
ends: [Resolved]
`;
const imported = await importLog(Buffer.from(rows.join('\n')), mapping, { name: 'tickets.csv' });
if (!imported.ok)
  throw new Error(imported.problem.map(({ message, row }) => `${row}: ${message}`).join('\n'));
const { cases, report } = imported.value;
console.log(`${cases.length} cases from ${report.rows.read} rows; ${report.rows.refused} rows refused`);

const made = calibrate(imported.value, { name: 'desk', horizon: '1 week', runs: 3 });
if (!made.ok) throw new Error(made.problem.join('\n'));
const { answer, assumptions, figures, scenario } = made.value;
for (const sentence of answer) console.log(sentence);
const rate = figures.find(({ unit }) => unit === 'per week');
console.log(
  `${rate.key}: ${rate.value.toFixed(0)} a week (${rate.low.toFixed(0)} to ${rate.high.toFixed(0)}), n ${rate.n}: ${rate.source}`,
);
console.log(`${figures.length} figures, ${assumptions.length} assumptions; the first: ${assumptions[0]}`);

const { summary } = simulate(scenario);
const { arrived, waitP90S } = summary.total;
console.log(`A week of it: ${arrived} cases; nine of ten wait at most ${(waitP90S / 60).toFixed(0)} min`);
