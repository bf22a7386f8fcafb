import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { load, loadText } from './loading.ts';

interface Case {
  readonly training: Readonly<Record<string, boolean | string>>;
  readonly loss_on: string;
}
const cases = JSON.parse(readFileSync(new URL('../../../protocol/corpus/loss-on.json', import.meta.url), 'utf8')) as Case[];

describe('what the loss is on', () => {
  test.each(cases)('$training', async ({ training, loss_on }) => {
    const { settings } = await loadText('sft', `training: ${JSON.stringify(training)}`);
    expect(settings.training.loss_on).toBe(loss_on);
  });

  test('the trainer is told one thing: the original\'s keys are gone from the settings', async () => {
    const { settings } = await loadText('sft', 'training: {completion_only_loss: false}');
    expect(settings.training).not.toHaveProperty('completion_only_loss');
  });

  test('an original\'s key beside loss_on is told that it has no effect', async () => {
    const { warnings } = await load('sft', { settings: { training: { completion_only_loss: false } } });
    expect(warnings).toMatchObject([{ kind: 'obsolete', key: 'training.completion_only_loss' }]);
  });

  test('an original\'s key of the wrong type is refused', async () => {
    await expect(loadText('sft', 'training: {completion_only_loss: "no"}')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('KTO has no such keys', async () => {
    for (const key of ['loss_on', 'completion_only_loss', 'assistant_only_loss']) {
      await expect(loadText('kto', `training: {${key}: true}`)).rejects.toMatchObject({ details: { key: `training.${key}` } });
    }
  });
});
