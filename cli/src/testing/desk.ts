import { generateKeyPairSync } from 'node:crypto'
import { nodeCryptography, signerOf } from '@eco/signatures'
import type { Io } from '../io'
import { run } from '../program'

/** The dataset of the samples: Australian wool for Korea under RCEP. */
export const DATASET = {
  certificateNumber: 'AU-2026-000123',
  agreement: { code: 'RCEP', version: '2022' },
  certificateType: 'original',
  isPreferential: true,
  issueDateTime: '2026-03-02T09:30:00+11:00',
  validUntil: '2027-03-01',
  issuingCountry: 'AU',
  issuingAuthority: { id: 'AU-CHAMBER' },
  importCountry: 'KR',
  exportCountry: 'AU',
  exporterDeclaration: { placeName: 'Geelong', date: '2026-03-01', signatory: 'M. Example' },
  departureDate: '2026-03-05',
  consignee: { name: 'Hansol Textile Co., Ltd.', address: { city: 'Busan', country: 'KR' } },
  exporter: { name: 'Southern Wool Pty Ltd', address: { city: 'Geelong', country: 'AU' } },
  items: [
    {
      sequence: 1,
      description: 'Wool, greasy',
      hsCode: '510111',
      hsVersion: '2022',
      originCriterion: { code: 'WO' },
      originCountry: 'AU',
      quantity: { value: '1200', unit: 'KGM' },
      invoice: [{ number: 'EX-1', date: '2026-03-01' }],
    },
  ],
}

/** What a command said and did. */
export interface Said {
  readonly code: number
  readonly out: string
  readonly notes: string
}

/** A desk with files of its own, at which commands are given. */
export class Desk {
  readonly files = new Map<string, Uint8Array>()
  stdin: Uint8Array = Buffer.alloc(0)

  constructor() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { keyId, publicJwk } = signerOf(privateKey)
    this.put('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const key = { thumbprint: keyId, publicJwk, validFrom: '2026-01-01' }
    this.put('trust.json', JSON.stringify({ authorities: [{ member: 'AU', id: 'AU-CHAMBER', keys: [key] }] }))
    this.put('dataset.json', JSON.stringify(DATASET))
  }

  put(name: string, content: string | Uint8Array): void {
    this.files.set(name, Buffer.from(content))
  }

  text(name: string): string {
    return Buffer.from(this.files.get(name) ?? []).toString()
  }

  /** Gives a command; the day is one on which the samples are valid. */
  async do(...args: readonly string[]): Promise<Said> {
    const [out, notes]: [string[], string[]] = [[], []]
    const io: Io = {
      readFile: (path) => {
        const file = this.files.get(path)
        if (file === undefined) return Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }))
        return Promise.resolve(file)
      },
      writeFile: (path, data) => {
        this.put(path, data)
        return Promise.resolve()
      },
      readStdin: () => Promise.resolve(this.stdin),
      out: (text) => {
        out.push(text)
      },
      note: (line) => {
        notes.push(line)
      },
      now: () => new Date('2026-06-01T12:00:00Z'),
    }
    return { code: await run(args, io), out: out.join(''), notes: notes.join('\n') }
  }
}

/** For tests that read documents themselves. */
export const CRYPTOGRAPHY = nodeCryptography()
