import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, NO_CHROMIUM } from '../../../scripts/chromium/find-chromium.ts';
import { openPage, type OpenedPage } from '../../../scripts/chromium/open-page.ts';
import { createDroppableProxy, type DroppableProxy } from './support/droppable-proxy.ts';
import { startExample } from './support/start-example.ts';

// One real training, seen by the example itself and, where there is one, by a real Chromium.
const example = startExample(['loss-page', 'stay']);
const chromium = findChromium();
const pictures = join(tmpdir(), 'tuner-loss-page');
const STEPS = 36;

let proxy: DroppableProxy;
beforeAll(async () => {
  const [, url = ''] = await example.printed(/(http:\S+)/);
  // Held behind a step in the middle: however fast the training is, the page sees it run and is cut off before its end.
  proxy = await createDroppableProxy(new URL(url), 30);
}, 60_000);
afterAll(() => {
  proxy?.close();
  example.process.kill();
});

describe.skipIf(chromium === undefined)(`the page in Chromium${chromium ? '' : ` (${NO_CHROMIUM})`}`, { timeout: 240_000 }, () => {
  let opened: OpenedPage;
  const errors: string[] = [];
  const text = (id: string) => opened.page.textContent(`#${id}`);
  const becomes = (id: string, hasText: RegExp) => opened.page.locator(`#${id}`, { hasText }).waitFor({ timeout: 200_000 });
  const pointsOf = async (kind: string) => (await opened.page.getAttribute(`path.${kind}`, 'd'))?.split('L').length;
  const picture = (name: string) => opened.page.screenshot({ path: join(pictures, `${name}.png`) });

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    opened = await openPage(chromium ?? '', { viewport: { width: 960, height: 720 } });
    opened.page.on('pageerror', (error) => errors.push(error.message));
    // What the browser is given, before the page sees it.
    await opened.page.addInitScript({
      content: `window.seen = []; window.EventSource = class extends EventSource {
        constructor(url) { super(url); this.addEventListener('message', ({ lastEventId }) => seen.push(Number(lastEventId))); }
      };`,
    });
    await opened.page.goto(proxy.url);
  }, 60_000);
  afterAll(() => opened?.close());

  test('draws the loss while it falls', async () => {
    await becomes('step', /^([5-9]|\d\d) \/ 36$/);
    expect(await text('status')).toBe('running');
    expect(Number(await text('loss'))).toBeGreaterThan(0);
    expect(await text('time')).toMatch(/^(\d+m)?\d+s$/);
    expect(await pointsOf('training')).toBeGreaterThan(2);
    await picture('running');
  });

  test('goes on behind the last event when the connection was cut: none twice, none missing', async () => {
    proxy.drop();
    await becomes('connection', /lost/);
    proxy.mend();
    await becomes('status', /succeeded/);
    expect(proxy.lastEventIds.length).toBeGreaterThan(0);
    const [, count] = await example.printed(/succeeded: (\d+) events/);
    const seen = await opened.page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
    expect(seen).toEqual(Array.from({ length: Number(count) }, (_, index) => index + 1));
    expect(seen).toContain(proxy.lastEventIds[0]);
  });

  test('shows how it ended, light and dark', async () => {
    expect(await text('step')).toBe(`${STEPS} / ${STEPS}`);
    expect(await pointsOf('training')).toBe(STEPS);
    expect(await opened.page.locator('circle.held-out').count()).toBe(4);
    expect(await opened.page.title()).toBe('Loss of builtin:tiny');
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened.page.emulateMedia({ colorScheme });
      await picture(colorScheme);
    }
    expect(errors).toEqual([]);
  });

  test('is whole when it is opened after the end', async () => {
    await opened.page.reload();
    await becomes('status', /succeeded/);
    expect(await pointsOf('training')).toBe(STEPS);
    expect(await text('connection')).toBe('The run has ended.');
  });
});

test('the example finds each event once, and ends well', { timeout: 240_000 }, async () => {
  await example.printed(/each once/);
  example.process.kill('SIGTERM');
  expect((await example.ended).code).toBe(0);
});
