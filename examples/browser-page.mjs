// Shows a report in the browser, and the studio beside it. Ends at once when asked to by --check.
import { createServer } from 'node:http';
import { audit, readScenario, renderReport, simulate } from 'meridian';
import { serveStudio } from 'meridian/studio';

const path = 'scenarios/first-steps';
const read = readScenario(path);
if (!read.ok) throw new Error('the scenario is wrong: `meridian validate` says where');
const run = simulate(read.value);
const judged = audit(run.ledger, read.value);
const page = renderReport(run, judged.ok ? judged.value : null);
const server = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(page);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const studio = await serveStudio({ scenario: path });
if (!studio.ok) throw new Error(studio.problem);
const url = `http://127.0.0.1:${server.address().port}/`;
if (process.argv.includes('--check')) {
  const texts = await Promise.all([url, studio.value.url].map(async (at) => (await fetch(at)).text()));
  for (const text of texts) console.log(/<title>(.*?)<\/title>/.exec(text)[1]);
  server.close();
  await studio.value.close();
} else console.log(`report: ${url}\nstudio: ${studio.value.url}\nCtrl-C ends both.`);
