/**
 * Python code that travels with a package: a folder of the checkout when the package runs from source, else the texts
 * that the build embedded, by relative path.
 */
export type AssetSource = AssetFilter & (
  | { readonly kind: 'folder'; readonly directory: string }
  | { readonly kind: 'embedded'; readonly name: string; readonly files: Readonly<Record<string, string>> }
);

/** What of a folder does not belong to the package. */
export interface AssetFilter {
  /** Files and folders that stay behind, by their relative path; a folder ends in `/`. */
  readonly without?: readonly string[];
}
