import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { chaincodePackage, tar } from './chaincode-package'

/** Name and content of each file, as any reader of the format finds them. */
function untar(archive: Uint8Array): Readonly<Record<string, Buffer>> {
  const bytes = Buffer.from(archive)
  const files: Record<string, Buffer> = {}
  for (let at = 0; bytes[at] !== 0;) {
    const field = (offset: number, length: number): string =>
      bytes.toString('latin1', at + offset, at + offset + length).replace(/[\0 ].*$/s, '')
    const size = parseInt(field(124, 12), 8)
    files[field(0, 100)] = bytes.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

describe('the package of a chaincode service', () => {
  it('has the same id on every machine', () => {
    const { id } = chaincodePackage({ name: 'eco', version: '1.0', manifest: { sha256: 'ab'.repeat(32) } })

    expect(id).toBe('eco_1.0:f6c529353c47e5c8cad7cdd91313d377bd16bbc3347ada91b60ea089e988dae5')
  })

  it('has another id for other code', () => {
    const [one, other] = ['11', '22'].map((sha256) =>
      chaincodePackage({ name: 'eco', version: '1.0', manifest: { sha256 } }),
    )

    expect(one?.label).toBe(other?.label)
    expect(one?.id).not.toBe(other?.id)
  })

  it('tells the peer that it is a service, and holds no address and no key', () => {
    const files = untar(gunzipSync(chaincodePackage({ name: 'eco', version: '1.0' }).bytes))
    const code = untar(gunzipSync(files['code.tar.gz'] ?? Buffer.alloc(0)))

    expect(files['metadata.json']?.toString()).toBe('{"type":"ccaas","label":"eco_1.0"}')
    expect(Object.keys(code)).toEqual(['connection.json', 'manifest.json'])
    expect(JSON.parse(String(code['connection.json']))).toMatchObject({ address: '{{.address}}' })
  })

  it('refuses a name that is no label', () => {
    expect(() => chaincodePackage({ name: 'e/co', version: '1.0' })).toThrow('e/co_1.0')
  })
})

describe('a tar archive', () => {
  it('gives every file back, whatever its length', () => {
    const contents = [0, 1, 511, 512, 513, 2000].map((length) => Buffer.alloc(length, 'x'))

    const files = untar(tar(contents.map((content, index) => ({ name: `file-${index}`, content }))))

    expect(Object.values(files).map(({ length }) => length)).toEqual([0, 1, 511, 512, 513, 2000])
    expect(tar([]).length % 512).toBe(0)
  })
})
