import type * as z from 'zod';

type Wrapped = z.ZodType & { shape?: Record<string, z.ZodType>; unwrap?: () => z.ZodType };

/** Every key that a schema knows, as dotted paths, with what the schema says about it. */
export function describeKeys(schema: z.ZodType, path = ''): Map<string, string | undefined> {
  const keys = new Map<string, string | undefined>();
  for (const [name, inner] of Object.entries(shapeOf(schema) ?? {})) {
    const key = path === '' ? name : `${path}.${name}`;
    keys.set(key, inner.description);
    for (const [deeper, about] of describeKeys(inner, key)) keys.set(deeper, about);
  }
  return keys;
}

/** The keys of a section, also behind a default or a `nullable()`. */
function shapeOf(schema: Wrapped): Record<string, z.ZodType> | undefined {
  let current = schema;
  while (!current.shape && typeof current.unwrap === 'function') current = current.unwrap();
  return current.shape;
}
