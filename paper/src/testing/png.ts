import { crc32, deflateSync } from 'node:zlib'

/** A picture in shades of grey, row by row. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly shade: (x: number, y: number) => number
}

/** A PNG of a picture. */
export function pngOf({ width, height, shade }: Grey): Buffer {
  const rows = Array.from({ length: height }, (_, y) => [0, ...Array.from({ length: width }, (_, x) => shade(x, y))])
  return pngWith(width, height, deflateSync(Buffer.from(rows.flat())))
}

/** A PNG that says to be so large, with whatever is given as its packed pixels. */
export function pngWith(width: number, height: number, pixels: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(8, 8)
  const parts = [chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
