import {
  type ReplicationsPage,
  renderReplications,
  renderReplicationsCsv,
  renderReplicationsJson,
  renderReplicationsText,
} from '#report';
import type { Results } from './result-place.ts';

/** Results of replications, or of the batches of a long run. */
export function estimates(page: ReplicationsPage): Results {
  const json = renderReplicationsJson(page);
  return {
    files: {
      'estimates.json': json,
      'estimates.csv': renderReplicationsCsv(page),
      'estimates.html': renderReplications(page),
    },
    json: JSON.parse(json),
    text: (style) => renderReplicationsText(page, style),
    // The text includes it.
    law: [],
  };
}
