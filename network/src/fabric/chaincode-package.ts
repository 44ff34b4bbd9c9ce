import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

export interface ChaincodePackage {
  /** `label:sha256`: what a chaincode service must call itself. */
  readonly id: string
  readonly label: string
  readonly bytes: Uint8Array
}

/**
 * The package that members install for a chaincode service: the same bytes on every machine, so all of them have one id.
 * It holds no code; `manifest` says what code it stands for (the hash of the bundle), and so becomes part of the id.
 */
export function chaincodePackage(options: {
  readonly name: string
  readonly version: string
  readonly manifest?: Readonly<Record<string, string>>
}): ChaincodePackage {
  const label = `${options.name}_${options.version}`
  if (!/^[A-Za-z0-9][A-Za-z0-9_.+-]*$/.test(label)) throw new Error(`Not a label of a chaincode package: ${label}`)
  // As Fabric's own builder wants it, should a member use that one.
  const connection = { address: '{{.address}}', dial_timeout: '5s', tls_required: false }
  const code = gzip(
    tar([
      { name: 'connection.json', content: JSON.stringify(connection) },
      { name: 'manifest.json', content: JSON.stringify(options.manifest ?? {}) },
    ]),
  )
  const bytes = gzip(
    tar([
      { name: 'metadata.json', content: JSON.stringify({ type: 'ccaas', label }) },
      { name: 'code.tar.gz', content: code },
    ]),
  )
  return { id: `${label}:${createHash('sha256').update(bytes).digest('hex')}`, label, bytes }
}

const BLOCK = 512

/** A tar archive (POSIX ustar) of plain files, with nothing in it that changes from one machine to another. */
export function tar(files: readonly { readonly name: string; readonly content: string | Uint8Array }[]): Uint8Array {
  const parts = files.flatMap(({ name, content }) => {
    const bytes = Buffer.from(content)
    return [header(name, bytes.length), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, length: number): void => {
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  }
  block.write(name, 0, 100, 'utf8')
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  // The checksum counts its own place as spaces.
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** Stored, not compressed: what deflate makes of the same bytes differs from one build of zlib to another. */
function gzip(bytes: Uint8Array): Buffer {
  const zipped = gzipSync(bytes, { level: 0 })
  // The byte that names the operating system.
  zipped[9] = 0xff
  return zipped
}
