import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { toBuffer } from 'qrcode'
import { certificateIdIn, readSealed } from '@eco/domain'
import { CRYPTOGRAPHY, DATASET, Desk } from './testing/desk'

let desk: Desk

beforeAll(async () => {
  desk = new Desk()
  const { code } = await desk.do('sign', 'dataset.json', '--key', 'key.pem', '-o', 'document.eco')
  expect(code).toBe(0)
})

function altered(): string {
  const parts = desk.text('document.eco').split('~')
  const disclosure = Buffer.from(parts[1] ?? '', 'base64url').toString()
  parts[1] = Buffer.from(disclosure.replace('Hansol', 'Somebody')).toString('base64url')
  return parts.join('~')
}

describe('eco verify', () => {
  it('finds a document VALID by whose keys are trusted, says that no register was asked, and exits 0', async () => {
    const { code, out } = await desk.do('verify', 'document.eco', '--trust', 'trust.json')

    expect(code).toBe(0)
    expect(out).toMatch(/^VALID \(without the register\) {2}document\.eco\n {2}AU AU-CHAMBER, number AU-2026-000123/)
  })

  it('exits 1 for an altered document, and names the element', async () => {
    desk.put('altered.eco', altered())

    const { code, out } = await desk.do('verify', 'altered.eco', '--trust', 'trust.json')

    expect(code).toBe(1)
    expect(out).toMatch(/^NOT VALID/)
    expect(out).toContain('Altered: /consignee')
  })

  it('exits 2 without a trust snapshot: nobody’s key is believed', async () => {
    const { code, out, notes } = await desk.do('verify', 'document.eco')

    expect(code).toBe(2)
    expect(out).toMatch(/^CANNOT DETERMINE/)
    expect(notes).toContain('No --trust')
  })

  it('exits 1 on the day after its validity ended', async () => {
    expect(await desk.do('verify', 'document.eco', '--trust', 'trust.json', '--date', '2027-03-02')).toMatchObject({
      code: 1,
    })
  })

  it('takes either files or one bundle, and says what is wrong with a bundle or the name of a channel', async () => {
    const bundle = { format: 'eco-evidence/1', certificate: 'ab'.repeat(32), channel: 'eco', chaincode: 'eco' }
    const made = { by: 'KR', at: '2026-06-01T12:00:00.000Z' }
    desk.put('bundle.json', JSON.stringify({ ...bundle, made, blocks: ['AAAA'], statements: [] }))
    desk.put('other.json', JSON.stringify({ ...bundle, made, blocks: [] }))

    expect(await desk.do('verify')).toMatchObject({ code: 64 })
    expect(await desk.do('verify', 'document.eco', '--bundle', 'bundle.json')).toMatchObject({ code: 64 })
    const misnamed = await desk.do('verify', '--bundle', 'bundle.json', '--channel', 'eco')
    expect([misnamed.code, misnamed.notes]).toEqual([64, expect.stringContaining('--channel: must be the hash')])
    const none = await desk.do('verify', '--bundle', 'other.json')
    expect([none.code, none.notes]).toEqual([64, expect.stringContaining('blocks: must be a list of 1 to 5000')])
    const { code, out } = await desk.do('verify', '--bundle', 'bundle.json')
    expect([code, out]).toEqual([1, expect.stringMatching(/^bundle\.json: DOES NOT HOLD/)])
    expect(out).toContain('A block is not what its header says')
  })

  it('checks many files, each on a line of JSON, and exits with the worst', async () => {
    desk.put('altered.eco', altered())
    const { code, out } = await desk.do(
      'verify',
      'document.eco',
      'altered.eco',
      'trust.json',
      '--trust',
      'trust.json',
      '--json',
    )

    const verdicts = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { verdict: string }).verdict)
    expect(verdicts).toEqual(['VALID', 'NOT_VALID', 'NOT_VALID'])
    expect(code).toBe(1)
  })

  it('reads a PDF and a document from standard input, and of a QR code says that nothing was signed there', async () => {
    await desk.do('pdf', 'document.eco', '-o', 'document.pdf')
    const { documentHash } = readSealed(desk.text('document.eco'), CRYPTOGRAPHY)
    desk.put(
      'code.png',
      await toBuffer(`ECO1:AU:AU-CHAMBER:AU-2026-000123:${documentHash.toUpperCase()}`, { scale: 4 }),
    )
    desk.stdin = Buffer.from(desk.text('document.eco'))

    expect((await desk.do('verify', 'document.pdf', '--trust', 'trust.json')).code).toBe(0)
    expect((await desk.do('verify', '-', '--trust', 'trust.json')).code).toBe(0)
    expect(await desk.do('verify', 'code.png', '--trust', 'trust.json')).toMatchObject({
      code: 2,
      out: expect.stringContaining('there is no signature to look at'),
    })
  })

  it('prints the words of a true copy, with the document of the original attached', async () => {
    await desk.do('pdf', 'document.eco', '-o', 'plain.pdf')
    await desk.do('pdf', 'document.eco', '--true-copy', '-o', 'copy.pdf')

    expect((await desk.do('verify', 'copy.pdf', '--trust', 'trust.json')).code).toBe(0)
    expect(desk.text('copy.pdf')).not.toBe(desk.text('plain.pdf'))
  })

  it('cannot determine what cannot be read, and says why', async () => {
    desk.put('picture.png', Buffer.from('89504e470d0a1a0a', 'hex'))

    const { code, out } = await desk.do('verify', 'picture.png', '--trust', 'trust.json')

    expect(code).toBe(2)
    expect(out).toContain('The picture is damaged')
  })

  it('asks a gateway too: what the register says of a good document decides', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => asked.push(chunk.toString()))
      request.on('end', () => {
        const findings = { checks: [], result: 'fail' }
        const body = {
          verdict: 'NOT_VALID',
          findings: { authenticity: findings, status: findings, formalCompliance: findings },
        }
        response.end(JSON.stringify({ ...body, note: '', nextStep: 'Cancelled.', asOf: { block: 7 } }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    desk.put('token', 'secret\n')

    const options = ['--trust', 'trust.json', '--gateway', `http://127.0.0.1:${port}`, '--token-file', 'token']
    const { code, out } = await desk.do('verify', 'document.eco', ...options)
    server.close()

    expect(code).toBe(1)
    expect(out).toMatch(/^NOT VALID \(as of block 7\)/)
    expect(JSON.parse(asked.join(''))).toEqual({ document: desk.text('document.eco').trim() })
  })

  it('does not take a gateway that cannot be reached for a verdict', async () => {
    desk.put('token', 'secret')
    const options = ['--trust', 'trust.json', '--gateway', 'http://127.0.0.1:1', '--token-file', 'token']

    expect(await desk.do('verify', 'document.eco', ...options)).toMatchObject({
      code: 64,
      notes: expect.stringContaining('cannot be reached'),
    })
  })
})

