import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mlxConfigSpec } from '../../packages/backend-mac/src/config/config-spec.ts';
import { configSpec } from '../../packages/backend-rtx/src/config/config-specs.ts';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const TRAINERS = fileURLToPath(new URL('../../Trainers', import.meta.url));

/** One configuration that gets a page of its own. Paths belong to the repository. */
export interface ConfigDocument {
  /** `rtx-sft`: names the page and the schema. */
  readonly name: string;
  /** How a program asks for it. */
  readonly call: string;
  readonly title: string;
  readonly schemaFile: string;
  /** The YAML file that comes with the back end. */
  readonly shippedFile: string;
  /** The overrides with short names, and the keys they stand for. */
  readonly flat: Readonly<Record<string, string>>;
  readonly pathKeys: readonly string[];
}

/** What the pages need of a back end's own description of a configuration. */
interface Described {
  readonly platform: string;
  readonly method: string;
  readonly file: string;
  readonly flat: object;
  readonly pathKeys: readonly string[];
}

/** Every configuration there is, in the order of the documentation. */
export const CONFIG_DOCUMENTS: readonly ConfigDocument[] = [
  documentOf(configSpec('sft', TRAINERS), 'Supervised fine-tuning on an NVIDIA GPU'),
  documentOf(configSpec('kto', TRAINERS), 'KTO on an NVIDIA GPU'),
  documentOf(mlxConfigSpec(TRAINERS), 'SFT or KTO on a Mac with Apple silicon'),
];

function documentOf({ platform, method, file, flat, pathKeys }: Described, title: string): ConfigDocument {
  const name = `${platform}-${method}`;
  return {
    name,
    call: `loadConfig('${platform}', '${method}')`,
    title,
    schemaFile: `Trainers/tuner_trainers/schemas/config-${name}.schema.json`,
    shippedFile: relative(ROOT, file).replaceAll('\\', '/'),
    flat: { ...flat } as Record<string, string>,
    pathKeys,
  };
}
