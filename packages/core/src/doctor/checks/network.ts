import type { DoctorFinding } from '../../contract/doctor.ts';
import { hideSecrets } from '../../environment/install/hide-secrets.ts';
import { isHubOffline } from '../../hub/hub-cache.ts';
import { hubEndpoint, isHubModel } from '../hub.ts';
import type { Machine } from '../machine/machine.ts';
import type { Reached } from '../machine/reach.ts';
import type { Check, Patient } from '../patient.ts';

/** Whether the package index and the model hub answer. One that is switched off, or not needed, is not asked. */
export const networkCheck: Check = {
  name: 'network',
  async run(patient) {
    const { machine } = patient;
    const places = await placesOf(patient);
    const findings = await Promise.all(places.map(async (place) => judge(place, await machine.reach(place.url))));
    return findings.flat();
  },
};

interface Place {
  readonly what: string;
  readonly url: string;
  readonly severity: 'warning' | 'info';
}

async function placesOf(patient: Patient): Promise<Place[]> {
  const { machine, targets, config } = patient;
  const { env } = machine;
  const isBuilding = targets.some(({ python }) => python === undefined);
  const places: Place[] = [];
  if (isBuilding && !env['PIP_NO_INDEX']) {
    const index = await indexOf(machine);
    places.push({ what: 'package index', url: `${index.replace(/\/$/, '')}/pip/`, severity: 'warning' });
  }
  if (!isHubOffline(env)) {
    const severity = config && isHubModel(patient, config.modelName) ? 'warning' : 'info';
    places.push({ what: 'model hub', url: hubEndpoint(env), severity });
  }
  return places.filter(({ url }) => /^https?:/.test(url));
}

/** The index that pip asks here. */
async function indexOf({ env, platform, run }: Machine): Promise<string> {
  if (env['PIP_INDEX_URL']) return env['PIP_INDEX_URL'];
  const python = platform === 'win32' ? 'python' : 'python3';
  const { exitCode, output } = await run(python, ['-I', '-m', 'pip', 'config', 'get', 'global.index-url']);
  return exitCode === 0 && output.includes('://') ? output.trim() : 'https://pypi.org/simple';
}

function judge({ what, url, severity }: Place, reached: Reached): DoctorFinding[] {
  const address = hideSecrets(url);
  if ('code' in reached) {
    const isCertificate = /CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(reached.code);
    return [{
      code: isCertificate ? 'CERTIFICATE_UNTRUSTED' : 'NETWORK_UNREACHABLE', severity,
      message: isCertificate
        ? `The certificate of the ${what} is not trusted: often a firewall opens the encrypted connection.`
        : `The ${what} does not answer.`,
      evidence: [`${address}: ${reached.code}`],
      ...(isCertificate ? CERTIFICATE : what === 'model hub' ? HUB : INDEX),
    }];
  }
  if (!reached.byProxy) return [];
  return [{
    code: 'PROXY_REFUSED', severity, message: `The proxy does not let the ${what} through.`,
    evidence: [`${address}: the proxy answers ${reached.status}`],
    fix: 'Put its user and password into its address, or ask who runs it.',
    command: 'export HTTPS_PROXY=http://user:password@host:port',
  }];
}

const CERTIFICATE = {
  fix: "Name the file with your network's certificate.",
  command: 'export PIP_CERT=/path/to/certificate.pem SSL_CERT_FILE=/path/to/certificate.pem',
} as const;
const INDEX = {
  fix: 'Check the connection; behind a proxy name it; without a network install from a folder of wheels.',
  command: "await tuner.ensureEnvironment(name, { wheels: '/path/to/wheels' })",
} as const;
const HUB = {
  fix: 'Models in a folder and builtin:tiny need no hub. Without a network, say so: nothing waits for it then.',
  command: 'export HF_HUB_OFFLINE=1',
} as const;