describe('eco sign', () => {
  it('signs nothing that breaks a rule of the dataset, and lists each', async () => {
    desk.put('bad.json', JSON.stringify({ ...DATASET, exporter: undefined }))

    const { code, notes, out } = await desk.do('sign', 'bad.json', '--key', 'key.pem')

    expect(code).toBe(64)
    expect(out).toBe('')
    expect(notes).toContain('/exporter/name')
  })

  it('never says anything of a key that it cannot use', async () => {
    desk.put('bad.pem', '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n')

    const { code, notes } = await desk.do('sign', 'dataset.json', '--key', 'bad.pem')

    expect(code).toBe(64)
    expect(notes).not.toContain('c2VjcmV0')
  })

  it('puts the given id inside, and says so where none is given', async () => {
    const id = 'ab'.repeat(32)
    await desk.do('sign', 'dataset.json', '--key', 'key.pem', '--id', id, '-o', 'named.eco')
    const unnamed = await desk.do('sign', 'dataset.json', '--key', 'key.pem')

    expect(certificateIdIn(desk.text('named.eco'))).toBe(id)
    expect(certificateIdIn(unnamed.out)).toMatch(/^[0-9a-f]{64}$/)
    expect(unnamed.notes).toContain('No --id')
    expect(await desk.do('sign', 'dataset.json', '--key', 'key.pem', '--id', 'AU-1')).toMatchObject({ code: 64 })
  })

  it('puts an exporter’s declaration inside, which the check finds', async () => {
    await desk.do('sign', 'dataset.json', '--key', 'key.pem', '--exporter-key', 'key.pem', '-o', 'declared.eco')

    expect((await desk.do('verify', 'declared.eco', '--trust', 'trust.json', '--json')).out).toContain(
      'EXPORTER_DECLARATION_HOLDS',
    )
  })
})

