import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { CK } from '../pkcs11/pkcs11js'
import type { Handle, Pkcs11, Pkcs11Package, Template } from '../pkcs11/pkcs11js'
import { signDigest } from './raw-ecdsa'

/** An object of a token: its attributes, and the key behind a private one. */
export interface TokenObject {
  readonly attributes: ReadonlyMap<number, Buffer>
  readonly key?: KeyObject
}

/** A token as `pkcs11js` would show it; what is open in it can be counted, and it can be taken away. */
export interface FakeToken {
  readonly label: string
  readonly pin: string
  readonly objects: readonly TokenObject[]
  isGone: boolean
  sessions: number
}

/** What a token of this kind would refuse with, and nothing of what was given to it. */
class TokenError extends Error {
  constructor(readonly code: number) {
    super('CKR')
  }
}

const P256 = Buffer.from('06082a8648ce3d030107', 'hex')

/** A token with these objects; one without a label is not initialised. */
export function aToken(objects: readonly TokenObject[], label = 'seals', pin = '1234'): FakeToken {
  return { label, pin, objects, isGone: false, sessions: 0 }
}

/** A private key and its public key, as tokens keep them. */
export function keyPairObjects(key: KeyObject, label: string, more: readonly [number, Buffer][] = []): TokenObject[] {
  const common: [number, Buffer][] = [
    [CK.label, Buffer.from(label)],
    [CK.id, Buffer.from(label)],
    [CK.keyType, number(CK.ec)],
    [CK.ecParameters, P256],
  ]
  const point = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-65)
  return [
    { attributes: new Map([[CK.class, number(CK.privateKey)], ...common, ...more]), key },
    {
      attributes: new Map([
        [CK.class, number(CK.publicKey)],
        ...common,
        [CK.ecPoint, Buffer.concat([Buffer.from([4, point.length]), point])],
      ]),
    },
  ]
}

/** A certificate (base64 DER), as tokens keep them. */
export function certificateObject(text: string): TokenObject {
  return {
    attributes: new Map([
      [CK.class, number(CK.certificate)],
      [CK.value, Buffer.from(text, 'base64')],
    ]),
  }
}

/** A number as tokens write it. */
export function number(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(value)
  return bytes
}

/** The package with one module, at any path but a wrong one, and these tokens in its slots. */
export function packageWith(...tokens: readonly FakeToken[]): Pkcs11Package & { readonly initialized: () => boolean } {
  const shared = { isInitialized: false, isLoggedIn: false }
  return {
    initialized: () => shared.isInitialized,
    PKCS11: class implements Pkcs11 {
      #token: FakeToken | undefined
      #found: Handle[] = []
      #signing: { readonly key: KeyObject; readonly mayGoOn: boolean } | undefined

      load(path: string): void {
        if (path.includes('missing')) throw new Error('cannot open shared object file')
      }

      close(): void {
        this.#token = undefined
      }

      C_Initialize({ flags }: { readonly flags: number }): void {
        // Without locks of the system a real module may crash, since signatures are made in several threads.
        if (flags !== CK.osLockingOk) throw new TokenError(0x07)
        if (shared.isInitialized) throw new TokenError(0x191)
        shared.isInitialized = true
      }

      C_Finalize(): void {
        shared.isInitialized = false
      }

      C_GetSlotList(): Handle[] {
        return tokens.flatMap(({ isGone }, index) => (isGone ? [] : [number(index)]))
      }

      C_GetTokenInfo(slot: Handle): { label: string; flags: number } {
        const { label = '' } = tokens[slot.readUInt32LE()] ?? {}
        return { label: label.padEnd(32), flags: label === '' ? 0 : 0x400 }
      }

      C_OpenSession(slot: Handle): Handle {
        const token = tokens[slot.readUInt32LE()]
        if (token === undefined || token.isGone) throw new TokenError(0xe0)
        token.sessions += 1
        this.#token = token
        return number(1)
      }

      C_CloseSession(): void {
        const token = this.#present()
        token.sessions -= 1
        if (token.sessions === 0) shared.isLoggedIn = false
      }

      C_Login(_session: Handle, user: number, pin: string): void {
        if (pin !== this.#present().pin) throw new TokenError(0xa0)
        if (user === CK.contextSpecific && this.#signing) this.#signing = { ...this.#signing, mayGoOn: true }
        else if (shared.isLoggedIn) throw new TokenError(0x100)
        shared.isLoggedIn = true
      }

      C_FindObjectsInit(_session: Handle, template: Template): void {
        const isMeant = ({ attributes, key }: TokenObject): boolean =>
          (key === undefined || shared.isLoggedIn) &&
          template.every(({ type, value }) => attributes.get(type)?.equals(bytesOf(value)) === true)
        this.#found = this.#present().objects.flatMap((object, index) => (isMeant(object) ? [number(index)] : []))
      }

      C_FindObjects(_session: Handle, most: number): Handle[] {
        return this.#found.slice(0, most)
      }

      C_FindObjectsFinal(): void {
        this.#found = []
      }

      C_GetAttributeValue(_session: Handle, object: Handle, template: Template): { value: Buffer }[] {
        return template.map(({ type }) => {
          const value = this.#present().objects[object.readUInt32LE()]?.attributes.get(type)
          if (value === undefined) throw new TokenError(0x12)
          return { value }
        })
      }

      C_SignInit(_session: Handle, _mechanism: unknown, object: Handle): void {
        const { attributes, key } = this.#present().objects[object.readUInt32LE()] ?? {}
        if (key === undefined) throw new TokenError(0x60)
        if (this.#signing !== undefined) throw new TokenError(0x90)
        this.#signing = { key, mayGoOn: attributes?.get(CK.alwaysAuthenticate)?.[0] !== 1 }
      }

      C_SignAsync(_session: Handle, digest: Buffer): Promise<Buffer> {
        return Promise.resolve().then(() => {
          this.#present()
          const signing = this.#signing
          this.#signing = undefined
          if (signing?.mayGoOn !== true) throw new TokenError(0x101)
          return signDigest(signing.key, digest)
        })
      }

      #present(): FakeToken {
        if (this.#token === undefined) throw new TokenError(0xb3)
        if (this.#token.isGone) throw new TokenError(0x32)
        return this.#token
      }
    },
  }
}

function bytesOf(value: Template[number]['value']): Buffer {
  if (Buffer.isBuffer(value)) return value
  return typeof value === 'number' ? number(value) : Buffer.from(String(value))
}
