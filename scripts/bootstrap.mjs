// Brings everything that `npm run quickstart` and `npm test` need, on a machine with only Node >= 20 and Python
// 3.11 to 3.13. No dependencies: nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFailure } from './bootstrap/install-failure.mjs';
import { inLanes } from './bootstrap/in-lanes.mjs';
import { summary } from './bootstrap/reports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');
const isWindows = process.platform === 'win32';
const pathKey = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
const env = {
  ...process.env,
  [pathKey]: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env[pathKey]}`,
  TURBO_TELEMETRY_DISABLED: '1',
  npm_config_loglevel: 'error',
  npm_config_fetch_retry_mintimeout: '2000',
};
/** The exit code of check-python.ts when there is none. */
const NO_PYTHON = 3;
/** The exit code of setup-environment.ts where the packages do not exist for this machine. */
const NOT_HERE = 4;

/** Ends with one sentence. */
function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Says what is done and how long it took; gives whether it succeeded. */
function step(title, run) {
  const started = performance.now();
  console.log(`→ ${title}`);
  const ok = run();
  console.log(`  ${ok ? 'done' : 'failed'} in ${seconds(started)}`);
  return ok;
}

function call(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: isWindows, ...options });
}

const succeeds = (command, args, options) => call(command, args, options).status === 0;
const source = (script, ...args) => call('node', ['--conditions=@tuner/source', script, ...args]).status;

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  fail(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
}

/** Node 24, pnpm and the packages, when they are not there as the lock file wants them. Looks for Python first. */
function installPackages() {
  const stamp = join(root, 'node_modules', '.tuner-installed');
  const wanted = packagesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(stamp, { force: true });
  const commands = 'node scripts/check-python.ts && pnpm install --frozen-lockfile';
  const args = ['-y', '-p', 'node@24', '-p', 'pnpm@12', '-c', isWindows ? `"${commands}"` : commands];
  let output = '';
  const ok = step('Python; Node 24, pnpm and the packages', () => {
    const quiet = { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' };
    const { status, stdout, stderr, error } = call('npx', args, quiet);
    output = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim();
    if (status === NO_PYTHON) fail(output);
    return status === 0;
  });
  const ending = output.split('\n').slice(-15).join('\n');
  if (!ok) fail(installFailure(output) ?? `${ending}\n\nThe packages could not be installed: see above.`);
  writeFileSync(stamp, wanted);
}

/** A hash of everything that decides which packages belong here. */
function packagesHash() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'Trainers/package.json', ...packages];
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of files.filter((name) => existsSync(join(root, name)))) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Builds or finds the environment of a back end; gives whether it can be on this machine. */
function ensureEnvironment(backend, ...device) {
  let status;
  const ok = step(`the Python environment of ${backend}`, () => {
    status = source('scripts/setup-environment.ts', backend, ...device);
    return status === 0 || status === NOT_HERE;
  });
  if (!ok) fail('The Python environment could not be built: the reason is above.');
  return status === 0;
}

function quickstart() {
  ensureEnvironment('rtx');
  if (source('packages/examples/src/quickstart.ts') !== 0) fail('The quickstart did not succeed: the reason is above.');
  console.log(`\nAll of it took ${seconds(started)}.`);
}

async function test() {
  ensureEnvironment('rtx', 'cpu');
  const hasMlx = ensureEnvironment('mac');
  const checks = ['//#lint:source', '//#lint:python', '//#typecheck:source'];
  const flags = ['--output-logs=errors-only', '--continue'];
  const clean = step('lint and types', () => succeeds('turbo', ['run', ...checks, ...flags]));
  mkdirSync(cache, { recursive: true });
  // The longest first, so that no long one is left alone at the end.
  const results = await inLanes([
    tests('trainers', 'trainers', 'trainers.xml'),
    tests('examples', 'examples', 'examples.json'),
    { title: 'the packages as strangers get them', command: 'node', args: ['--conditions=@tuner/source', 'scripts/check-pack/main.ts'] },
    ...['backend-mac', 'backend-rtx', 'core'].map((name) => tests(name, name, `${name}.json`)),
    tests('trainers, second set of versions', 'trainers', 'trainers-second.xml', 'test:second'),
    ...(hasMlx ? [tests('trainers on MLX', 'trainers', 'trainers-mlx.xml', 'test:mlx')] : []),
    { title: 'tests of scripts', ...turbo('scripts.json', '//#test:scripts') },
  ], { root, env });
  if (!hasMlx) console.log('  tests of trainers on MLX: skipped, since MLX cannot be on this machine (see above)');
  const failed = (clean ? 0 : 1) + results.filter(({ ok, counts }) => !ok && !(counts?.failed > 0)).length;
  console.log(`\nAll of it took ${seconds(started)}.${clean ? '' : ' Lint or types failed: see above.'}`);
  console.log(summary(results.flatMap(({ counts }) => counts ?? []), failed));
  if (failed > 0 || results.some(({ counts }) => counts?.failed > 0)) process.exitCode = 1;
}

const tests = (title, name, file, task = 'test') => ({ title: `tests of ${title}`, ...turbo(file, task, `--filter=@tuner/${name}`) });

/** How turbo runs a task that writes its report to a file in `.cache`. */
const turbo = (file, ...task) => ({
  command: 'turbo', args: ['run', ...task, '--output-logs=full', '--log-prefix=none'], report: join(cache, file),
});

const started = performance.now();
const commands = { quickstart, test };
const command = commands[process.argv[2]];
if (!command) fail('Use: npm run quickstart, or npm test');
checkNode();
installPackages();
await command();