describe('eco redact', () => {
  it('withholds by view, by keeping and by leaving out, and the document is still good', async () => {
    await desk.do('redact', 'document.eco', '--withhold', '/exporter', '/items/*/invoice', '-o', 'less.eco')

    const { out } = await desk.do('verify', 'less.eco', '--trust', 'trust.json', '--json')

    expect(JSON.parse(out)).toMatchObject({
      verdict: 'CANNOT_DETERMINE',
      withheld: ['/exporter/address', '/exporter/name', '/items/0/invoice'],
      findings: { authenticity: { result: 'pass' } },
    })
  })

  it.each([
    [['--view', 'bank', '--keep', '/exporter'], 'Give one of'],
    [['--view', 'nobody'], '--view: must be one of'],
    [['--withhold', '/items/*/quantity'], 'can never be withheld'],
  ])('refuses %j', async (options, sentence) => {
    expect(await desk.do('redact', 'document.eco', ...options)).toMatchObject({
      code: 64,
      notes: expect.stringContaining(sentence),
    })
  })
})

describe('eco convert', () => {
  it.each(['wco', 'edi3', 'ubl', 'w3c'])('writes %s and reads the same dataset from it', async (format) => {
    await desk.do('convert', 'document.eco', '--to', format, '-o', `certificate.${format}`)

    const { code, out } = await desk.do('convert', `certificate.${format}`, '--from', format)

    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(DATASET)
  })

  it('says of a form of boxes that it cannot be read back', async () => {
    expect((await desk.do('convert', 'dataset.json', '--to', 'form-d')).code).toBe(0)
    expect(await desk.do('convert', 'dataset.json', '--from', 'form-d')).toMatchObject({ code: 64 })
  })
})

describe('eco profile and eco dataset', () => {
  it('shows the rules of an agreement with their sources', async () => {
    expect((await desk.do('profile', 'list')).out).toMatch(/^RCEP +2022 +[0-9a-f]{64}$/m)
    expect((await desk.do('profile', 'show', 'rcep')).out).toMatch(/^### RCEP\n/)
    expect(JSON.parse((await desk.do('profile', 'show', 'RCEP', '--json')).out)).toMatchObject({ code: 'RCEP' })
    expect((await desk.do('profile', 'show', 'NAFTA')).code).toBe(64)
  })

  it('tells every problem of a dataset, and exits 1 only for errors', async () => {
    desk.put('late.json', JSON.stringify({ ...DATASET, departureDate: '2026-02-01' }))

    expect((await desk.do('dataset', 'check', 'dataset.json')).code).toBe(0)
    expect(await desk.do('dataset', 'check', 'late.json')).toMatchObject({
      code: 1,
      out: expect.stringContaining('/flags/issuedRetroactively'),
    })
  })
})

describe('eco', () => {
  it.each([[[]], [['nonsense']], [['verify']], [['verify', 'nowhere.eco']], [['sign', 'dataset.json']]])(
    'called as %j says what to do, and exits 64',
    async (args) => {
      const { code, notes } = await desk.do(...args)

      expect(code).toBe(64)
      expect(notes).not.toBe('')
    },
  )

  it('has help for every command', async () => {
    const { code, out } = await desk.do('verify', '--help')

    expect(code).toBe(0)
    expect(out).toContain('Exit codes: 0')
  })
})
