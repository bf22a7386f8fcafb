/** The parts of a JSON Schema that the configurations use. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** What a key may hold, in words: type and range. */
export function typeText(schema: JsonSchema): string {
  const parts = alternatives(schema);
  return parts.length < 3 ? parts.join(' or ') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;
}

function alternatives(schema: JsonSchema): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap(alternatives);
  if (schema.const !== undefined) return [valueText(schema.const)];
  if (schema.type === 'boolean') return ['`true`', '`false`'];
  return schema.enum ? schema.enum.map(valueText) : [wordsFor(schema)];
}

function wordsFor(schema: JsonSchema): string {
  switch (schema.type) {
    case 'integer': return `whole number${rangeText(schema)}`;
    case 'number': return `number${rangeText(schema)}`;
    case 'string': return 'text';
    case 'null': return '`null`';
    case 'array': return schema.items?.type === 'string' ? 'list of texts' : 'list';
    case 'object': return 'mapping';
    default: throw new Error(`No words for this part of a schema: ${JSON.stringify(schema)}`);
  }
}

/** Texts that a YAML reader takes for something else unless they are quoted. */
const OTHER_IN_YAML = /^(|no|yes|on|off|true|false|null|~|[\d.+-]+)$/i;

/** A value as it stands in YAML, as code; numbers below a thousandth in the form that people write. */
export function valueText(value: unknown): string {
  return `\`${plain(value)}\``;
}

function plain(value: unknown): string {
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  return typeof value === 'string' && !OTHER_IN_YAML.test(value) ? value : JSON.stringify(value);
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const isOpen = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined && !isOpen) return ` from ${minimum} to ${maximum}`;
  const limits = [
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(minimum === undefined ? [] : [`of at least ${minimum}`]),
    ...(isOpen ? [] : [`at most ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
  ];
  return limits.length === 0 ? '' : ` ${limits.join(' and ')}`;
}
