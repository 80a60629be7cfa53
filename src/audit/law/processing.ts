import type { ProductIndex, Software, StreamIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { ALL_CLASSES, type Boundary, PROCESSING } from './boundary.ts';
import type { Contracts } from './contracts.ts';
import type { TransferLaw } from './transfer-law.ts';

interface Rules {
  readonly tables: Pick<ScenarioTables, 'scenario' | 'stream'>;
  readonly boundary: Pick<Boundary, 'allows'>;
  readonly contracts: Pick<Contracts, 'whyNotProcessedBy'>;
  readonly law: Pick<TransferLaw, 'hasBasisToProcess'>;
}

/** Whether promise, law and contracts let a model of software process a case of the stream, about the product. */
export function mayProcess(
  { dataCentre, entity, learns }: NonNullable<Software['model']>,
  { product, stream }: { readonly product: ProductIndex; readonly stream: StreamIndex },
  { boundary, contracts, law, tables }: Rules,
): boolean {
  const { promise } = tables.stream(stream);
  return (
    (!learns || tables.scenario.promises[promise]?.learning === 'allowed') &&
    boundary.allows(promise, PROCESSING, ALL_CLASSES, dataCentre) &&
    contracts.whyNotProcessedBy(stream, entity, dataCentre, product) === null &&
    law.hasBasisToProcess(stream, dataCentre, entity)
  );
}
