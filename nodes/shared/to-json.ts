import type { IDataObject } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';
import type { Answer } from '../../runtime/index';

/** The answer as plain JSON: dates become text, what is absent is left out. */
export function toJson(answer: Answer): IDataObject {
  return jsonParse<IDataObject>(JSON.stringify(answer));
}
