import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findChromium } from '../find-chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-chromium-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const browser = join(folder, process.platform === 'win32' ? 'google-chrome.exe' : 'google-chrome');
writeFileSync(browser, '', { mode: 0o755 });
const noMac = process.platform !== 'darwin';

test('the one that is named wins, and a name that leads nowhere is none', () => {
  expect(findChromium({ CHROMIUM_PATH: browser, PATH: '' })).toBe(browser);
  expect(findChromium({ CHROME_PATH: browser, PATH: '' })).toBe(browser);
  expect(findChromium({ CHROMIUM_PATH: join(folder, 'nope'), PATH: folder })).toBeUndefined();
});

test('one on PATH is found; a folder that is relative or not there is passed over', () => {
  expect(findChromium({ PATH: `.:${join(folder, 'nope')}${process.platform === 'win32' ? ';' : ':'}${folder}` })).toBe(browser);
  if (noMac) expect(findChromium({ PATH: join(folder, 'nope') })).toBeUndefined();
});
