import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The passphrase of most files. */
export const PASSPHRASE = 'correct horse'
/** The passphrase of the files that Java has made. */
export const JAVA_PASSPHRASE = 'correct_horse'

/** A file of the folder `vectors`. */
export function vector(name: string): Buffer {
  return readFileSync(join(__dirname, '..', '..', 'vectors', name))
}

/** A certificate of the folder `vectors`, in base64 DER. */
export function certificateVector(name: string): string {
  return vector(name)
    .toString()
    .replace(/-----[A-Z ]+-----|\s/g, '')
}
