import { writeFileSync } from 'node:fs';
import { renderCellsCsv, renderReport, renderSummaryText } from '#report';
import { plausibleResult, violatedAudit } from './summary.ts';

const t = performance.now();
const r = plausibleResult({ cases: Number(process.argv[2] ?? 20000) });
const audit = process.argv[3] === 'bad' ? violatedAudit(r.scenario) : r.audit;
const t1 = performance.now();
const html = renderReport({
  ...r,
  audit,
  ledgerRoot: audit.root,
  stories: { R1: ['Mon 00:03 case 4711 opened by phone', 'stored in US'] },
});
console.log('gen', t1 - t, 'render', performance.now() - t1, html.length);
writeFileSync('/tmp/report.html', html);
writeFileSync('/tmp/summary.json', JSON.stringify(r.summary));
console.log(renderSummaryText(r.summary, audit, { width: 100, colour: (_s, t) => t }));
console.log(renderCellsCsv(r.summary).slice(0, 300));
