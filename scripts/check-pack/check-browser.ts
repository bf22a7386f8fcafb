import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import { NO_PROGRESS, reduceProgress, type RunEvent } from '../../packages/core/src/contract/index.ts';
import { findChromium, NO_CHROMIUM } from '../chromium/find-chromium.ts';
import { openPage } from '../chromium/open-page.ts';

const RECORDED = new URL('../../packages/core/test/fixtures/recorded-run.jsonl', import.meta.url);

/** How the contract did in a browser: a line for people, and what is wrong. */
export interface BrowserOutcome {
  readonly line: string;
  readonly problems: readonly string[];
}

/** Bundles `@tuner/core/contract` of `project` for a browser, and folds a recorded run with it in a Chromium. */
export async function checkBrowser(project: string): Promise<BrowserOutcome> {
  const chromium = findChromium();
  const bundle = await bundleForBrowser(join(project, 'browser.mjs'));
  const size = `${(Buffer.byteLength(bundle) / 1000).toFixed(0)} kB minified, zod included`;
  if (chromium === undefined) return { line: `skipped: the contract in a browser: ${NO_CHROMIUM}`, problems: [] };
  const lines = (await readFile(RECORDED, 'utf8')).trimEnd().split('\n');
  const expected = lines.map((line) => JSON.parse(line) as RunEvent).reduce(reduceProgress, NO_PROGRESS);
  const { found, version } = await foldIn(chromium, bundle, lines);
  const line = `@tuner/core/contract in Chromium ${version}: ${lines.length} recorded events folded; ${size}`;
  if (isDeepStrictEqual(found, { ...expected })) return { line, problems: [] };
  return { line, problems: [`Chromium folded ${JSON.stringify(found)}, Node ${JSON.stringify(expected)}`] };
}

/** Fails when anything of Node is needed. */
async function bundleForBrowser(entry: string): Promise<string> {
  const output = { platform: 'browser', format: 'iife', minify: true, write: false, logLevel: 'silent' } as const;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, ...output });
  return outputFiles[0]?.text ?? '';
}

async function foldIn(chromium: string, bundle: string, lines: readonly string[]) {
  const { page, close } = await openPage(chromium);
  try {
    await page.addScriptTag({ content: bundle });
    const found = await page.evaluate((recorded) => (globalThis as unknown as Page).fold(recorded), lines);
    return { found, version: page.context().browser()?.version() ?? '' };
  } finally {
    await close();
  }
}

/** What browser.mjs adds to its page. */
interface Page {
  fold(lines: readonly string[]): unknown;
}
