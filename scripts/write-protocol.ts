import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ktoSchema, sftSchema } from '@tuner/backend-rtx';
import * as contract from '@tuner/core/contract';
import { z } from 'zod';

/** Every schema that another language reads, and the file it is written to. */
const SCHEMAS: Record<string, z.ZodType> = {
  'protocol/wire-event.schema.json': contract.wireEventSchema,
  'protocol/life-event.schema.json': contract.lifeEventSchema,
  'protocol/launch.schema.json': contract.launchDocumentSchema,
  'protocol/run-record.schema.json': contract.runRecordSchema,
  'protocol/process-identity.schema.json': contract.processIdentitySchema,
  'protocol/ack.schema.json': contract.ackRecordSchema,
  'protocol/exit.schema.json': contract.exitRecordSchema,
  'protocol/result.schema.json': contract.resultRecordSchema,
  'protocol/checkpoint-manifest.schema.json': contract.checkpointManifestSchema,
  'Trainers/tuner_trainers/schemas/config-rtx-sft.schema.json': sftSchema,
  'Trainers/tuner_trainers/schemas/config-rtx-kto.schema.json': ktoSchema,
};

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, schema] of Object.entries(SCHEMAS)) {
  const text = `${JSON.stringify(z.toJSONSchema(schema, { io: 'output' }), null, 2)}\n`;
  const path = join(root, file);
  if (isCheck) {
    if (read(path) !== text) stale.push(file);
    continue;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
if (stale.length > 0) {
  console.error(`Not fresh: ${stale.join(', ')}. Run: npm run protocol`);
  process.exitCode = 1;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
