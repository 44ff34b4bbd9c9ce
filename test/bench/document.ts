import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  checkOffline,
  examineDocument,
  parseCertificateId,
  parseDataset,
  parseDate,
  readSealed,
  readTrust,
  sealDocument,
} from '@eco/domain'
import type { Dataset } from '@eco/domain'
import { certificatePdf } from '@eco/paper'
import { nodeCryptography, signerOf } from '@eco/signatures'
import { bundleKiB } from './bundle'

const SECONDS = 3
const WARM_UP = 500
const PAGES = 60
const TEMPLATE = join(__dirname, '..', '..', '..', 'network', 'story', 'rcep-au-kr.json')

/** What one core does with documents: sealing, checking with form and agreement, printing; and how large they are. */
export async function documentBenchmark(log: (line: string) => void): Promise<Readonly<Record<string, number>>> {
  const cryptography = nodeCryptography()
  const authority = signerOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
  const [five, fifty] = [datasetOf(5), datasetOf(50)]
  const seal = (dataset: Dataset): ReturnType<typeof sealDocument> =>
    sealDocument({
      ...{ dataset, id: parseCertificateId('0'.repeat(64)), sealedAt: 1_772_400_000, authority },
      ...{ digest: cryptography.digest, random: randomBytes },
    })
  const key = { thumbprint: authority.keyId, publicJwk: authority.publicJwk, validFrom: '2020-01-01' }
  const { issuingCountry: member, issuingAuthority } = five
  const trust = readTrust({ authorities: [{ member, id: issuingAuthority.id, keys: [key] }] }, cryptography)
  const { text, documentHash } = await seal(five)
  const today = parseDate(five.validUntil, 'today')
  const verify = async (): Promise<string> =>
    checkOffline(await examineDocument(text, { cryptography, trust }), { today }).verdict
  if ((await verify()) !== 'VALID') throw new Error('the document of the benchmark is not VALID')

  const signPerSecond = await rate('sealing a document of 5 items', () => seal(five), log)
  const verifyPerSecond = await rate('checking it, form and agreement included', verify, log)
  const { dataset } = readSealed(text, cryptography)
  const qr = { issuingMember: member, authority: issuingAuthority.id, number: five.certificateNumber, documentHash }
  const pdfMs = await medianMs(() => certificatePdf({ dataset, document: text, qr }))
  log(`printing it as a PDF: ${pdfMs} ms`)
  const bytes = { bytes5: text.length, bytes50: (await seal(fifty)).text.length }
  log(`a document of 5 items: ${bytes.bytes5} bytes, of 50: ${bytes.bytes50} bytes`)
  const kiB = bundleKiB()
  log(`the rules for a browser, minified and compressed, without code lists: ${kiB} KiB`)
  return { signPerSecond, verifyPerSecond, pdfMs, ...bytes, bundleKiB: kiB }
}

function datasetOf(count: number): Dataset {
  const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as { readonly items: readonly object[] }
  const [item] = template.items
  const items = Array.from({ length: count }, (_, index) => ({
    ...item,
    sequence: index + 1,
    marks: [`HANSOL BUSAN ${index + 1}`],
    packages: { quantity: 10, type: 'BL' },
  }))
  const issued = { certificateNumber: 'BENCH-1', issueDateTime: '2026-03-02T09:30:00Z', validUntil: '2027-03-01' }
  const reading = parseDataset({ ...template, ...issued, departureDate: '2026-03-05', items })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.dataset
}

async function rate(what: string, work: () => Promise<unknown>, log: (line: string) => void): Promise<number> {
  for (let count = 0; count < WARM_UP; count++) await work()
  const began = performance.now()
  let done = 0
  for (; performance.now() - began < SECONDS * 1000; done++) await work()
  const perSecond = Math.round((done * 1000) / (performance.now() - began))
  log(`${what}: ${perSecond}/s`)
  return perSecond
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let page = 0; page < PAGES; page++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  const warm = times.slice(PAGES / 3).sort((one, other) => one - other)
  return Math.round((warm[Math.floor(warm.length / 2)] ?? 0) * 10) / 10
}
