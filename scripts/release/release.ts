import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPack } from '../check-pack/check-pack.ts';
import { inTemporaryFolder } from '../check-pack/in-temporary-folder.ts';
import { PACKAGES } from '../check-pack/packages.ts';
import { mustRun } from '../check-pack/run-command.ts';
import { explain } from '../explain.ts';
import { offersProvenance } from './provenance.ts';
import { publishTarball } from './publish-tarball.ts';
import { releaseProblems, type ReleaseState } from './release-problems.ts';

// Builds, packs, checks and publishes the tarballs that passed: `npm run release [-- --dry-run]`.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const dryRun = process.argv.includes('--dry-run');

const versionIn = (manifest = '{}') => (JSON.parse(manifest) as { version: string }).version;

async function release(folder: string): Promise<void> {
  refuse(releaseProblems(await releaseState()));
  const { tarballs, problems } = await checkPack(folder);
  refuse(problems);
  const provenance = offersProvenance(process.env);
  for (const tarball of tarballs) {
    const version = versionIn(tarball.files['package.json']);
    const done = await publishTarball(tarball, { version, provenance, dryRun });
    const how = `${dryRun ? ' (dry run)' : ''}${provenance ? ', with provenance' : ''}`;
    console.log(`${tarball.name}@${version}: ${done}${how}`);
  }
  if (!dryRun) await mustRun('changeset', ['git-tag'], { cwd: ROOT });
}

async function releaseState(): Promise<ReleaseState> {
  const manifests = PACKAGES.map(({ folder }) => readFile(join(ROOT, 'packages', folder, 'package.json'), 'utf8'));
  return {
    changes: await mustRun('git', ['status', '--porcelain'], { cwd: ROOT }),
    changesets: await readdir(join(ROOT, '.changeset')),
    versions: (await Promise.all(manifests)).map(versionIn),
  };
}

/** A dry run goes on, so that all of it can be seen. */
function refuse(reasons: readonly string[]): void {
  if (reasons.length > 0 && !dryRun) throw new Error(reasons.join('\n'));
  for (const reason of reasons) console.log(`This would not be released. ${reason}`);
}

await inTemporaryFolder(release).catch(explain);
