import type { DoctorFinding } from '../../contract/doctor.ts';
import { isHubOffline } from '../../hub/hub-cache.ts';
import { hubEndpoint, hubToken, isHubModel } from '../hub.ts';
import type { Check, Patient } from '../patient.ts';

/** Whether the model of the configuration may be downloaded: it exists, is open, or there is a token that opens it. */
export const hubTokenCheck: Check = {
  name: 'hub-token',
  async run(patient) {
    const { machine, config } = patient;
    if (!config || isHubOffline(machine.env) || !isHubModel(patient, config.modelName)) return [];
    return askFor(patient, config.modelName);
  },
};

async function askFor(patient: Patient, model: string): Promise<DoctorFinding[]> {
  const endpoint = hubEndpoint(patient.machine.env);
  const token = await hubToken(patient);
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const reached = await patient.machine.reach(`${endpoint}/${model}/resolve/main/config.json`, headers);
  // What cannot be reached is told by the check of the network.
  if ('code' in reached || reached.byProxy || ![401, 403, 404].includes(reached.status)) return [];
  const evidence = [`${endpoint}/${model}/resolve/main/config.json: ${reached.status}`];
  if (reached.status === 404) {
    const fix = 'Check its name; a model of your own may also be a folder.';
    return [{ code: 'MODEL_NOT_FOUND', severity: 'error', message: `The hub has no model "${model}".`, evidence, fix }];
  }
  return [{ severity: 'error', evidence, ...(token === undefined ? tokenMissing : tokenRefused)(endpoint, model) }];
}

type Told = Pick<DoctorFinding, 'code' | 'message' | 'fix' | 'command'>;

function tokenRefused(endpoint: string, model: string): Told {
  return {
    code: 'HUB_TOKEN_REFUSED', command: 'hf auth login',
    message: `The hub does not give "${model}" to the token: it is invalid, or the terms are not accepted.`,
    fix: `Accept the terms on ${endpoint}/${model} with the account of the token, or take another token.`,
  };
}

function tokenMissing(endpoint: string, model: string): Told {
  return {
    code: 'HUB_TOKEN_MISSING', command: 'export HF_TOKEN=hf_…',
    message: `The model "${model}" is gated, private or not there, and there is no token for the hub.`,
    fix: `Accept the terms on ${endpoint}/${model}, make a token on ${endpoint}/settings/tokens, and set it.`,
  };
}
