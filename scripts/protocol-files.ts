import { z } from 'zod';
import { mlxSchema } from '../packages/backend-mac/src/schema/mlx.ts';
import { ktoSchema } from '../packages/backend-rtx/src/schema/kto.ts';
import { sftSchema } from '../packages/backend-rtx/src/schema/sft.ts';
import {
  ackRecordSchema, checkpointManifestSchema, exitRecordSchema, launchDocumentSchema, lifeEventSchema,
  processIdentitySchema, queuedRecordSchema, resultRecordSchema, runRecordSchema, wireEventSchema,
} from '../packages/core/src/contract/index.ts';
import { FAILURE_SIGNS } from '../packages/core/src/results/failures/failure-signs.ts';

/** What Python reads, by the name of its file in `protocol/`. */
const PROTOCOL: Readonly<Record<string, z.ZodType>> = {
  'wire-event': wireEventSchema,
  'life-event': lifeEventSchema,
  launch: launchDocumentSchema,
  'run-record': runRecordSchema,
  'process-identity': processIdentitySchema,
  queued: queuedRecordSchema,
  ack: ackRecordSchema,
  exit: exitRecordSchema,
  result: resultRecordSchema,
  'checkpoint-manifest': checkpointManifestSchema,
};

/** The resolved documents of every method. They travel with the trainers, which check what they are given. */
const CONFIGS: Readonly<Record<string, z.ZodType>> = {
  'config-rtx-sft': sftSchema, 'config-rtx-kto': ktoSchema, 'config-mac-mlx': mlxSchema,
};

/** Every file that Python reads and TypeScript owns, as path in the repository and text. */
export function protocolFiles(): Record<string, string> {
  const written: [string, string][] = [];
  for (const [name, schema] of Object.entries(PROTOCOL)) {
    written.push([`protocol/${name}.schema.json`, jsonSchema(name, schema, 'input')]);
  }
  for (const [name, schema] of Object.entries(CONFIGS)) {
    written.push([`Trainers/tuner_trainers/schemas/${name}.schema.json`, jsonSchema(name, schema, 'output')]);
  }
  written.push(['Trainers/tuner_trainers/schemas/failure-signs.json', `${JSON.stringify(FAILURE_SIGNS, null, 2)}\n`]);
  return Object.fromEntries(written);
}

/** `input`: what a writer must write, keys of newer versions allowed. `output`: complete, every default filled in. */
function jsonSchema(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  const written = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema: json }) => {
      // A section that may be missing: zod leaves its default out, and a trainer that runs alone needs it.
      if (zodSchema._zod.def.type === 'prefault') json.default = z.parse(zodSchema, undefined) as object;
    },
  });
  return `${JSON.stringify({ title, ...written }, null, 2)}\n`;
}
