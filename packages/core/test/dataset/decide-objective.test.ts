import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decideObjective } from '../../src/dataset/decide-objective.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Case {
  readonly name: string;
  readonly lines: readonly string[];
  readonly objective: string;
  readonly warns: boolean;
}
const file = new URL('../../../../protocol/corpus/objective.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];

function rows(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'rows.jsonl');
  writeFileSync(path, content);
  return path;
}

describe('the objective auto', () => {
  test.each(cases)('$name: $objective', async ({ lines, objective, warns }) => {
    for (const end of ['\n', '']) {
      const decision = await decideObjective(rows(lines.join('\n') + end));
      expect(decision.objective).toBe(objective);
      expect(decision.warning !== undefined).toBe(warns);
    }
  });

  test('its warning names the file and the one value', async () => {
    const { warning } = await decideObjective(rows('{"label":true}\n'));
    expect(warning).toMatch(/every label in rows\.jsonl is true: this is trained with SFT/);
  });

  test('a line that is no UTF-8 does not count', async () => {
    const torn = Buffer.concat([Buffer.from('{"label":true}\n{"label":false,"text":"'), Buffer.of(0xff), Buffer.from('"}\n')]);
    expect((await decideObjective(rows(torn))).objective).toBe('sft');
  });

  test('a file that is not there, and a folder, are typed errors', async () => {
    const folder = temporaryFolder();
    await expect(decideObjective(join(folder, 'none.jsonl'))).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    await expect(decideObjective(folder)).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
  });

  test('a big file is read row by row: memory stays bounded', async () => {
    const path = rows('');
    const block = `{"label":true,"text":"${'x'.repeat(1000)}"}\n`.repeat(10_000);
    for (let part = 0; part < 10; part += 1) appendFileSync(path, block);
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage().arrayBuffers); }, 1);
    expect((await decideObjective(path)).objective).toBe('sft');
    clearInterval(watch);
    expect(peak - before).toBeLessThan(40 * 1024 * 1024);
  });

  test('ends at the second value, whatever follows', async () => {
    const path = rows(`{"label":true}\n{"label":false}\n${'{"label":true}\n'.repeat(2_000_000)}`);
    const started = performance.now();
    expect(await decideObjective(path)).toEqual({ objective: 'kto' });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
