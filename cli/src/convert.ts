import { readSealed } from '@eco/domain'
import { FORMATS, READABLE_FORMATS, readFormat, writeFormat } from '@eco/domain/formats'
import type { FormatName } from '@eco/domain/formats'
import { readCarrier } from '@eco/paper'
import { acceptedDataset, readJsonFile } from './dataset'
import { told } from './documents'
import { EXIT, readInput, readText, UsageProblem, writeResult } from './io'
import type { Io } from './io'
import { CRYPTOGRAPHY } from './trust'

/** The options of `eco convert`. */
export interface ConvertOptions {
  readonly from?: string
  readonly to?: string
  readonly output?: string
}

/** Writes a dataset, or the dataset of a document, in another format; lists what the format cannot carry. */
export async function convert(file: string, { from, to, output }: ConvertOptions, io: Io): Promise<number> {
  const dataset = acceptedDataset(
    file,
    from === undefined ? await readDataset(file, io) : await readForeign(file, from, io),
    io,
  )
  if (to === undefined) {
    await writeResult(JSON.stringify(dataset, undefined, 2), output, io)
    return EXIT.good
  }
  const { text, lost } = writeFormat(nameOf('--to', to, FORMATS), dataset)
  for (const { pointer, why } of lost) io.note(`not carried: ${pointer}  ${why}`)
  await writeResult(text, output, io)
  return EXIT.good
}

async function readDataset(file: string, io: Io): Promise<unknown> {
  const bytes = await readInput(file, io)
  const carrier = await told(file, () => readCarrier(bytes))
  if (carrier.kind === 'dataset') return carrier.dataset
  if (carrier.kind === 'document') return told(file, () => readSealed(carrier.text, CRYPTOGRAPHY).dataset)
  throw new UsageProblem(`${file}: holds no dataset.`)
}

async function readForeign(file: string, from: string, io: Io): Promise<unknown> {
  if (from === 'dataset') return readJsonFile(file, io)
  const reading = readFormat(nameOf('--from', from, READABLE_FORMATS), await readText(file, io))
  if (reading.ok) {
    for (const place of reading.ignored) io.note(`not understood: ${place}`)
    return reading.dataset
  }
  for (const { place, sentence } of reading.problems) io.note(`  ${place}  ${sentence}`)
  throw new UsageProblem(`${file}: cannot be read as ${from}.`)
}

function nameOf(option: string, name: string, names: readonly FormatName[]): FormatName {
  const known = names.find((candidate) => candidate === name)
  if (known === undefined) throw new UsageProblem(`${option}: must be one of ${names.join(', ')}.`)
  return known
}
