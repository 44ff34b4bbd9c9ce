// Everywhere where JavaScript runs; the language's own library does not declare them.
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode: (bytes: Uint8Array) => string }

declare const TextEncoder: new () => {
  encode: (text: string) => Uint8Array
  encodeInto: (text: string, bytes: Uint8Array) => { readonly written: number }
}

const ENCODER = new TextEncoder()
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that bytes spell as UTF-8; undefined if they spell none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes)
  } catch {
    return undefined
  }
}

/** Text as UTF-8; half a surrogate pair becomes the replacement character. */
export function utf8Bytes(text: string): Uint8Array {
  return ENCODER.encode(text)
}

/** The same at the beginning of the bytes, which must have room for three of each of its units; tells how many they are. */
export function utf8Into(text: string, bytes: Uint8Array): number {
  return ENCODER.encodeInto(text, bytes).written
}
