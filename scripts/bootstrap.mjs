// Brings everything that `npm run quickstart` and `npm test` need, on a machine with only Node >= 20 and Python
// 3.11 to 3.13. No dependencies: nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const cache = join(root, '.cache');
const isWindows = process.platform === 'win32';
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1', npm_config_loglevel: 'error' };

/** Ends with one sentence: whatever went wrong was said in detail above. */
function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Runs a step, says what it is and how long it took. */
function step(title, run, sentence) {
  const started = performance.now();
  console.log(`→ ${title}`);
  if (!run()) fail(sentence);
  console.log(`  done in ${seconds(started)}`);
}

function call(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: isWindows, ...options });
}

const succeeds = (command, args, options) => call(command, args, options).status === 0;
const tsNode = (script, ...args) => succeeds('node', ['--conditions=@tuner/source', join('scripts', script), ...args]);

function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
}

/** A quick look before anything is downloaded; the thorough one is ensureEnvironment's. */
function checkPython() {
  if (process.env.TUNER_PYTHON) return;
  const names = ['python3.12', 'python3.13', 'python3.11', 'python3', 'python', ...(isWindows ? ['py'] : [])];
  const tried = names.map((name) => [name, spawnSync(name, ['--version'], { encoding: 'utf8', shell: isWindows, timeout: 10_000 })]);
  const versions = tried.map(([name, { stdout }]) => [name, /Python (\d+\.\d+)/.exec(stdout ?? '')?.[1]]);
  if (versions.some(([, version]) => ['3.11', '3.12', '3.13'].includes(version))) return;
  const found = versions.map(([name, version]) => `${name}: ${version ?? 'not there'}`).join(', ');
  fail(`Python 3.11, 3.12 or 3.13 is needed, and none was found on the PATH (${found}). Install one, or set TUNER_PYTHON.`);
}

function installPackages() {
  const stamp = join(root, 'node_modules', '.tuner-installed');
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packageFiles()];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  const wanted = `${hash.digest('hex')} ${process.platform} ${process.arch}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  step('Node 24, pnpm and the packages', () => {
    const ok = succeeds('npx', ['-y', '-p', 'node@24', '-p', 'pnpm@12', '-c', isWindows ? '"pnpm install --frozen-lockfile"' : 'pnpm install --frozen-lockfile']);
    if (ok) writeFileSync(stamp, wanted);
    return ok;
  }, 'The packages could not be installed: the reason is above (no network, no disk space, or a registry that refuses).');
}

function packageFiles() {
  const folders = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  return folders.filter((file) => existsSync(join(root, file)));
}

function ensureEnvironment(device) {
  const args = device ? [device] : [];
  step('the Python environment', () => tsNode('setup-environment.ts', ...args), 'The Python environment could not be built: the reason is above.');
}

function quickstart() {
  ensureEnvironment();
  const { status } = call('node', ['--conditions=@tuner/source', join('packages', 'examples', 'src', 'quickstart.ts')]);
  if (status !== 0) fail('The quickstart did not succeed: the reason is above.');
}

function test() {
  ensureEnvironment('cpu');
  step('lint and types', () => succeeds('turbo', ['run', '//#lint:source', '//#lint:python', '//#typecheck:source', '--output-logs=errors-only']), 'Lint or types failed: see above.');
  const reports = { core: 'core.json', 'backend-rtx': 'backend-rtx.json', examples: 'examples.json', trainers: 'trainers.xml' };
  mkdirSync(cache, { recursive: true });
  let ok = true;
  for (const [name, file] of Object.entries(reports)) {
    const started = performance.now();
    const report = join(cache, file);
    writeFileSync(report, '');
    console.log(`→ tests of ${name}`);
    ok = succeeds('turbo', ['run', 'test', `--filter=@tuner/${name}`, '--output-logs=full', '--log-prefix=none', '--no-update-notifier'], { env: { ...env, TUNER_TEST_REPORT: report } }) && ok;
    console.log(`  done in ${seconds(started)}`);
  }
  const counts = Object.values(reports).map((file) => count(readFileSync(join(cache, file), 'utf8')));
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
  if (!ok && sum('failed') === 0) counts.push({ passed: 0, failed: 1, skipped: 0 });
  return { ok, line: `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped` };
}

/** The counts of a report: vitest's JSON or pytest's JUnit XML; an empty one is a failed run. */
function count(text) {
  if (text.startsWith('{')) {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(text);
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  }
  const attribute = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const failed = attribute('failures') + attribute('errors');
  if (text === '') return { passed: 0, failed: 1, skipped: 0 };
  return { passed: attribute('tests') - failed - attribute('skipped'), failed, skipped: attribute('skipped') };
}

const started = performance.now();
const command = process.argv[2];
checkNode();
checkPython();
installPackages();
if (command === 'quickstart') quickstart();
else if (command === 'test') {
  const { ok, line } = test();
  console.log(`\nIn ${seconds(started)}:\n${line}`);
  if (!ok) process.exit(1);
} else fail('Use: node scripts/bootstrap.mjs quickstart|test');
