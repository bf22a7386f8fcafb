import type { ConfigWarning } from '../../contract/config.ts';
import type { JsonObject } from '../../contract/json.ts';

/** What was found out before a run was recorded, told as a `warning` among its first events. */
export interface RunNews {
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

/** A remark about a configuration, as news. */
export function newsOf({ kind, key, message }: ConfigWarning): RunNews {
  return { code: `config_${kind}`, message, details: { key } };
}
