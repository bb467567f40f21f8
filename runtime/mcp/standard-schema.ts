import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod/v4';

/** A zod schema with its JSON Schema in the place where the MCP SDK looks for it; the zod beside n8n has none there. */
export function standardSchema<Schema extends z.ZodType>(
  schema: Schema,
): StandardSchemaWithJSON<z.input<Schema>, z.output<Schema>> {
  const standard = schema['~standard'];
  return {
    '~standard': {
      ...standard,
      jsonSchema: {
        input: () => z.toJSONSchema(schema, { io: 'input' }),
        output: () => z.toJSONSchema(schema, { io: 'output' }),
      },
    },
  } as unknown as StandardSchemaWithJSON<z.input<Schema>, z.output<Schema>>;
}
