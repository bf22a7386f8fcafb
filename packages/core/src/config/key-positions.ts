import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

/** Where a key stands in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One open collection while the events are walked: a mapping waits for keys, a sequence counts. */
interface Level {
  readonly path: string;
  readonly isMapping: boolean;
  index: number;
  key: string | undefined;
}

/** Where each key of a YAML text stands, by dotted path (`training.learning_rate`, `lora.target_modules.0`). */
export function keyPositions(text: string): Map<string, Position> {
  const positions = new Map<string, Position>();
  const positionAt = positionsIn(text);
  const levels: Level[] = [];
  for (const event of parseEvents(text, {})) {
    if (event.type === EVENT_ID.POP) {
      levels.pop();
      continue;
    }
    const level = levels.at(-1);
    if (event.type === EVENT_ID.SCALAR) {
      if (level?.isMapping && level.key === undefined) {
        level.key = String(getScalarValue(text, event));
        positions.set(join(level.path, level.key), positionAt(event.valueStart));
      } else if (level) finishValue(level, positions, positionAt(event.valueStart));
    } else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      const path = level ? finishValue(level, positions, positionAt(event.start)) : '';
      levels.push({ path, isMapping: event.type === EVENT_ID.MAPPING, index: 0, key: undefined });
    } else if (event.type === EVENT_ID.ALIAS && level) finishValue(level, positions, positionAt(event.anchorStart));
  }
  return positions;
}

/** Closes the value of a key or an item; gives its path. */
function finishValue(level: Level, positions: Map<string, Position>, position: Position): string {
  if (level.isMapping) {
    const path = join(level.path, level.key ?? '');
    level.key = undefined;
    return path;
  }
  const path = join(level.path, String(level.index));
  level.index += 1;
  positions.set(path, position);
  return path;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
