// A page of a stranger: folds the events of a run, as lines of JSON, into progress.
import { NO_PROGRESS, reduceProgress, RUN_EVENT_TYPES, runRecordSchema } from '@tuner/core/contract';

globalThis.fold = (lines) => {
  const events = lines.map((line) => JSON.parse(line));
  const unknown = events.find(({ type }) => !RUN_EVENT_TYPES.includes(type));
  if (unknown) throw new Error(`there is no type of events ${unknown.type}`);
  if (runRecordSchema.safeParse({}).success) throw new Error('an empty run record passed its schema');
  return events.reduce(reduceProgress, NO_PROGRESS);
};
