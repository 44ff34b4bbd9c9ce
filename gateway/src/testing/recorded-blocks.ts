import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'

interface Recording {
  readonly certificate: string
  readonly issuedBy: string
  readonly cancelledBy: string
  readonly blocks: readonly string[]
}

/** Blocks of a channel as a peer delivered them. */
export interface RecordedBlocks extends Omit<Recording, 'blocks'> {
  /** 0: the channel's configuration; 1: a certificate is issued; 2: it is cancelled twice at once, one of them in vain. */
  readonly blocks: readonly common.Block[]
}

/** Reads the recording. */
export async function recordedBlocks(): Promise<RecordedBlocks> {
  const recording = JSON.parse(await readFile(join(__dirname, 'blocks.json'), 'utf8')) as Recording
  return {
    ...recording,
    blocks: recording.blocks.map((text) => common.Block.deserializeBinary(Buffer.from(text, 'base64'))),
  }
}
