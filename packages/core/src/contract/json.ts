/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** An object that JSON can carry; a key whose value is `undefined` is left out when it is written. */
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** `T` with every level optional; arrays are replaced as a whole, never merged. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;
