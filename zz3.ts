import { readFileSync, readdirSync } from 'node:fs';
import { parseScenario } from '#scenario';
for (const f of readdirSync('tests/scenario/bad').sort()) {
  const path = 'tests/scenario/bad/' + f; const text = readFileSync(path, 'utf8');
  const r = parseScenario({ path, text, readFile: (p) => { try { return { ok: true, value: readFileSync(p, 'utf8') } } catch { return { ok: false, problem: 'no such file' } } } });
  const want = text.split('\n')[0]!.split(' ')[2];
  if (r.ok) { console.log(`${f}: OK?! want ${want}`, r.value.warnings.map(w=>w.code)); continue; }
  const good = r.problem.length === 1 && r.problem[0]!.code === want;
  console.log(`${good ? ' ' : '!'} ${f} want ${want}`);
  for (const i of r.problem) console.log(`     ${i.file.replace('tests/scenario/bad/','')}:${i.line}:${i.column} ${i.code} [${i.path}] {${i.value}} ${i.message} → ${i.remedy}`);
}
