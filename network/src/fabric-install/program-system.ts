import { open } from 'node:fs/promises'

const ELF_PROCESSORS: Readonly<Record<number, string>> = { 0x3e: 'amd64', 0xb7: 'arm64' }
const MACH_O_PROCESSORS: Readonly<Record<number, string>> = { 0x01000007: 'amd64', 0x0100000c: 'arm64' }

/** The system a program is for, as in `linux-amd64`, by its first bytes; undefined when they do not tell. */
export async function systemOf(program: string): Promise<string | undefined> {
  const file = await open(program)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(20), 0, 20, 0)
    return bytesRead === 20 ? systemIn(buffer) : undefined
  } finally {
    await file.close()
  }
}

function systemIn(header: Buffer): string | undefined {
  if (header.toString('latin1', 0, 4) === '\x7fELF') return named('linux', ELF_PROCESSORS[header.readUInt16LE(18)])
  if (header.readUInt32LE(0) === 0xfeedfacf) return named('darwin', MACH_O_PROCESSORS[header.readUInt32LE(4)])
  return header.toString('latin1', 0, 2) === 'MZ' ? 'windows' : undefined
}

function named(system: string, processor = 'another processor'): string {
  return `${system}-${processor}`
}
