import { readFileSync } from 'node:fs'
import { unfoldsAsItSays } from './png-pixels'
import { answerWith } from './reader-task'
import type { ReaderAnswer, ReaderTask } from './reader-task'

async function readPicture({ kind, bytes }: ReaderTask): Promise<ReaderAnswer> {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (kind === 'png' && !(await unfoldsAsItSays(png))) return { kind: 'too-large' }
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  // From the package itself: without this the library would fetch it from a public host.
  const wasmBinary = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer }, fireImmediately: true })
  const codes = await readBarcodes(bytes, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 })
  // The library answers so, and does not throw, when it cannot decode a picture.
  if (codes.some(({ error }) => error !== '')) return { kind: 'unreadable' }
  return { kind: 'codes', texts: codes.filter(({ isValid }) => isValid).map(({ text }) => text) }
}

void answerWith(readPicture)
