// Audits the case log of another system: here two events by hand, of a German customer whose data was stored in the United States.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLog, readScenario } from 'meridian/audit';

const read = readScenario('scenarios/first-steps');
if (!read.ok) throw new Error('the scenario is wrong: `meridian validate` says where');
const asked = {
  channel: 'phone',
  language: 'en',
  product: 'azure',
  declaredLanguage: 'en',
  declaredProduct: 'azure',
};
const events = [
  ['open', { ...asked, customer: 1, severity: 'B', solvedAtTier: 1, stream: 'premier-de/DE/phone' }],
  ['store', { copiedFrom: null, itemClasses: ['content'], place: 'data centre virginia', role: 'primary' }],
].map(([kind, data], n) => ({
  specversion: '1.0',
  id: String(n),
  source: 'urn:example:tickets',
  type: `meridian.${kind}`,
  subject: 'case/0',
  time: '2014-11-04T08:00:00.000Z',
  datacontenttype: 'application/json',
  data,
}));
const path = join(mkdtempSync(join(tmpdir(), 'log-')), 'events.ndjson');
writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));

const report = await auditLog(path, read.value);
if (!report.ok) throw new Error(report.problem);
for (const result of report.value.results.filter(({ violations }) => violations > 0)) {
  console.log(
    `${result.id} ${result.title}: ${result.violations} violations; ${result.first?.message ?? ''}`,
  );
}
