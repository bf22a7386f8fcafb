// A page of a stranger: folds the events of a run, as lines of JSON, into progress.
import { NO_PROGRESS, reduceProgress, RUN_EVENT_TYPES, runRecordSchema } from '@tuner/core/contract';

globalThis.fold = (lines) => {
  const events = lines.map((line) => JSON.parse(line));
  if (events.some(({ type }) => !RUN_EVENT_TYPES.includes(type))) throw new Error('there is an event of an unknown type');
  if (runRecordSchema.safeParse({}).success) throw new Error('an empty run record passed its schema');
  return events.reduce(reduceProgress, NO_PROGRESS);
};
