import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';

const tuner = createTuner({ backends: [new RTXBackend()] });

// #region options
// Through a proxy, from an index of the company (TUNER_INDEX_COMPANY holds its address), with uv:
await tuner.ensureEnvironment('rtx', { proxy: 'http://proxy.example:3128', index: 'company', uv: true });
// Without a network, from a folder of wheels:
await tuner.ensureEnvironment('rtx', { wheels: '/media/stick/wheels' });
// Once more, beside the one that is there; then the old one goes:
const [old] = await tuner.environments.list();
await tuner.ensureEnvironment('rtx', { rebuild: true });
if (old) await tuner.environments.remove(old.id);
// #endregion options
