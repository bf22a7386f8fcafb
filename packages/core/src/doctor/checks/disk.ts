import { gigabytes } from '../sizes.ts';
import type { Check } from '../patient.ts';

/** What checkpoints, caches and a model take at least, in bytes. */
const LEAST = 5e9;

/** Whether the disk has room for what is still to be built, and for runs. */
export const diskCheck: Check = {
  name: 'disk',
  async run({ machine, home, targets }) {
    const free = await machine.freeDisk(home);
    if (free === undefined) return [];
    const building = targets.filter(({ python }) => python === undefined);
    const needed = building.reduce((sum, { spec }) => sum + (spec.needs?.diskBytes ?? 0), 0);
    if (free >= needed + LEAST) return [];
    const names = building.map(({ backend }) => backend).join(' and ');
    const forBuilding = needed > 0 ? `${gigabytes(needed)} for the environment of ${names}, and ` : '';
    return [{
      code: 'DISK_LOW', severity: free < needed ? 'error' : 'warning',
      message: `The disk has ${gigabytes(free)} left; needed: ${forBuilding}some gigabytes for models and checkpoints.`,
      evidence: [`${home}: ${gigabytes(free)} free`],
      fix: 'Free space (tuner.environments.list() and tuner.runs.list() say what there is), or use another disk.',
      command: machine.platform === 'win32' ? 'setx TUNER_HOME D:\\tuner' : 'export TUNER_HOME=/path/on/another/disk',
    }];
  },
};
