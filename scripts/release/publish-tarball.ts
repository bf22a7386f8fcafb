import type { Tarball } from '../check-pack/pack-packages.ts';
import { mustRun, runCommand } from '../check-pack/run-command.ts';

/** How to publish. */
export interface PublishOptions {
  readonly version: string;
  readonly provenance: boolean;
  /** Does everything but the upload. */
  readonly dryRun: boolean;
}

/** Publishes a tarball as it was checked; a version that the registry has already is left alone. */
export async function publishTarball(
  { name, path }: Tarball, options: PublishOptions,
): Promise<'published' | 'there already'> {
  const { version, provenance, dryRun } = options;
  if (await isPublished(name, version)) return 'there already';
  const tag = version.includes('-') ? ['--tag', 'next'] : [];
  const flags = [...tag, ...(provenance ? ['--provenance'] : []), ...(dryRun ? ['--dry-run'] : [])];
  await mustRun('pnpm', ['publish', path, '--access', 'public', '--no-git-checks', ...flags]);
  return 'published';
}

async function isPublished(name: string, version: string): Promise<boolean> {
  const { code, stdout } = await runCommand('pnpm', ['view', `${name}@${version}`, 'version']);
  return code === 0 && stdout.trim() === version;
}
