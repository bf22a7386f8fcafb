import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';

/** Root has no sandbox in a container; the rest keeps the browser from calling home. */
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run',
];

/** A page of a headless Chromium that has its own profile; `close` ends the browser and removes the profile. */
export interface OpenedPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** Starts the Chromium at `executablePath` with an empty page. */
export async function openPage(executablePath: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const profile = await mkdtemp(join(tmpdir(), 'tuner-chromium-'));
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    const context = await chromium.launchPersistentContext(profile, { ...options, executablePath, args: QUIET });
    const page = context.pages()[0] ?? (await context.newPage());
    return { page, close: () => context.close().then(removeProfile) };
  } catch (error) {
    await removeProfile();
    throw error;
  }
}
