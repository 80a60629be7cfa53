import { type CaseKind, CHANNELS, SEVERITIES } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import type { CaseView } from './case-state.ts';

/** Whether the case, as now described, matches every field of the kind. */
export function isOfKind(
  tables: ScenarioTables,
  kind: CaseKind,
  { product, severity, stream }: CaseView,
): boolean {
  const { segment } = tables.scenario.streams[stream] ?? {};
  const channel = CHANNELS[tables.stream(stream).channel];
  const name = SEVERITIES[severity];
  return (
    (kind.product === null || kind.product === product) &&
    (kind.segment === null || kind.segment === segment) &&
    (kind.severities === null || (name !== undefined && kind.severities.includes(name))) &&
    (kind.channels === null || (channel !== undefined && kind.channels.includes(channel)))
  );
}
