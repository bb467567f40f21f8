import type { IExecuteFunctions } from 'n8n-workflow';

/** The criteria that were typed into a node, as `{ criterion, command }`, in their order; none is an empty list. */
export function criteriaOf(context: IExecuteFunctions, item: number): unknown {
  return context.getNodeParameter('criteria.criterion', item, []);
}
