// Everywhere where JavaScript runs; the language's own library does not declare it.
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode: (bytes: Uint8Array) => string }

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that bytes spell as UTF-8; undefined if they spell none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes)
  } catch {
    return undefined
  }
}
