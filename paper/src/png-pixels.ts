import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflate } from 'node:zlib'

const [SIGNATURE, CHUNK_FRAME] = [8, 12]

/** Whether the pixels of a PNG unfold to no more bytes than its head says: a small picture can hold gigabytes. */
export async function unfoldsAsItSays(png: Buffer): Promise<boolean> {
  const most = bytesOfPixels(png)
  let size = 0
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > most ? new Error('too large') : null)
    },
  })
  try {
    await pipeline(Readable.from(pixelChunks(png)), createInflate(), count)
  } catch {
    // Damaged pixels are for the decoder to judge.
  }
  return size <= most
}

function* pixelChunks(png: Buffer): Generator<Buffer> {
  for (let at = SIGNATURE; at + CHUNK_FRAME <= png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') yield png.subarray(at + 8, at + 8 + length)
    at += CHUNK_FRAME + length
  }
}

// Samples of a pixel, by colour type (ISO/IEC 15948, 11.2.2).
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

// Each line of each of the up to seven passes has a byte in front.
function bytesOfPixels(png: Buffer): number {
  const [width, height, depth, type] = [
    png.readUInt32BE(16),
    png.readUInt32BE(20),
    png.readUInt8(24),
    png.readUInt8(25),
  ]
  const line = Math.ceil((width * depth * (CHANNELS[type] ?? 4)) / 8)
  return height * line + 2 * (height + line) + 64
}
