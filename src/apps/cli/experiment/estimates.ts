import {
  type ReplicationsPage,
  renderReplications,
  renderReplicationsCsv,
  renderReplicationsJson,
  renderReplicationsText,
} from '#report';
import type { Results } from './results.ts';

/** Results of replications, or of the batches of a long run. */
export function estimates(page: ReplicationsPage): Results {
  return {
    files: {
      'estimates.json': renderReplicationsJson(page),
      'estimates.csv': renderReplicationsCsv(page),
      'estimates.html': renderReplications(page),
    },
    json: JSON.parse(renderReplicationsJson(page)),
    text: (style) => renderReplicationsText(page, style),
    // The text includes it.
    law: [],
  };
}
